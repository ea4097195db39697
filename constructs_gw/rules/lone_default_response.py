"""Only one of DEFAULT_4XX and DEFAULT_5XX is customized.

## Why is this bad?

The errors of the other class keep API Gateway's own answer: other headers and another body, for the same client. Most
often it has been forgotten, and shows when the backend fails for the first time.

## What to do instead

Customize both, with the same headers and the same body. Nothing is said where a template customizes the other class
under a condition, nor for an API that another stack declares and may customize.

## Source

`DEFAULT_4XX` and `DEFAULT_5XX` each stand for the types of their own class: API Gateway Developer Guide,
supported-gateway-response-types (documented). That both are meant is inferred.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.INFO

_PAIR = (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX)


def lone_default_response(api: ApiView) -> Iterator[Problem]:
    """A DEFAULT_* without the other, while types are left that the other would answer for."""
    if api.has_unread_types or not api.is_declared:
        return  # it may be customized elsewhere
    for there, missing in (_PAIR, _PAIR[::-1]):
        found = api.customizations.get(there)
        if found is None or missing in api.ever_customized or not api.heirs(missing):
            continue
        if api.preflights and "access-control-allow-origin" in found.headers:
            continue  # worse, and missing-error-cors says so
        message = f"{there} is customized and {missing} is not, so {missing[-3:]} errors keep the built-in answer"
        yield Problem(message, f"customize {missing} as well", found.type.place)
