"""Views of gateway responses and their bodies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from constructs_gw.customization import STATUS_CODE
from constructs_gw.json_body import JsonVariable, json_parts
from constructs_gw.lazy import lazy
from constructs_gw.places import Place
from constructs_gw.response_template import is_json
from constructs_gw.response_types import ResponseType
from constructs_gw.template_variables import VTL, Variable, tokenize
from constructs_gw.tokens import TOKEN
from constructs_gw.views.parameters import FieldView, ParameterView, by_header

_RESPONSE_TYPES = dict(ResponseType.__members__)


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
        return by_header(self.parameters)

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


@lru_cache(256)  # the responses of one API often have one body
def _pieces(body: str) -> Sequence[str | Variable]:
    return tuple(tokenize(body))


@lru_cache(256)
def _json_parts(body: str) -> Sequence[str | JsonVariable]:
    return json_parts(tokenize(body))
