"""A customization as API Gateway itself keeps it, and lists it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.customization import HEADER_PREFIX, Customization
from constructs_gw.customization_set import DEFAULT_TEMPLATES
from constructs_gw.response_template import is_json
from constructs_gw.response_types import ResponseType
from constructs_gw.template_variables import tokenize, variables

_ESCAPE = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GatewayResponse:
    """A customization of a response type: all that was put, path and query string parameters included."""

    status_code: str | None = None
    """None for the type's own."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    """Empty for API Gateway's default."""

    @classmethod
    def of(cls, customization: Customization) -> "GatewayResponse":
        """What putting a customization leaves in API Gateway."""
        return cls(customization.status_code, customization.response_parameters, dict(customization.templates))

    def customization(self, response_type: ResponseType) -> Customization:
        """What it customizes; raises GatewayResponseError for what API Gateway would reject."""
        return Customization.parse(
            response_type,
            status_code=self.status_code,
            response_parameters=self.parameters,
            response_templates=self.templates,
        )

    def parts(self, response_type: str) -> dict[str, str]:
        """Each part by what it is called in a difference, with the defaults that API Gateway fills in (recorded).

        Two of the same parts answer a client alike: JSON bodies are in one spelling, and header names in lower case.
        """
        status = self.status_code or _default_status(response_type)
        templates = self.templates or DEFAULT_TEMPLATES
        return {
            **({"statusCode": str(status)} if status else {}),
            **{f"responseParameters.{key}": value for key, value in sorted(_folded(self.parameters).items())},
            **{f"responseTemplates.{name}": in_one_spelling(name, body) for name, body in sorted(templates.items())},
        }


def responses_of(customizations: Iterable[Customization]) -> dict[str, GatewayResponse]:
    """What putting customizations leaves in API Gateway, by response type."""
    return {each.response_type.value: GatewayResponse.of(each) for each in customizations}


def _default_status(response_type: str) -> int | None:
    """None for DEFAULT_* and for a type that AWS may add."""
    return next((kind.default_status for kind in ResponseType if kind == response_type), None)


def _folded(parameters: Mapping[str, str]) -> dict[str, str]:
    """Header names in lower case; as they are where two differ in nothing else, which nobody knows the effect of."""
    found = Counter(map(_lower, parameters))
    return {_lower(key) if found[_lower(key)] == 1 else key: value for key, value in parameters.items()}


def _lower(key: str) -> str:
    """Paths and query strings have names that do not ignore case."""
    return key.lower() if key.startswith(HEADER_PREFIX) else key


def in_one_spelling(media_type: str, body: str) -> str:
    """A body for comparison: of JSON, white space, the order of members and the escapes do not tell."""
    return json_in_one_spelling(body) if is_json(media_type) else body


def json_in_one_spelling(body: str) -> str:
    r"""A JSON body in the spelling that all bodies have which say the same; what is no JSON as it is.

    >>> json_in_one_spelling('{ "b":$context.stage, "a" : "\u0041" }')
    '{"a": "A", "b": $context.stage}'
    """
    try:
        spelled = _json_spelling(body)
        spelled.encode()  # half of a surrogate pair can be escaped only
    except (ValueError, RecursionError):
        return body
    return spelled if _holes(spelled) == _holes(body) else body


def _json_spelling(body: str) -> str:
    """Raises ValueError for what is no JSON around its variables, or names a member twice.

    A variable outside of strings is a value that nobody knows. Numbers keep their spelling, which no parser need keep.
    """
    text, bare = _with_stand_ins(body)
    values = iter(bare)
    decoder = json.JSONDecoder(
        object_pairs_hook=_members,
        parse_constant=lambda _: _variable(values),
        parse_float=_Spelled,
        parse_int=_Spelled,
    )
    return _dumped(decoder.decode(text))


def _with_stand_ins(body: str) -> tuple[str, list[str]]:
    """A body with a NaN for each variable outside of strings, and those variables."""
    text, is_quoted = "", False
    bare: list[str] = []
    for piece in tokenize(body):
        if isinstance(piece, str):
            text += piece
            is_quoted ^= _ESCAPE.sub("", piece).count('"') % 2 == 1
        elif is_quoted:
            text += piece.spelling
        else:
            text += "NaN"  # no JSON, so it means nothing else
            bare.append(piece.spelling)
    return text, bare


def _variable(bare: Iterator[str]) -> "_Spelled":
    found = next(bare, None)
    if found is None:
        raise ValueError("the body has a NaN or an Infinity of its own")
    return _Spelled(found)


class _Spelled(str):
    """A value as the body spells it: a number or a variable."""

    __slots__ = ()


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member is named twice")
    return found


def _dumped(value: Any) -> str:
    if isinstance(value, _Spelled):
        return str(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_dumped(name)}: {_dumped(each)}' for name, each in sorted(value.items()))}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_dumped, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _holes(body: str) -> tuple[list[str], int]:
    """What API Gateway may fill in: a dollar sign that is escaped begins no variable, which the spelling must not."""
    return sorted(variable.spelling for variable in variables(body)), body.count("$")
