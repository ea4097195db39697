"""Scripts of the allowed origin cannot read a header that the error answer sets for them.

## Why is this bad?

A script of another origin reads a handful of headers (`Content-Type`, `Cache-Control` ...), and of the others those
alone that `Access-Control-Expose-Headers` lists. `response.headers.get("Retry-After")` is `null`, though the answer has
it. `*` lists them all, but not for requests with credentials: there it is a header's name.

## What to do instead

List the header in `Access-Control-Expose-Headers`, on every gateway response that sets it. If no script needs it,
acknowledge the finding.

## Source

CORS-safelisted response-header names and CORS-exposed header-name list (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.composition import UNEXPOSED_HEADERS
from constructs_gw.errors import Problem
from constructs_gw.render import OVERRIDDEN_HEADERS
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView, allowed_origin, allows_credentials

SEVERITY = Severity.INFO


def cors_unexposed_header(response: ResponseView) -> Iterator[Problem]:
    """Headers that are set, and neither listed nor readable anyway."""
    origin, exposed = allowed_origin(response), response.headers.get("access-control-expose-headers")
    if origin is None or (exposed and exposed.known_static is None):
        return
    listed = [name.strip() for name in (exposed.known_static or "" if exposed else "").split(",") if name.strip()]
    if "*" in listed and not allows_credentials(response):
        return
    readable = UNEXPOSED_HEADERS | OVERRIDDEN_HEADERS | {name.casefold() for name in listed}
    hidden = [
        parameter.name
        for name, parameter in response.headers.items()
        if name not in readable and not name.startswith(("access-control-", "gatewayresponse."))
    ]
    if hidden:
        names = ",".join([*(name for name in listed if name != "*"), *hidden])
        message = f"scripts of the allowed origin cannot read {', '.join(hidden)}"
        yield Problem(message, f"set header Access-Control-Expose-Headers to \"'{names}'\"", (exposed or origin).place)
