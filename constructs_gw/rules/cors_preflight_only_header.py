"""An error answer sets CORS headers that only preflight answers need.

## Why is this bad?

It is not harmful: `Access-Control-Allow-Headers`, `-Allow-Methods` and `-Max-Age` have no effect on an error answer.
Browsers read them in the answer to a preflight request alone, and refuse a preflight that is answered with an error
whatever its headers say. The API Gateway console adds them too when it enables CORS.

## What to do instead

Leave them out, or keep them: what matters on an error answer is `Access-Control-Allow-Origin`.

## Source

CORS-preflight fetch wants an ok status, 200 to 299 (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.INFO
_PREFLIGHT_ONLY = frozenset(
    f"access-control-{name}" for name in ("allow-headers", "allow-methods", "allow-private-network", "max-age")
)


def cors_preflight_only_header(response: ResponseView) -> Iterator[Problem]:
    """The headers for preflight answers, once for each response."""
    if response.status and (response.status.known is None or response.status.known.startswith("2")):
        return  # it may answer preflight
    found = [parameter for name, parameter in response.headers.items() if name in _PREFLIGHT_ONLY]
    if found:
        names = " and ".join(parameter.name for parameter in found)
        has, them, they_do = ("have", "them", "they do") if len(found) > 1 else ("has", "it", "it does")
        yield Problem(
            f"{names} {has} no effect on an error answer",
            f"leave {them} out, or keep {them}: {they_do} no harm, and the console adds {them} too",
            found[0].place,
        )
