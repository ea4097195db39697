"""What a client of an APIG gateway receives for an error type, and what of it nobody has published.

No gateway of either cloud has been measured: what is not documented is undetermined.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.apig.context_variables import VARIABLES, find_variable
from constructs_gw.apig.error_codes import ERROR_CODES
from constructs_gw.apig.error_response import REQUEST_ID_HEADER, ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.render import MAX_BODY, UNKNOWN_MESSAGE, Headers, Request, Undetermined
from constructs_gw.response_template import JSON_MEDIA_TYPE

UNKNOWN_CODE = "(no published error code)"
"""Stands for APIG's code where none is known."""

_SAMPLES = {name: each.sample for name, each in VARIABLES.items() if each.sample is not None}
_VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)")
_TAKEN = frozenset(
    """connection content-length date host keep-alive proxy-authenticate proxy-connection server te trailer
    transfer-encoding upgrade x-request-id""".split()  # noqa: SIM905
)
"""Headers of the connection and of APIG itself: what setting one does is not documented."""


@dataclass(frozen=True, slots=True)
class RenderedError:
    """An error answer of APIG as a client receives it."""

    error_type: ErrorType
    status: int | None
    """None where it is undetermined."""
    headers: Mapping[str, str]
    """By name, in any case."""
    body: str
    undetermined: tuple[Undetermined, ...]
    source: ErrorType | None
    """The error type itself where its response was modified; None for APIG's own."""

    def json(self) -> Any:
        """The body as JSON data; raises ValueError if it is none."""
        return json.loads(self.body)


def render(
    responses: Mapping[ErrorType, ErrorResponse],
    error_type: ErrorType | str,
    provider: Provider | str,
    request: Request | None = None,
) -> RenderedError:
    """What a client receives when APIG answers a request with an error type and these responses are configured.

    Of the request, `context` counts: values of APIG's own variables, such as `reqPath`. Raises GatewayResponseError
    for a type that the cloud does not offer.
    """
    kind = _offered(error_type, Provider(provider))
    response = responses.get(kind) or ErrorResponse.default(kind)
    values = {**_SAMPLES, **_error_values(kind), **(request or Request()).context}
    notes = [*_status_notes(kind, responses), *_fallback_notes(kind, responses), *_code_notes(kind, response)]
    headers = _headers(response, values, notes)
    body = _filled(response.body, values, "body", notes)
    source = kind if kind in responses else None
    return RenderedError(kind, response.status, Headers(headers), body, tuple(dict.fromkeys(notes)), source)


def _offered(name: ErrorType | str, provider: Provider) -> ErrorType:
    if name in provider.error_types:
        return ErrorType(name)
    guess = nearest(str(name), provider.error_types)
    fix = f"write {guess}" if guess else f"use one of {', '.join(provider.error_types)}"
    raise GatewayResponseError(Problem(f"{provider} has no error type {str(name)!r}", fix))


def _error_values(kind: ErrorType) -> dict[str, str]:
    """The `$context.error` variables that this type brings."""
    found = next(iter(ERROR_CODES.get(kind, ())), None)
    return {
        "error.code": found.code if found else UNKNOWN_CODE,
        "error.message": found.message if found else UNKNOWN_MESSAGE,
        "error.type": kind,
    }


def _status_notes(kind: ErrorType, responses: Mapping[ErrorType, ErrorResponse]) -> Iterator[Undetermined]:
    if kind not in responses:
        yield from _default_status_notes(kind)
    elif responses[kind].status is None:
        what = (
            "each error has its own" if kind.is_default else "what APIG answers when it is left out is not documented"
        )
        yield Undetermined("status", what)


def _default_status_notes(kind: ErrorType) -> Iterator[Undetermined]:
    if kind.default_status is None:
        yield Undetermined("status", "each error has its own" if kind.is_default else "none is published")
    for each in ERROR_CODES.get(kind, ()):
        if kind.default_status not in (None, each.status):
            what = f"documented as {kind.default_status}; the table of error codes has {each.status} for {each.code}"
            yield Undetermined("status", what)


def _fallback_notes(kind: ErrorType, responses: Mapping[ErrorType, ErrorResponse]) -> Iterator[Undetermined]:
    if kind.is_default:
        yield Undetermined("body", "which errors are answered with this type is not listed")
    elif kind not in responses and any(default.is_default for default in responses):
        yield Undetermined("body", "that DEFAULT_4XX and DEFAULT_5XX leave other types alone is inferred")


def _code_notes(kind: ErrorType, response: ErrorResponse) -> Iterator[Undetermined]:
    used = set(_VARIABLE.findall(" ".join([response.body, *(value for _, value in response.headers)])))
    codes = ERROR_CODES.get(kind, ())
    if "error.type" in used:
        yield Undetermined("body", "that $context.error.type holds the name of the error type is inferred")
    if not used & {"error.code", "error.message"}:
        return
    if not codes:
        yield Undetermined("body", "no code and no message of this type is published")
        return
    every = list(dict.fromkeys(each.code for each in codes))
    yield Undetermined(
        "body", f"that its error is {' or '.join(every)} is inferred{', the first is shown' * (len(every) > 1)}"
    )
    if "error.message" in used:
        yield Undetermined("body", "messages can change, and can go on in details (Huawei Cloud's error codes and FAQ)")


def _headers(response: ErrorResponse, values: Mapping[str, str], notes: list[Undetermined]) -> dict[str, str]:
    headers = {"Content-Type": JSON_MEDIA_TYPE, REQUEST_ID_HEADER: values["requestId"]}
    given = {key.casefold() for key, _ in response.headers}
    if len(given) < len(response.headers):
        notes.append(Undetermined("headers", "what APIG makes of a header that is given twice is not documented"))
    if "content-type" not in given:
        notes.append(Undetermined("headers.Content-Type", "inferred: the content has to be JSON (user guide)"))
    for key, value in response.headers:
        notes += _header_notes(key)
        if key.casefold() not in _TAKEN:
            headers[key] = _filled(value, values, f"headers.{key}", notes)
    return headers


def _header_notes(key: str) -> Iterator[Undetermined]:
    if key.casefold() == "content-type":
        yield Undetermined(f"headers.{key}", "that it takes the place of APIG's own is not documented")
    elif key.casefold() in _TAKEN:
        yield Undetermined(f"headers.{key}", "what setting this header in a gateway response does is not documented")


def _filled(text: str, values: Mapping[str, str], part: str, notes: list[Undetermined]) -> str:
    """Text with its variables filled in, none of them escaped: that one is, is not documented."""
    pieces, start, length = [], 0, 0
    for match in _VARIABLE.finditer(text):
        notes += _variable_notes(match[1], values, part)
        pieces += [text[start : match.start()], values.get(match[1], "" if find_variable(match[1]) else match[0])]
        start = match.end()
        length += len(pieces[-1]) + len(pieces[-2])
        if length > MAX_BODY:
            notes.append(Undetermined(part, f"what APIG makes of more than {MAX_BODY} characters is not known"))
            return "".join(pieces)[:MAX_BODY]
    return "".join([*pieces, text[start:]])


def _variable_notes(name: str, values: Mapping[str, str], part: str) -> Iterator[Undetermined]:
    found = find_variable(name)
    if found is None:
        yield Undetermined(part, f"what $context.{name} renders as is not documented")
    elif name not in values:
        yield Undetermined(part, f"$context.{name} has no value here; what it renders as is not known")
    elif found.json_safety.value is not JsonSafety.SAFE and part == "body":
        yield Undetermined(part, f"whether the quotes in $context.{name} are escaped is not documented")
