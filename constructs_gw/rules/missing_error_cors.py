"""The API answers preflight requests, but scripts cannot read its error answers.

## Why is this bad?

An error answer of API Gateway (401, 403, 429, 504 ...) has no `Access-Control-Allow-Origin` unless a gateway response
adds it, whatever the preflight says. The browser hides status and body from the script: an expired token shows as
"CORS error". Where the preflight allows credentials, an error answer needs `Access-Control-Allow-Credentials` as well.

## What to do instead

Set the preflight's `Access-Control-Allow-Origin` on DEFAULT_4XX and DEFAULT_5XX. A type with a gateway response of its
own inherits nothing: repeat the header there. An answer of 413 stays out of reach.

## Source

A script may read what allows its origin, and no more (Fetch, standard); the headers of error answers, and that a
customized type inherits nothing (recorded against AWS); SAM#1178, serverless#3896, aws-simple#74 (observed).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from constructs_gw.errors import Problem, listed
from constructs_gw.places import Place
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ResponseView, allowed_origin, allows_credentials

SEVERITY = Severity.ERROR
IN_CDK = "give GatewayResponses the preset cors_from_preflight(options), with the CorsOptions of the API"
_CREDENTIALS = "access-control-allow-credentials"


def missing_error_cors(api: ApiView) -> Iterator[Problem]:
    """Response types whose answers scripts cannot read though preflight is answered, by class."""
    if not api.preflights or api.has_unread_parts or any(response.kind is None for response in api.responses):
        return
    missing: dict[Place, dict[ResponseType, list[ResponseType]]] = defaultdict(dict)
    for default in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        own = api.customizations.get(default)
        hidden = [kind for kind in _heirs(default) if not _may_be_readable(api.effective(kind))]
        if hidden and not _may_be_readable(own) and (own or api.is_declared):  # else: lost-default-headers
            missing[own.place if own else api.place][default] = hidden
    for place, classes in missing.items():
        which = " and ".join(_described(default, hidden) for default, hidden in classes.items())
        message = (
            f"preflight is answered, but {which} answers have no Access-Control-Allow-Origin: scripts see a CORS error"
        )
        yield Problem(message, _fix(api, classes), place)
    if any(allows_credentials(preflight) for preflight in api.preflights):
        for response in filter(lambda response: _lacks_credentials(api, response), api.customizations.values()):
            message = (
                f"preflight allows credentials, but {response.label} does not: scripts that send them see a CORS error"
            )
            yield Problem(message, "set header Access-Control-Allow-Credentials to \"'true'\"", response.place)


def _heirs(default: ResponseType) -> list[ResponseType]:
    return [kind for kind in CLIENT_TYPES if kind.fallback is default and kind.is_customizable]


def _may_be_readable(answer: ResponseView | None) -> bool:
    """Whether an answer names an origin, or may do so in what is not read."""
    return answer is not None and (answer.has_unread_parts or allowed_origin(answer) is not None)


def _described(default: ResponseType, hidden: list[ResponseType]) -> str:
    readable = [kind for kind in _heirs(default) if kind not in hidden]
    if len(hidden) < len(readable):
        return ", ".join(hidden)
    return default.removeprefix("DEFAULT_") + (f" (other than {', '.join(readable)})" if readable else "")


def _fix(api: ApiView, classes: Mapping[ResponseType, list[ResponseType]]) -> str:
    allowed = [preflight.fixed_origin for preflight in api.preflights]
    origins = {parameter.text if parameter and parameter.static else None for parameter in allowed}
    origin = origins.pop() if len(origins) == 1 else None
    types = [*classes, *(kind for hidden in classes.values() for kind in hidden if kind in api.customizations)]
    header = "header Access-Control-Allow-Origin" + (f" to {api.terms.value(origin)}" if origin else "")
    if any(kind in api.customizations for kind in types):
        return f"set {header} on {', '.join(types)}"
    which, set_ = ("a gateway response", "sets") if len(types) == 1 else ("gateway responses", "set")
    return f"add {which} for {listed(types)} that {set_} {header}"


def _lacks_credentials(api: ApiView, response: ResponseView) -> bool:
    """Whether browsers keep the answer from a script that sends cookies, for want of this header alone."""
    origin, given = allowed_origin(response), response.headers.get(_CREDENTIALS)
    above = api.customizations.get(response.kind.fallback) if response.kind and response.kind.fallback else None
    if origin is None or origin.known_static == "*" or origin.is_from_request or response.has_unread_parts:
        return False
    if given is None:
        return not (above and _CREDENTIALS in above.headers)  # else: lost-default-headers
    return given.known_static == "false"  # else: cors-invalid-credentials
