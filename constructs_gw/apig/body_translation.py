"""Bodies of API Gateway as bodies of APIG: JSON whose variables stand in its strings, under APIG's names."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from constructs_gw.apig.context_variables import Counterpart, counterpart, is_apig_only
from constructs_gw.apig.diagnostics import Loss
from constructs_gw.apig.error_types import DEFAULT_BODY
from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import listed
from constructs_gw.json_body import JsonVariable, json_parts
from constructs_gw.response_template import JSON_MEDIA_TYPE, is_json
from constructs_gw.template_variables import Variable, tokenize
from constructs_gw.tokens import has_token

_LOOKALIKE = re.compile(r"\$\{?context\.")
_NAME_GOES_ON = re.compile(r"\.?[A-Za-z0-9_-]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_SHOWN = 60

MAX_DEPTH = 100
"""How deep a body may be nested here; neither cloud says what it takes."""


@dataclass(frozen=True, slots=True)
class BodyTranslation:
    """A body for APIG; none where the one of API Gateway cannot become one."""

    body: str | None
    media_type: str = JSON_MEDIA_TYPE
    losses: tuple[Loss, ...] = ()


def translate_body(templates: Mapping[str, str]) -> BodyTranslation:
    """The one body that APIG takes in place of those that API Gateway chooses from."""
    if not templates:
        return BodyTranslation(DEFAULT_BODY.value, losses=(_default_body("has no body of its own"),))
    media_type = _chosen(templates)
    if media_type is None:
        what = f"the body is {listed(map(shortened, templates))}, and APIG wants JSON"
        return BodyTranslation(None, losses=(Loss.of("apig-non-json-body", what, "add a body of application/json"),))
    others = [name for name in templates if name != media_type]
    losses = [_media_types(others, media_type)] if others else []
    body = _translated(templates[media_type], losses)
    return BodyTranslation(body, media_type, tuple(dict.fromkeys(losses)))


def _chosen(templates: Mapping[str, str]) -> str | None:
    """The media type of application/json, or else the first other one that is JSON."""
    found = [name for name in templates if is_json(name) and not has_token(name)]
    plain = (name for name in found if name.partition(";")[0].strip().casefold() == JSON_MEDIA_TYPE)
    return next(plain, next(iter(found), None))


def _translated(body: str, losses: list[Loss]) -> str | None:
    if has_token(body):
        losses.append(deployment_value("the body"))
        return None
    try:
        value, variables = _parsed(body)
        written = _Writer(variables, losses).value(value)
    except ValueError as error:
        losses.append(_not_json(str(error)))
        return None
    except RecursionError:
        losses.append(_not_json(f"it is nested deeper than {MAX_DEPTH} levels"))
        return None
    if any(loss.is_error for loss in losses):
        return None
    if written is None:
        losses.append(_default_body("has nothing left in its body"))
    return DEFAULT_BODY.value if written is None else written


def _parsed(body: str) -> tuple[Any, "_Variables"]:
    """The data of a body, with one character in place of each variable; raises ValueError for what is no JSON."""
    parts = json_parts(tokenize(body))
    inside, bare = _unused_characters(body)
    texts = [part if isinstance(part, str) else inside if part.is_quoted else f'"{bare}"' for part in parts]
    value = _DECODER.decode("".join(texts))
    return value, _Variables(inside, bare, [part for part in parts if not isinstance(part, str)])


def _unused_characters(body: str) -> list[str]:
    """Two characters that a body does not have: it is too short for all of those that no text needs (300 kB)."""
    used, found = set(body), map(chr, range(0xF0000, 0x10FFFE))
    unused = (character for character in found if character not in used)
    return [next(unused), next(unused)]


class _Members(list[tuple[str, Any]]):
    """The members of an object in order, those too that are named twice."""


class _Number(str):
    """A number as the body spells it."""

    __slots__ = ()


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Members, parse_constant=_no_constant, parse_float=_Number, parse_int=_Number
)


@dataclass(slots=True)
class _Variables:
    """The variables of a body in order, and the characters that stand for them."""

    inside: str
    """For one in a string."""
    bare: str
    """For one that is a value or a name by itself."""
    left: Sequence[JsonVariable]
    position: int = 0

    def pieces(self, text: str) -> list[str | JsonVariable]:
        """A string of the body in pieces; strings have to be asked for in order."""
        return [self._next() if piece in (self.inside, self.bare) else piece for piece in self._split(text)]

    def _split(self, text: str) -> Iterator[str]:
        return (piece for piece in re.split(f"([{self.inside}{self.bare}])", text) if piece)

    def _next(self) -> JsonVariable:
        self.position += 1
        return self.left[self.position - 1]


@dataclass(slots=True)
class _Writer:
    """Writes the data of a body again, without the members and elements that APIG has no value for."""

    variables: _Variables
    losses: list[Loss] = field(default_factory=list)
    depth: int = 0

    def value(self, value: Any) -> str | None:
        """A value as text; None where it is dropped. Raises RecursionError for what is nested too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RecursionError
        written = _WRITERS.get(type(value), _Writer.constant)(self, value)
        self.depth -= 1
        return written

    def members(self, members: _Members) -> str:
        """An object."""
        written = [self._member(name, value) for name, value in members]
        return "{" + ", ".join(filter(None, written)) + "}"

    def _member(self, name: str, value: Any) -> str | None:
        named, found = self.text(name), len(self.losses)
        written = self.value(value)  # also where its name is dropped, since its variables have to be passed over
        if named is None:
            del self.losses[found:]
        return None if named is None or written is None else f"{named}: {written}"

    def items(self, items: list[Any]) -> str:
        """An array."""
        return "[" + ", ".join(filter(None, map(self.value, items))) + "]"

    def number(self, number: _Number) -> str:
        """A number in its own spelling."""
        return str(number)

    def constant(self, value: bool | None) -> str:
        """True, false or null."""
        return json.dumps(value)

    def text(self, text: str) -> str | None:
        """A string; None where a variable in it has no counterpart."""
        pieces = [self._piece(piece) for piece in self.variables.pieces(text)]
        self._check(pieces)
        known = [piece for piece in pieces if piece is not None]
        if len(known) < len(pieces):
            return None
        used = (piece for piece in known if isinstance(piece, Counterpart))
        self.losses += [_unescaped(each) for each in used if each.json_safety is not JsonSafety.SAFE]
        return f'"{"".join(map(_spelled, known))}"'

    def _piece(self, piece: str | JsonVariable) -> "str | Counterpart | None":
        if not isinstance(piece, str):
            return self._variable(piece)
        if _LOOKALIKE.search(piece):
            self.losses.append(literal_variable(_LOOKALIKE.sub("$context.", piece)))
        return piece

    def _variable(self, placed: JsonVariable) -> Counterpart | None:
        found, losses = translate_variable(placed.variable)
        self.losses += losses
        if found is None:
            return None
        if not placed.is_quoted and placed.variable.json_safety is not JsonSafety.JSON:
            self.losses.append(_quoted(found))
        return found

    def _check(self, pieces: Sequence["str | Counterpart | None"]) -> None:
        """Report text that would be read as a part of a variable's name."""
        for before, after in pairwise(pieces):
            if isinstance(before, Counterpart) and isinstance(after, str) and _NAME_GOES_ON.match(after):
                self.losses.append(_joined(before, after))


_WRITERS: Mapping[type, Callable[..., str | None]] = {
    _Members: _Writer.members,
    _Number: _Writer.number,
    list: _Writer.items,
    str: _Writer.text,
}


def _spelled(piece: "str | Counterpart") -> str:
    if isinstance(piece, Counterpart):
        return piece.spelling
    text = json.dumps(piece, ensure_ascii=False)[1:-1]
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def translate_variable(variable: Variable) -> tuple[Counterpart | None, list[Loss]]:
    """What a variable of API Gateway is in APIG, and what is lost by that."""
    name = variable.context_name
    found = counterpart(name) if name else None
    if name and is_apig_only(name):
        return None, [literal_variable(variable.spelling)]
    if found is None:
        return None, [_unknown(variable)]
    return found, [_other_words(variable, found)] if found.differs else []


def deployment_value(what: str) -> Loss:
    """For what is not known before deployment."""
    message = f"{what} has a value that only the deployment of the AWS stack knows"
    return Loss.of("apig-deployment-value", message, "write the value itself")


def literal_variable(text: str) -> Loss:
    """For text that only APIG reads as a variable."""
    message = f"{shortened(text)} is plain text to API Gateway and reads like a variable to APIG"
    return Loss.of("apig-literal-variable", message, "write it without $context, or use a variable that both have")


def shortened(text: str) -> str:
    """Text for a message, cut where nobody would read on."""
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."


def _default_body(why: str) -> Loss:
    message = f"the customization {why}, and APIG needs one: its own default body is sent"
    return Loss.of("apig-default-body", message, "add a body if clients read it")


def _media_types(others: Sequence[str], kept: str) -> Loss:
    message = f"APIG has one body for all clients: {kept} is kept, {listed(map(shortened, others))} not"
    return Loss.of("apig-media-types", message, "nothing, if every client takes JSON")


def _not_json(why: str) -> Loss:
    message = f"the body is no JSON, which APIG wants: {shortened(why)}"
    return Loss.of("apig-non-json-body", message, "build it with ResponseTemplate.json")


def _unescaped(found: Counterpart) -> Loss:
    message = f"nothing says that APIG escapes {found.spelling} in JSON: a quote in its text would break the body"
    return Loss.of("apig-unescaped-variable", message, "leave it out, or write a text of your own in its place")


def _quoted(found: Counterpart) -> Loss:
    message = f"{found.spelling} becomes text in quotes, whatever it is on API Gateway"
    return Loss.of("apig-other-vocabulary", message, "let clients read it as text")


def _joined(before: Counterpart, after: str) -> Loss:
    message = f"{shortened(after)!r} right after {before.spelling} would be read as a part of its name"
    return Loss.of("apig-literal-variable", message, "put a space between them")


def _unknown(variable: Variable) -> Loss:
    message = f"APIG has nothing like {shortened(variable.spelling)}: what holds it is left out"
    is_request_id = variable.context_name == "extendedRequestId"
    fix = "use $context.requestId, which both have" if is_request_id else "use a variable that both have, or plain text"
    return Loss.of("apig-unknown-variable", message, fix)


def _other_words(variable: Variable, found: Counterpart) -> Loss:
    is_same = variable.spelling == found.spelling
    what = "says another thing in APIG" if is_same else f"becomes {found.spelling}"
    message = f"{shortened(variable.spelling)} {what}: {found.differs}"
    return Loss.of("apig-other-vocabulary", message, "let clients know both, or leave it out")
