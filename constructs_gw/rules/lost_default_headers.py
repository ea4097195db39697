"""A response type that is customized on its own lacks headers that its DEFAULT_4XX or DEFAULT_5XX gives.

## Why is this bad?

A type with a gateway response of its own takes nothing from `DEFAULT_4XX` or `DEFAULT_5XX`. Giving `THROTTLED` a
`Retry-After` takes `Access-Control-Allow-Origin` from it, and the browser shows a CORS error instead of the 429.

## What to do instead

Repeat the headers in the type's own gateway response. A header that is to stay away from it is worth an
acknowledgement.

## Source

LocalStack's recorded answers of AWS, test_gateway_response_put (recorded against AWS). Without
`Access-Control-Allow-Origin` no script of another origin reads the answer, and without
`Access-Control-Allow-Credentials` none that sends cookies: WHATWG Fetch (Fetch standard), hence an error. Any other
header may have been left out on purpose, hence a warning. Credentials beside `*` are another rule's finding.
"""

from collections.abc import Iterator

from constructs_gw.edits import Copy
from constructs_gw.errors import Problem, listed
from constructs_gw.render import OVERRIDDEN_HEADERS
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ParameterView, ResponseView

SEVERITY = Severity.ERROR
IN_CDK = "customize the type in customizations= of GatewayResponses, which keeps what presets give"

_ORIGIN = "access-control-allow-origin"
_HIDING = frozenset((_ORIGIN, "access-control-allow-credentials"))  # without them scripts cannot read the answer
_OF_ONE_ORIGIN = frozenset(("access-control-allow-credentials", "vary"))  # another one, or `*`, may need neither
_OF_NO_ERROR = frozenset(  # a preflight's, or a redirect's
    ("access-control-allow-headers", "access-control-allow-methods", "access-control-max-age", "location")
)


def lost_default_headers(api: ApiView) -> Iterator[Problem]:
    """Headers of a DEFAULT_* that a type's own entry does not set, one problem for each entry."""
    for kind, own in api.customizations.items():
        default = api.customizations.get(kind.fallback) if kind.fallback and kind.is_customizable else None
        lost = {} if default is None or own.has_unread_parts else _lost(own, default)
        if lost:
            yield Problem(
                f"{kind} is customized on its own and lacks what {kind.fallback} gives: "
                f"{listed(parameter.name for parameter in lost.values())}",
                "set header " + ", ".join(f"{h.name} to {h.terms.value(h.text or '')}" for h in lost.values()),
                own.place,
                Severity.WARNING if _HIDING.isdisjoint(lost) else SEVERITY,
                tuple(Copy(header.place, own.header_place(header)) for header in lost.values()),
            )


def _lost(own: ResponseView, default: ResponseView) -> dict[str, ParameterView]:
    missing = {name: header for name, header in default.headers.items() if name not in own.headers}
    origins = [response.headers[_ORIGIN].text for response in (own, default) if _ORIGIN in response.headers]
    has_own_origin = len({*origins}) > 1 or origins[:1] == ["'*'"]
    meant = {*OVERRIDDEN_HEADERS, *_OF_NO_ERROR, *(_OF_ONE_ORIGIN if has_own_origin else ())}
    return {name: header for name, header in missing.items() if name not in meant and header.text}
