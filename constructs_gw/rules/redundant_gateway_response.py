"""Gateway responses change nothing.

## Why is this bad?

Each says what its type would answer with anyway. It costs one of the 500 resources of a stack, and once `DEFAULT_4XX`
or `DEFAULT_5XX` changes it keeps its type from following.

## What to do instead

Remove it, or write into it what its type should say differently. All that repeat one `DEFAULT_*` are told at once, at
the first of them.

## Source

A type without a gateway response of its own answers with its DEFAULT_*'s headers and body (recorded against AWS). What
equals API Gateway's built-in answer is inferred from what GetGatewayResponses lists for a new API.

`ACCESS_DENIED` has a built-in `{"Message": ...}` that any customization, its own or `DEFAULT_4XX`'s, turns into
`{"message": ...}` (observed): these two are never said to change nothing by themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from constructs_gw.customization_set import DEFAULT_TEMPLATES
from constructs_gw.errors import Problem, listed
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ResponseView

SEVERITY = Severity.INFO

_Content: TypeAlias = tuple[Mapping[str, str | None], Mapping[str, str | None]]
_BUILT_IN: _Content = ({}, DEFAULT_TEMPLATES)
_CHANGED_BY_ANY = (ResponseType.ACCESS_DENIED, ResponseType.DEFAULT_4XX)
_ITSELF = "says what its type answers with by itself (inferred)"
_THEMSELVES = "say what their types answer with by themselves (inferred)"


def redundant_gateway_response(api: ApiView) -> Iterator[Problem]:
    """Entries that equal what their types would inherit, or the built-in answer, by what they repeat."""
    repeating: dict[ResponseType | None, list[ResponseView]] = defaultdict(list)
    for kind, own in () if api.has_unread_types else api.customizations.items():
        default = api.customizations.get(kind.fallback) if kind.fallback else None
        if _repeats(kind, own, default):
            repeating[default.kind if default else None].append(own)
    for repeated, found in repeating.items():
        names = listed((own.name for own in found), most=len(found))
        fix = "remove it" if len(found) == 1 else "remove them"
        yield Problem(f"{names} {_what(repeated, found)}", fix, found[0].place)


def _repeats(kind: ResponseType, own: ResponseView, default: ResponseView | None) -> bool:
    if not kind.is_customizable or not _keeps_status(own) or (default and default.status):
        return False
    same = _content(default) if default else _BUILT_IN
    return same is not None and _content(own) == same and (default is not None or kind not in _CHANGED_BY_ANY)


def _what(default: ResponseType | None, found: Sequence[ResponseView]) -> str:
    if len(found) == 1:
        return f"repeats what its type has from {default} anyway" if default else _ITSELF
    return f"repeat what their types have from {default} anyway" if default else _THEMSELVES


def _keeps_status(own: ResponseView) -> bool:
    """Whether its type's status stays; one for INTEGRATION_FAILURE may not be what API Gateway gives without it."""
    if own.status is None:
        return True
    return (
        own.status_code is not None
        and own.kind is not None
        and own.status_code == own.kind.default_status
        and own.kind is not ResponseType.INTEGRATION_FAILURE
    )


def _content(response: ResponseView) -> _Content | None:
    """Headers and bodies; None where they are not all known, or not the same in each deployment."""
    headers = {name: parameter.known for name, parameter in response.headers.items()}
    bodies = {template.media_type: template.known for template in response.templates}
    is_read = not (response.varies or response.has_unread_parts or response.misshapen or response.unknown)
    if not is_read or len(headers) < len(response.parameters):
        return None
    return None if None in (*headers.values(), *bodies.values()) else (headers, bodies or _BUILT_IN[1])
