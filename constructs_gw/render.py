"""What a client receives for a response type: status, headers and body, and what of it nobody has measured."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from constructs_gw.context_variables import Availability, JsonSafety, find_context_variable
from constructs_gw.customization_set import CustomizationSet, EffectiveResponse
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.evidence import Evidence
from constructs_gw.mapping import MappingSource, MappingValue
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.response_types import ResponseType
from constructs_gw.template_variables import Variable, tokenize
from constructs_gw.tokens import has_token

UNKNOWN_MESSAGE = "(no published capture of this message)"
"""Stands for API Gateway's message where none is known."""

MAX_BODY = 10 * 1024 * 1024
"""A longer body is cut off: a template can repeat a long variable thousands of times. In characters."""

OVERRIDDEN_HEADERS = frozenset(
    """connection content-length content-type date host keep-alive proxy-authenticate proxy-authorization
    proxy-connection server te trailer transfer-encoding upgrade via x-amz-apigw-id x-amzn-errortype
    x-amzn-requestid""".split()  # noqa: SIM905
)
"""Headers of the connection or of API Gateway itself: what setting one in a gateway response does is not known."""

_HEIRS = {ResponseType.DEFAULT_4XX: ResponseType.THROTTLED, ResponseType.DEFAULT_5XX: ResponseType.INTEGRATION_TIMEOUT}


@dataclass(frozen=True, slots=True)
class Request:
    """The request that is answered, as far as an error answer can depend on it."""

    headers: Mapping[str, str] = field(default_factory=dict)
    query_string: Mapping[str, str] = field(default_factory=dict)
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    """`$context` variables by name, such as `error.message`; what is left out has the catalog's sample, if any."""

    def value(self, source: MappingSource, name: str) -> str | None:
        """What a mapping source gives for this request; None when the request has no such thing.

        Header names ignore case (measured by MiniStack; the developer guide says otherwise).
        """
        if source is MappingSource.STATIC:
            return name
        if source is MappingSource.CONTEXT_VARIABLE:
            found = find_context_variable(name)
            return self.context.get(name, found.sample if found else None)
        if source in (MappingSource.REQUEST_HEADER, MappingSource.MULTI_VALUE_REQUEST_HEADER):
            by_fold = {key.casefold(): value for key, value in self.headers.items()}
            return by_fold.get(name.casefold())
        tables = {
            MappingSource.PATH_PARAMETER: self.path_parameters,
            MappingSource.STAGE_VARIABLE: self.stage_variables,
        }
        return tables.get(source, self.query_string).get(name)


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A part of a rendered answer that rests on nothing measured."""

    part: str
    """`status`, `headers.NAME` or `body`."""
    reason: str

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


class Headers(Mapping[str, str]):
    """Response headers as they were spelled, found by name in any case."""

    __slots__ = ("_by_fold",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._by_fold = {name.casefold(): (name, text) for name, text in headers.items()}

    def __getitem__(self, name: str) -> str:
        if name.casefold() not in self._by_fold:
            raise KeyError(name)
        return self._by_fold[name.casefold()][1]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._by_fold.values())

    def __len__(self) -> int:
        return len(self._by_fold)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class RenderedResponse:
    """An error answer as a client receives it."""

    response_type: ResponseType
    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    body: str
    undetermined: tuple[Undetermined, ...]
    source: ResponseType | None
    """The type whose customization applies; None for API Gateway's built-in answer."""

    def json(self) -> Any:
        """The body as JSON data; raises ValueError if it is none."""
        return json.loads(self.body)


def render(
    customizations: CustomizationSet, response_type: ResponseType | str, request: Request | None = None
) -> RenderedResponse:
    """What a client receives when API Gateway answers a request with a response type.

    Raises GatewayResponseError for DEFAULT_4XX and DEFAULT_5XX, which no client meets: render a type that falls back
    to them.
    """
    kind = ResponseType.of(response_type)
    own_status = _own_status(kind)
    request = _with_error(kind, request or Request())
    effective = customizations.effective(kind)
    content_type, template = _template(effective)
    notes = [
        *_status_notes(customizations, effective),
        *_message_notes(effective),
        *_error_type_notes(kind),
        *(note for name, value in effective.headers.items() for note in _header_notes(name, value, request)),
        *_media_type_notes(content_type, effective.templates),
    ]
    body = _body(template, request, notes)
    status = _known_status(effective)
    if status is None:
        notes.append(Undetermined("status", "known only at deployment"))
    headers = _headers(content_type, effective, request)
    return RenderedResponse(kind, status or own_status, headers, body, tuple(dict.fromkeys(notes)), effective.source)


def _own_status(kind: ResponseType) -> int:
    if kind.default_status is None:
        fix = f"render a type that falls back to it, such as {_HEIRS[kind]}"
        raise GatewayResponseError(Problem(f"{kind} is no answer of its own", fix))
    return kind.default_status


def _with_error(kind: ResponseType, request: Request) -> Request:
    """The request with the `$context.error` variables that this type brings."""
    facts = kind.facts
    given = request.context.get("error.message")
    message = facts.message.value if given is None else given
    if message is None and not facts.has_null_message:
        message = UNKNOWN_MESSAGE
    quoted = json.dumps(message, ensure_ascii=False)
    error = {
        "error.message": message or "",
        "error.messageString": f" {quoted}" if facts.spaced_message.value else quoted,
        "error.responseType": _reported_type(kind),
    }
    return replace(request, context={**error, **request.context})


def _reported_type(kind: ResponseType) -> str:
    """`$context.error.responseType`, which differs for one type (measured on AWS, MiniStack PR #1756)."""
    if kind is ResponseType.AUTHORIZER_CONFIGURATION_ERROR:
        return ResponseType.API_CONFIGURATION_ERROR
    return kind


def _headers(content_type: str, effective: EffectiveResponse, request: Request) -> Headers:
    """What API Gateway sends always, and the customized headers that the request has a value for."""
    gateway = {
        "Content-Type": content_type,
        "x-amzn-RequestId": request.value(MappingSource.CONTEXT_VARIABLE, "requestId"),
        "x-amz-apigw-id": request.value(MappingSource.CONTEXT_VARIABLE, "extendedRequestId"),
        "x-amzn-ErrorType": effective.response_type.facts.error_type.value,
    }
    own = {
        name: request.value(value.source, value.text)
        for name, value in effective.headers.items()
        if name.casefold() not in OVERRIDDEN_HEADERS
    }
    return Headers({name: value for name, value in {**gateway, **own}.items() if value is not None})


def _template(effective: EffectiveResponse) -> tuple[str, str]:
    """The media type and body that are served: JSON whatever the request accepts (measured, MiniStack PR #1756)."""
    if effective.source is None and effective.response_type is ResponseType.ACCESS_DENIED:
        return JSON_MEDIA_TYPE, '{"Message":$context.error.messageString}'
    if JSON_MEDIA_TYPE in effective.templates:
        return JSON_MEDIA_TYPE, effective.templates[JSON_MEDIA_TYPE]
    return next(iter(effective.templates.items()))


def _body(template: str, request: Request, notes: list[Undetermined]) -> str:
    """The text of a template; what is undetermined of it is added to the notes."""
    pieces, room = [], MAX_BODY
    for piece in tokenize(template):
        text = _variable_text(piece, request) if isinstance(piece, Variable) else piece
        notes += _variable_notes(piece, request) if isinstance(piece, Variable) else _text_notes(piece)
        pieces.append(text[:room])
        room -= len(text)
        if room < 0:
            reason = f"what API Gateway makes of more than {MAX_BODY} characters is not known"
            notes.append(Undetermined("body", reason))
            break
    return "".join(pieces)


def _text_notes(text: str) -> list[Undetermined]:
    return [Undetermined("body", "a part is known only at deployment")] if has_token(text) else []


def _variable_text(variable: Variable, request: Request) -> str:
    *source, name = variable.name.split(".", 3 if variable.is_request else 1)
    return request.value(MappingSource(".".join(source)), name) or ""


def _variable_notes(variable: Variable, request: Request) -> list[Undetermined]:
    if variable.is_request:
        return [Undetermined("body", f"whether {variable.spelling} is filled in is not known")]
    if variable.spelling.startswith("${"):
        return [Undetermined("body", f"whether the braces of {variable.spelling} are understood is not known")]
    if variable.context_name is None:
        known = variable.name.removeprefix("stageVariables.") in request.stage_variables
        reason = "is filled in by the documentation's word only" if known else "has no value here"
        return [Undetermined("body", f"{variable.spelling} {reason}")]
    found = find_context_variable(variable.context_name)
    if found is None or found.availability.value is Availability.ACCESS_LOG:
        return [Undetermined("body", f"what {variable.spelling} renders as is not known")]
    notes = []
    if found.json_safety.value is JsonSafety.UNDETERMINED:
        notes.append(Undetermined("body", f"whether the quotes in {variable.spelling} are escaped is not known"))
    if request.value(MappingSource.CONTEXT_VARIABLE, variable.context_name) is None:
        notes.append(Undetermined("body", f"{variable.spelling} has no value here; what it renders as is not known"))
    return notes


def _known_status(effective: EffectiveResponse) -> int | None:
    status = effective.status_code
    return int(status) if status and status.isdigit() else None


def _status_notes(customizations: CustomizationSet, effective: EffectiveResponse) -> list[Undetermined]:
    kind, source = effective.response_type, effective.source
    if source is not None and source is not kind and customizations[source].status_code:
        return [Undetermined("status", f"sources disagree on whether a status on {source} reaches other types")]
    if kind is ResponseType.INTEGRATION_FAILURE and effective.status_code == str(kind.default_status):
        return [Undetermined("status", "documented as 504; 500 was recorded for a Lambda integration")]
    status = str(effective.status_code)
    if status.startswith(("1", "2")) or status == "304":
        return [Undetermined("status", f"what API Gateway makes of {status} in an error answer is not known")]
    return []


def _message_notes(effective: EffectiveResponse) -> list[Undetermined]:
    has_evidence = effective.response_type.facts.message.evidence is not Evidence.UNDETERMINED
    if has_evidence or not any("$context.error.message" in body for body in effective.templates.values()):
        return []
    return [Undetermined("body", "no capture of API Gateway's message for this type is published")]


def _error_type_notes(kind: ResponseType) -> list[Undetermined]:
    error_type = kind.facts.error_type
    if error_type.evidence is not Evidence.INFERRED:
        return []
    return [Undetermined("headers.x-amzn-ErrorType", f"inferred from {error_type.source}")]


def _media_type_notes(content_type: str, templates: Mapping[str, str]) -> list[Undetermined]:
    if content_type == JSON_MEDIA_TYPE:
        return []
    notes = [Undetermined("headers.Content-Type", f"no capture shows an answer served as {content_type}")]
    if len(templates) > 1:
        notes.append(Undetermined("body", f"which of {', '.join(templates)} is served is not known"))
    return notes


def _header_notes(name: str, value: MappingValue, request: Request) -> list[Undetermined]:
    part = f"headers.{name}"
    if name.casefold() in OVERRIDDEN_HEADERS:
        return [Undetermined(part, "what setting this header in a gateway response does is not known")]
    if value.source in (MappingSource.MULTI_VALUE_REQUEST_HEADER, MappingSource.MULTI_VALUE_QUERY_STRING):
        return [Undetermined(part, "whether gateway responses take multi-value sources is not known")]
    if value.source is MappingSource.CONTEXT_VARIABLE and value.text.startswith("error."):
        return [Undetermined(part, "whether $context.error values are quoted in headers is not known")]
    if value.source is MappingSource.REQUEST_HEADER and value.text not in request.headers:
        others = [sent for sent in request.headers if sent.casefold() == value.text.casefold()]
        return [
            Undetermined(part, f"whether {value.text} finds the header sent as {sent} is not known") for sent in others
        ]
    if has_token(value.text):
        return [Undetermined(part, "a part is known only at deployment")]
    return []
