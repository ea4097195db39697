"""A response header is set that belongs to the connection or to API Gateway itself.

## Why is this bad?

API Gateway accepts it, and nobody has measured what clients get: its own value, yours, both, or another name
(`x-amzn-Remapped-Date`, as for integration responses). A wrong `Content-Length` would cut the answer short.

## What to do instead

Remove it. The key of the body is its `Content-Type`. For an id of the error use a header of your own, such as
`X-Error-Id: context.extendedRequestId`.

## Source

Headers that API Gateway changes in integration responses: API Gateway Developer Guide, api-gateway-known-issues
(documented, for those); that it accepts any header here: Terraform's acceptance tests (recorded against AWS); the
effect in a gateway response: inferred.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.render import OVERRIDDEN_HEADERS
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.INFO


def reserved_header(parameter: ParameterView) -> Iterator[Problem]:
    """A header whose effect nobody has measured."""
    if parameter.header not in OVERRIDDEN_HEADERS:
        return
    unknown = "nobody has measured what clients get"
    if parameter.header == "content-type":
        message, fix = (
            f"{parameter.name} is the key of the body already",
            "remove it, and put the body under that media type",
        )
    elif parameter.header.startswith("x-am"):
        message, fix = f"API Gateway sets {parameter.name} itself", "remove it, or choose another name"
    else:
        message, fix = f"{parameter.name} belongs to the connection", "remove it"
    yield Problem(f"{message}; {unknown}", fix)
