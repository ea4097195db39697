"""A gateway response is for a type that cannot be customized.

## Why is this bad?

API Gateway takes a customization of `REQUEST_TOO_LARGE` and does not use it: a request of more than 10 MB is answered
with the built-in 413, without your headers and your body. A browser shows it as a CORS error.

## What to do instead

Remove it. Keep uploads below 10 MB in the client, or let it upload to S3 with a presigned URL.

## Source

API Gateway Developer Guide, api-gateway-known-issues: customizing REQUEST_TOO_LARGE "isn't currently supported"
(documented, 2023); reapit/foundations#4338 (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING


def uncustomisable_response_type(response: ResponseView) -> Iterator[Problem]:
    """A type whose customization reaches nobody."""
    if response.kind and not response.kind.is_customizable:
        status = response.kind.default_status
        message = f"customizing {response.kind} has no effect: API Gateway gives its built-in {status} all the same"
        yield Problem(message, "remove it", response.type.place)
