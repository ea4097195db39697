"""An error answer allows another origin than the preflight does.

## Why is this bad?

The page that passes the preflight sees the API's good answers and not its errors: the browser hides them, and shows a
CORS error instead. `*` does not help a page that sends credentials: for those a browser wants the origin itself.

## What to do instead

Write the same origin in both. Where the preflight chooses among several, an error answer cannot: give each stage its
own origin with `stageVariables.NAME`.

## Source

The CORS check compares the request's origin with `Access-Control-Allow-Origin` byte by byte, and takes `*` only for
requests without credentials (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.origins import origin_defect, origins_in
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ParameterView, allowed_origin, allows_credentials

SEVERITY = Severity.ERROR
IN_CDK = "give GatewayResponses the preset cors_from_preflight(options), with the CorsOptions of the API"


def cors_origin_mismatch(api: ApiView) -> Iterator[Problem]:
    """An origin on an error answer that no preflight allows."""
    preflight = {_origin(preflight.fixed_origin) for preflight in api.preflights}
    names = ", ".join(sorted(map(repr, preflight)))
    if api.has_unread_parts or None in preflight or not preflight:
        return
    for response in api.responses:
        origin = allowed_origin(response)
        found = _origin(origin)
        if origin is None or found is None or found in preflight:
            continue
        fix = f"write \"'{min(map(str, preflight))}'\"" if len(preflight) == 1 else f"write one of {names}"
        if "*" in preflight:
            message = f"preflight allows every origin, but {response.label} only {found!r}"
            fix = f"{fix}, or let preflight allow {found!r} alone"
            yield Problem(f"{message}: scripts of others see a CORS error", fix, origin.place, Severity.WARNING)
        elif found != "*":
            message = f"preflight allows {names}, but {response.label} {found!r}"
            yield Problem(f"{message}: scripts see a CORS error", fix, origin.place)
        elif any(allows_credentials(answer) for answer in api.preflights) and not allows_credentials(response):
            message = f"preflight allows {names} with credentials, but {response.label} '*', which is for none"
            yield Problem(message, f"{fix}, and Access-Control-Allow-Credentials \"'true'\"", origin.place)


def _origin(parameter: ParameterView | None) -> str | None:
    """The one origin that is allowed; None for what is not known and for what other rules say is none."""
    text = parameter.known_static if parameter else None
    return None if text is None or len(origins_in(text)) != 1 or origin_defect(text) else text
