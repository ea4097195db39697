"""An error answer sets CORS headers of preflight answers, and not the one that scripts need.

## Why is this bad?

`Access-Control-Allow-Headers`, `-Allow-Methods` and `-Max-Age` have no effect on an error answer. Browsers read them in
the answer to a preflight request alone, and refuse a preflight that is answered with an error whatever its headers say.
Whoever sets them here wants scripts to read the answer, and without `Access-Control-Allow-Origin` none can.

Beside `Access-Control-Allow-Origin` they do no harm, and the API Gateway console adds them when it enables CORS:
nothing is said of them there.

## What to do instead

Set `Access-Control-Allow-Origin`. Let an OPTIONS method answer preflight.

## Source

CORS check, and CORS-preflight fetch, which wants an ok status, 200 to 299 (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ResponseView

SEVERITY = Severity.WARNING
_ORIGIN = "access-control-allow-origin"
_PREFLIGHT_ONLY = frozenset(
    f"access-control-{name}" for name in ("allow-headers", "allow-methods", "allow-private-network", "max-age")
)


def cors_preflight_only_header(api: ApiView) -> Iterator[Problem]:
    """The headers for preflight answers, once for each response that names no origin."""
    for response in () if api.preflights else api.responses:  # else: missing-error-cors, lost-default-headers
        found = [parameter for name, parameter in response.headers.items() if name in _PREFLIGHT_ONLY]
        if found and not (_may_answer_preflight(response) or _may_name_origin(api, response)):
            names = " and ".join(parameter.name for parameter in found)
            has, them = ("have", "them") if len(found) > 1 else ("has", "it")
            yield Problem(
                f"{names} {has} no effect on an error answer, and scripts cannot read one without "
                "Access-Control-Allow-Origin",
                f"set header Access-Control-Allow-Origin, or leave {them} out",
                found[0].place,
            )


def _may_answer_preflight(response: ResponseView) -> bool:
    return response.status is not None and (response.status.known is None or response.status.known.startswith("2"))


def _may_name_origin(api: ApiView, response: ResponseView) -> bool:
    """Whether it names an origin, even under a key that is wrong, or lost-default-headers says that it does not."""
    above = api.customizations.get(response.kind.fallback) if response.kind and response.kind.fallback else None
    is_named = any(parameter.key.casefold().endswith(_ORIGIN) for parameter in response.parameters)
    return is_named or response.has_unread_parts or (above is not None and _ORIGIN in above.headers)
