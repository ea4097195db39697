"""Response templates: the bodies of gateway responses, in a language that only substitutes variables (no VTL).

API Gateway pastes each variable's text where it stands and escapes nothing. `ResponseTemplate.json` therefore builds
bodies that stay JSON whatever the variables hold, and refuses those that would not.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from constructs_gw.context_variables import JsonSafety, context_variable_problem, find_context_variable
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.template_variables import VTL, Variable, tokenize, variables
from constructs_gw.tokens import TOKEN, known_text, opaque_text

Json: TypeAlias = Mapping[str, "Json"] | list["Json"] | tuple["Json", ...] | str | int | float | bool | None
"""Data that a JSON body is made of; text may hold variables such as `$context.requestId`."""

JSON_MEDIA_TYPE = "application/json"
MAX_TEMPLATE_BYTES = 300_000
"""API Gateway's quota for a mapping template is 300 KB (developer guide, limits)."""

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+*-]+(?:\s*;\s*[A-Za-z0-9-]+=[A-Za-z0-9_.-]+)*")
_MARKUP = re.compile(r"text/html|.*[/+]xml|.*javascript|.*ecmascript|image/svg", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResponseTemplate:
    """A body and its media type.

    `json` and `text` take only what renders well; the plain constructor takes any text that API Gateway stores.
    """

    content_type: str
    body: str

    def __post_init__(self) -> None:
        raise_all(_media_type_problems(self.content_type) + _size_problems(self.body))

    @classmethod
    def json(
        cls,
        data: Json,
        *,
        content_type: str = JSON_MEDIA_TYPE,
        accept_undetermined: Collection[str] = (),
    ) -> "ResponseTemplate":
        """A body that is JSON whatever its variables hold, from plain data with variables in its text.

        `{"message": "$context.error.messageString"}` comes out with the variable bare, because it brings its own
        quotes; other variables stand inside the quotes of their text. A variable whose text is not JSON-safe raises
        GatewayResponseError; one whose safety nobody has measured does too, unless `accept_undetermined` names it
        (as in `["error.validationErrorString"]`).
        """
        raise_all(_media_type_problems(content_type))
        problems: list[Problem] = []
        if known_text(content_type) and not is_json(content_type):
            fix = f'use "{JSON_MEDIA_TYPE}", or one that ends in "+json"'
            problems.append(Problem(f"{content_type} is not a JSON media type", fix))
        if isinstance(data, str) and data.lstrip().startswith(("{", "[")):
            fix = f'give the data itself, or templates={{"{content_type}": ...}}'
            raise GatewayResponseError(Problem(f"{data!r} is JSON text, not data", fix))
        body = _encode(data, "", frozenset(accept_undetermined), problems)
        raise_all(problems)
        return cls(content_type, body)

    @classmethod
    def text(cls, content_type: str, text: str) -> "ResponseTemplate":
        """A body as it is written, variables included; of any media type.

        Raises GatewayResponseError for VTL, unknown variables, client-controlled variables in markup (nothing escapes
        them), and for a JSON media type whose body would not be JSON.
        """
        raise_all(_media_type_problems(content_type) + _size_problems(text))
        problems = _literal_problems(text) + _variable_problems(text)
        if is_json(content_type):
            problems = problems or _json_problems(text)
        if is_markup(content_type):
            problems += [
                Problem(
                    f"{v.spelling} is the client's own text, and nothing escapes it in {content_type}",
                    "leave it out: it would let a link run script in your users' browsers",
                )
                for v in variables(text)
                if v.is_client_controlled or v.json_safety is JsonSafety.UNSAFE
            ]
        raise_all(problems)
        return cls(content_type, text)


def is_json(content_type: str) -> bool:
    """Whether bodies of this media type are JSON (RFC 6839: `+json` too)."""
    media_type = content_type.partition(";")[0].strip().casefold()
    return media_type == JSON_MEDIA_TYPE or media_type.endswith("+json")


def is_markup(content_type: str) -> bool:
    """Whether a browser could run script in bodies of this media type: HTML, XML, SVG, JavaScript."""
    return _MARKUP.fullmatch(content_type.partition(";")[0].strip()) is not None


def _json_problems(text: str) -> list[Problem]:
    quoted = (v for v in variables(text) if v.json_safety is not JsonSafety.JSON)
    unsafe = [problem for v in quoted for problem in _json_safety_problems(v, frozenset())]
    for message in ('"text"', "null"):
        try:
            json.loads(
                "".join(TOKEN.sub("0", p) if isinstance(p, str) else _sample(p, message) for p in tokenize(text)),
                parse_constant=_no_constant,
            )
        except ValueError as error:
            fix = "build it with ResponseTemplate.json, which gets quotes and commas right"
            return [Problem(f"the body is not JSON once its variables are filled in: {error}", fix), *unsafe]
    return unsafe


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _sample(variable: Variable, message: str) -> str:
    if variable.json_safety is JsonSafety.JSON:
        return message
    found = find_context_variable(variable.context_name) if variable.context_name else None
    return (found and found.sample) or "xtext"  # behind a backslash, "text" would pass for an escape


@lru_cache(256)
def is_media_type(text: str) -> bool:
    """Whether a text can be a media type, whatever its tokens stand for."""
    return _MEDIA_TYPE.fullmatch(known_text(text) or (text and "x/x")) is not None


def _media_type_problems(content_type: str) -> list[Problem]:
    if not isinstance(content_type, str) or not is_media_type(content_type):
        return [Problem(f"{content_type!r} is not a media type", 'write one such as "application/json"')]
    return []


def _size_problems(body: str) -> list[Problem]:
    if not isinstance(body, str):
        raise GatewayResponseError(
            Problem(f"the body {body!r} is not text", "write text, or give data to ResponseTemplate.json")
        )
    size = len(body.encode(errors="surrogatepass"))
    if size > MAX_TEMPLATE_BYTES:
        return [Problem(f"the template has {size} bytes; API Gateway takes {MAX_TEMPLATE_BYTES}", "shorten it")]
    return []


def _literal_problems(text: str) -> list[Problem]:
    fix = "use plain text and $context variables"
    found = VTL.finditer(known_text(text))
    return [Problem(f"{vtl[0].rstrip(' (')} is VTL, which gateway responses print as it stands", fix) for vtl in found]


def _variable_problems(text: str) -> list[Problem]:
    names = [v.context_name for v in variables(text) if v.context_name is not None]
    return [*filter(None, map(context_variable_problem, names))]


def _encode(data: object, at: str, accepted: frozenset[str], problems: list[Problem]) -> str:
    opaque = opaque_text(data)
    if opaque is not None:
        return opaque if isinstance(data, float) else f'"{opaque}"'
    if isinstance(data, Mapping):
        members = (_member(key, value, at, accepted, problems) for key, value in data.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(_encode(v, f"{at}[{i}]", accepted, problems) for i, v in enumerate(data)) + "]"
    if isinstance(data, str):
        return _encode_text(data, at, accepted, problems)
    try:
        return json.dumps(data, allow_nan=False)
    except (TypeError, ValueError):
        problems.append(Problem(f"{data!r} has no JSON form", "use str, int, float, bool, None, list or dict", at))
        return "null"


def _member(key: object, value: object, at: str, accepted: frozenset[str], problems: list[Problem]) -> str:
    place = f"{at}.{key}" if at else str(key)
    if not isinstance(key, str):
        problems.append(Problem(f"member name {key!r} is not text", f"write {str(key)!r}", at))
    name = _encode_text(str(key), place, accepted, problems)
    if not name.startswith('"'):
        problems.append(Problem(f"{key} is a member's name here, and can be null", "let it be a value", at))
    return f"{name}: {_encode(value, place, accepted, problems)}"


def _encode_text(text: str, at: str, accepted: frozenset[str], problems: list[Problem]) -> str:
    encoded, found = _encoded(text, accepted)
    problems += [replace(problem, at=at) for problem in found]
    return encoded


@lru_cache(maxsize=1024)  # the bodies of one API have most of their texts in common
def _encoded(text: str, accepted: frozenset[str]) -> tuple[str, tuple[Problem, ...]]:
    pieces = list(tokenize(text))
    problems = _literal_problems(text)
    if len(pieces) == 1 and isinstance(pieces[0], Variable) and pieces[0].json_safety is JsonSafety.JSON:
        return pieces[0].spelling, tuple(problems)
    problems += _variable_problems(text)
    for piece in pieces:
        if isinstance(piece, Variable):
            problems += _json_safety_problems(piece, accepted)
    encoded = '"' + "".join(p.spelling if isinstance(p, Variable) else json.dumps(p)[1:-1] for p in pieces) + '"'
    return encoded, tuple(problems)


def _json_safety_problems(variable: Variable, accepted: frozenset[str]) -> list[Problem]:
    name = variable.context_name or variable.name
    if variable.context_name and context_variable_problem(name):
        return []  # reported as such
    match variable.json_safety:
        case JsonSafety.JSON:
            message = f"{variable.spelling} brings its own quotes"
            return [Problem(message, f'let it be the whole value: "{variable.spelling}"')]
        case JsonSafety.UNSAFE:
            message = f"{variable.spelling} can hold quotes, and API Gateway does not escape them"
            instead = '"$context.error.messageString"' if name == "error.message" else "a variable that is JSON-safe"
            return [Problem(message, f"use {instead}, or leave it out")]
        case JsonSafety.UNDETERMINED if name not in accepted:
            message = f"nobody has measured whether the text of {variable.spelling} is escaped inside JSON"
            fix = f"leave it out, or accept that with accept_undetermined=[{name!r}] where the body is built from data"
            return [Problem(message, fix)]
    return []
