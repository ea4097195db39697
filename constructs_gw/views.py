"""What a rule looks at: an API's gateway responses as their author wrote them, right or wrong.

The views are the same for every format; a place says where each part stands in the author's document. Text that only
the deployment knows stands as `${Token[...]}`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from constructs_gw.customization import STATUS_CODE
from constructs_gw.json_body import JsonVariable, json_parts
from constructs_gw.lazy import lazy
from constructs_gw.mapping import MappingSource, read_expression
from constructs_gw.places import Place
from constructs_gw.response_template import is_json
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.template import text_of
from constructs_gw.template_variables import VTL, Variable, tokenize
from constructs_gw.terms import CLOUDFORMATION, Terms
from constructs_gw.tokens import TOKEN, has_token, known_text


@dataclass(eq=False)  # not frozen: there are many of them, and each lives as long as it is looked at
class FieldView:
    """One value and where it stands."""

    value: Any
    """Text, a number, a list, a mapping or None."""
    place: Place

    @lazy
    def text(self) -> str | None:
        """The text that CloudFormation makes of a scalar; None for a list, a mapping and null."""
        return text_of(self.value)

    @lazy
    def known(self) -> str | None:
        """The text if all of it is known before deployment."""
        return None if self.text is None or has_token(self.text) else self.text

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        return (type(self.value), self.value)


_EXPRESSION = re.compile(
    r"\s*(?:[$]?\{?(?:context|integration|method|stageVariables)\.|[$]\{?(?:input|util|request|response)\b"
    r"|request\.(?:multivalue)?(?:header|querystring|path)\.)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\b(?:context|method\.request|stageVariables)\.\w")
_RESPONSE_TYPES = dict(ResponseType.__members__)
_KEY = re.compile(r"gatewayresponse\.(header|path|querystring)\.(.+)", re.DOTALL)


@dataclass(eq=False)
class ParameterView(FieldView):
    """One response parameter: what a response header, say, is set to."""

    key: str
    """As its author wrote it, such as `gatewayresponse.header.X`."""
    target: str | None
    """`header`, `path` or `querystring`; None where the key says none of them."""
    name: str
    """What follows the target in the key; the whole key where there is no target."""
    terms: Terms = CLOUDFORMATION
    """How to speak of it to its author."""

    @lazy
    def header(self) -> str | None:
        """The name of the response header it sets, in lower case; None if it sets none."""
        return self.name.casefold() if self.target == "header" else None

    @lazy
    def static(self) -> str | None:
        """The text between the single quotes; None for anything else."""
        text = (self.text or "").strip()
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" and not self.is_joined else None

    @lazy
    def known_static(self) -> str | None:
        """The text between the single quotes, if all of it is known before deployment."""
        return None if self.static is None or has_token(self.static) else self.static

    @lazy
    def expression(self) -> tuple[MappingSource, str] | None:
        """The source and name in an expression such as `method.request.header.Origin`; None for anything else."""
        return read_expression((self.text or "").strip())

    @lazy
    def variable(self) -> Variable | None:
        """The variable that a well-formed expression names; None for one whose name only the deployment knows too."""
        return None if self.text is None or self.text.startswith("'") else _named(self.text.strip())

    @lazy
    def is_expression(self) -> bool:
        """Whether the value is meant as an expression, right or wrong, rather than as static text."""
        return self.is_joined or _EXPRESSION.match(self.text or "") is not None

    @lazy
    def is_joined(self) -> bool:
        """Whether quoted text and expressions stand side by side, as in `'https://' + stageVariables.domain`."""
        text = self.text or ""
        return (
            "'" in text
            and _REFERENCE.search(text) is not None
            and self.expression is None
            and any(map(_REFERENCE.search, text.split("'")[::2]))
        )

    @lazy
    def quoted_expression(self) -> str | None:
        """The expression that stands between the single quotes, where it is nothing but text; None if none does."""
        text = self.static or ""
        if not _REFERENCE.search(text):
            return None
        if read_expression(text):
            return text
        return next((piece.spelling for piece in tokenize(text) if isinstance(piece, Variable)), None)

    @lazy
    def is_from_request(self) -> bool:
        """Whether a header or parameter of the client's request supplies it."""
        return self.expression is not None and self.expression[0].is_request

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        return (self.key, self.target, type(self.value), self.value, self.terms)

    @lazy
    def is_opaque(self) -> bool:
        """Whether nothing of the value is known before deployment, its quotes included."""
        return bool(self.text) and not known_text(self.text or "")


@dataclass(eq=False)
class ResponseTemplateView(FieldView):
    """One response template: a body and its media type."""

    media_type: str

    @property
    def is_json(self) -> bool:
        """Whether the body is served as JSON."""
        return is_json(self.media_type)

    @lazy
    def pieces(self) -> Sequence[str | Variable]:
        """The body in order: literal text as str, variables as Variable."""
        return _pieces(self.text or "")

    @lazy
    def variables(self) -> Sequence[Variable]:
        """The variables of the body, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Variable))

    @lazy
    def vtl(self) -> Sequence[str]:
        """The VTL in the body, in order; `#end` and its like count only where something begins."""
        text = self.text or ""
        if "#" not in text and "$!" not in text and "input" not in text and "util" not in text:
            return ()  # at once, for most bodies
        found = [vtl[0].rstrip(" (") for vtl in VTL.finditer(TOKEN.sub(" ", text))]
        return found if any(vtl.strip("#{}") not in ("else", "end", "stop") for vtl in found) else ()

    @lazy
    def json_parts(self) -> Sequence[str | JsonVariable]:
        """A JSON body in order, as `json_body` cuts it; none where VTL makes that a guess."""
        return _json_parts(self.text or "") if self.is_json and not self.vtl else ()

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        return (self.media_type, type(self.value), self.value)


class VariableUseView(NamedTuple):
    """One place where a variable is used: a header that is set to it, or a body."""

    variable: Variable
    place: Place
    kind: ResponseType | None
    """The response type that answers; None for an unknown one."""
    media_type: str | None
    """Of the body; None in a header."""
    json: JsonVariable | None
    """Where it stands in a JSON body; None elsewhere, and where VTL makes that a guess."""

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        variable, _, kind, media_type, json = self
        return (variable.spelling, kind, media_type, json and (json.is_quoted, json.is_whole))


@dataclass(eq=False)
class ResponseView:
    """One gateway response: a customization of one response type of an API."""

    name: str
    """The logical id of its resource; in an OpenAPI document, its response type."""
    place: Place
    """Its resource, or its entry in a document."""
    type: FieldView
    status: FieldView | None
    """None where it sets none."""
    parameters: Sequence[ParameterView]
    templates: Sequence[ResponseTemplateView]
    misshapen: Sequence[FieldView] = ()
    """Parts that have to be mappings and are none."""
    unknown: Sequence[FieldView] = ()
    """Members of an OpenAPI document's entry that no gateway response has; of a resource, cfn-lint tells them."""
    is_resource: bool = True
    """Whether it is a resource of its own rather than a part of the API's definition."""
    has_unread_parts: bool = False
    """Whether its headers or bodies are known only at deployment, all of them: it may have more."""
    varies: bool = False
    """Whether it is another one, or none, in another deployment; only known within an ApiView."""

    @lazy
    def kind(self) -> ResponseType | None:
        """The response type; None for an unknown one."""
        return _RESPONSE_TYPES.get(self.type.text or "")

    @lazy
    def headers(self) -> Mapping[str, ParameterView]:
        """The response headers that it sets, by name in lower case."""
        return _by_header(self.parameters)

    def parts(self) -> Iterator["ParameterView | VariableUseView"]:
        """What rules look at besides; all that its content tells."""
        for parameter in self.parameters:
            yield parameter
            if parameter.variable:
                yield VariableUseView(parameter.variable, parameter.place, self.kind, None, None)

    def body_parts(self) -> Iterator["ResponseTemplateView | VariableUseView"]:
        """What rules look at besides, in its bodies."""
        for body in self.templates:
            yield body
            for part in body.json_parts:
                if isinstance(part, JsonVariable) and part.variable.name:
                    yield VariableUseView(part.variable, body.place, self.kind, body.media_type, part)
            for variable in () if body.json_parts else body.variables:
                yield VariableUseView(variable, body.place, self.kind, body.media_type, None)

    @property
    def content(self) -> tuple[Any, ...] | None:
        """What rules may look at, which is not the text of bodies; None where it is too odd to be compared."""
        if self.misshapen or self.unknown:
            return None
        return (
            (self.type.content, len(self.type.place.path) - len(self.place.path)),
            self.status and self.status.content,
            tuple(parameter.content for parameter in self.parameters),
            tuple((t.media_type, None if isinstance(t.value, str) else t.content) for t in self.templates),
            self.is_resource,
            self.has_unread_parts,
        )

    def header_place(self, header: ParameterView) -> Place:
        """Where it would set a header that another response sets."""
        parts = ("Properties", "ResponseParameters") if self.is_resource else ("responseParameters",)
        return Place(self.place.document, (*self.place.path, *parts, f"gatewayresponse.header.{header.name}"))

    @lazy
    def bodies(self) -> Mapping[str, str | None]:
        """The texts of its bodies by media type."""
        return {template.media_type: template.text for template in self.templates}

    @lazy
    def status_code(self) -> int | None:
        """Its status as a number; None where it sets none, or none that is valid and known."""
        text = self.status.known if self.status else None
        return int(text) if text and STATUS_CODE.fullmatch(text) else None

    @property
    def is_success(self) -> bool:
        """Whether its status says that the request succeeded."""
        return self.status_code is not None and 200 <= self.status_code < 300

    @property
    def is_bodiless(self) -> bool:
        """Whether answers with its status have no body (RFC 9110)."""
        return self.status_code is not None and (self.status_code < 200 or self.status_code in (204, 205, 304))

    @property
    def lacks_location(self) -> bool:
        """Whether it is a redirect without a Location, even under a key that is wrong."""
        if self.status_code is None or not 300 <= self.status_code < 400 or self.is_bodiless or self.has_unread_parts:
            return False
        return not any(parameter.key.casefold().endswith("location") for parameter in self.parameters)

    @property
    def label(self) -> str:
        """The response type in messages, or the name where the type is not known."""
        return self.kind or self.type.text or self.name


@dataclass(eq=False)
class PreflightView:
    """A method that answers the preflight requests of browsers by itself."""

    name: str
    place: Place
    parameters: Sequence[ParameterView]
    """The response headers that it sets."""
    templates: Sequence[str] = ()
    """Its bodies, in VTL: they can override headers."""

    @lazy
    def headers(self) -> Mapping[str, ParameterView]:
        """The response headers that it sets, by name in lower case."""
        return _by_header(self.parameters)

    @lazy
    def fixed_origin(self) -> ParameterView | None:
        """The origin that it allows whoever asks; None where its bodies may choose, or the request does."""
        origin = allowed_origin(self)
        is_chosen = any("responseOverride" in text or has_token(text) for text in self.templates)
        return None if origin is None or is_chosen or origin.is_from_request else origin


@dataclass(eq=False)
class DeploymentView:
    """One Deployment of an API, and what CloudFormation makes before it."""

    name: str
    place: Place
    dependencies: frozenset[Place]
    """The places of the resources that it depends on, through others too."""


@dataclass(eq=False)
class ApiView:
    """A REST API in one deployment of its templates: its gateway responses and what matters to them."""

    name: str
    """Its logical id; for an API that no template declares, the id or expression that stands for it."""
    place: Place
    """Its resource; for an API that no template declares, its first gateway response."""
    responses: Sequence[ResponseView]
    preflights: Sequence[PreflightView] = ()
    deployments: Sequence[DeploymentView] = ()
    definition: Place | None = None
    """Its OpenAPI definition, wherever that is kept; None if it has none."""
    has_unread_parts: bool = False
    """Whether a part of it is not in the templates (a definition in a bucket, a transform): it may have more of all."""
    is_declared: bool = True
    """Whether a template declares it; other stacks may add to one that none declares."""
    is_merged: bool = False
    """Whether an import of its definition keeps what the definition does not have."""
    terms: Terms = CLOUDFORMATION
    """How to speak of it to its author."""
    ever_customized: frozenset[ResponseType] = frozenset()
    """The types that have a response in this deployment or in another."""

    def deployments_before(self, response: ResponseView) -> list[DeploymentView]:
        """The Deployments in its template that may be made before a response is: all of them, or none."""
        found = [d for d in self.deployments if d.place.document == response.place.document]
        is_waited_for = not response.is_resource or any(response.place in d.dependencies for d in found)
        return [] if is_waited_for else found

    @lazy
    def customizations(self) -> Mapping[ResponseType, ResponseView]:
        """The response of each type that has one; of two of a type, the last."""
        return {response.kind: response for response in self.responses if response.kind}

    @lazy
    def has_unread_types(self) -> bool:
        """Whether it may customize more response types than are known here."""
        return self.has_unread_parts or any(r.type.text and r.type.known is None for r in self.responses)

    def heirs(self, default: ResponseType) -> list[ResponseType]:
        """The types that answer with a DEFAULT_* because they are not customized themselves."""
        return [kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default and kind not in self.customizations]

    def effective(self, kind: ResponseType) -> ResponseView | None:
        """The response that a type answers with: its own, else its DEFAULT_*'s; None for the built-in answer."""
        if not kind.is_customizable:
            return None
        own = self.customizations.get(kind)
        return own if own or kind.fallback is None else self.customizations.get(kind.fallback)


@dataclass(eq=False)
class AcknowledgementView:
    """What an author says of a finding that is to stay."""

    rule: str
    reason: str
    """Empty where none is given."""
    place: Place
    resource: Place
    """The resource that it is written in."""
    is_known: bool
    """Whether there is such a rule."""
    is_used: bool = False
    """Whether the rule found something that it covers."""


@dataclass(eq=False)
class FailureView:
    """A rule that failed, and what it was looking at."""

    rule: str
    error: Exception
    place: Place


def _by_header(parameters: Sequence[ParameterView]) -> Mapping[str, ParameterView]:
    return {parameter.header: parameter for parameter in parameters if parameter.header}


def allowed_origin(answer: ResponseView | PreflightView) -> ParameterView | None:
    """The `Access-Control-Allow-Origin` of an answer."""
    return answer.headers.get("access-control-allow-origin")


def allows_credentials(answer: ResponseView | PreflightView) -> bool:
    """Whether an answer surely allows scripts to send cookies; browsers know the lower-case `true` alone."""
    allowed = answer.headers.get("access-control-allow-credentials")
    return allowed is not None and allowed.known_static == "true"


@lru_cache(256)  # the responses of one API often have one body
def _pieces(body: str) -> Sequence[str | Variable]:
    return tuple(tokenize(body))


@lru_cache(256)
def _json_parts(body: str) -> Sequence[str | JsonVariable]:
    return json_parts(tokenize(body))


@lru_cache(1024)  # and most of their headers in common
def _named(text: str) -> Variable | None:
    return Variable(text, text) if [*tokenize(f"${text}")] == [Variable(text, f"${text}")] else None


@lru_cache(1024)
def _target(key: str) -> tuple[str | None, str]:
    found = _KEY.fullmatch(key)
    return (found[1], found[2]) if found else (None, key)


def parameter_view(key: str, value: Any, place: Place, terms: Terms = CLOUDFORMATION) -> ParameterView:
    """A response parameter under its prefixed key."""
    target, name = _target(key)
    written = key if terms.has_prefixed_headers else name
    return ParameterView(value, place, written, target, name, terms)
