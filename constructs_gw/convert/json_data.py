"""Bodies as the plain data that `ResponseTemplate.json` makes them of."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import in_one_spelling
from constructs_gw.json_body import JsonVariable, json_parts
from constructs_gw.response_template import Json, ResponseTemplate, is_json
from constructs_gw.template_variables import tokenize, variables

MAX_NESTING = 20
"""The levels of a body beyond which it is no data: Python takes 200 brackets, and nobody reads so many."""


spelled = lru_cache(512)(in_one_spelling)
"""A body, by its media type, such that two of the same JSON are the same text."""


@lru_cache(512)
def data_of(content_type: str, body: str) -> Mapping[str, Any] | list[Any] | None:
    """The data of a body, from which `ResponseTemplate.json` makes the same JSON; None where no data does."""
    if not is_json(content_type):
        return None
    try:
        data = json.loads(_with_quotes(body))
        made = ResponseTemplate.json(data, content_type=content_type, accept_undetermined=undetermined(body))
    except (ValueError, RecursionError):
        return None
    is_same = spelled(content_type, made.body) == spelled(content_type, body)
    return data if is_same and isinstance(data, dict | list) and data and _is_shallow(data) else None


def _is_shallow(data: Any, levels: int = MAX_NESTING) -> bool:
    members = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return levels > 0 and all(_is_shallow(member, levels - 1) for member in members)


def undetermined(body: str) -> list[str]:
    """The variables in a body of which nobody has measured whether they are JSON-safe."""
    found = (v.context_name for v in variables(body) if v.json_safety is JsonSafety.UNDETERMINED)
    return [*dict.fromkeys(name for name in found if name)]


def refusal(content_type: str, body: str) -> str:
    """Why `ResponseTemplate.text` refuses a body; empty where it takes it."""
    try:
        ResponseTemplate.text(content_type, body)
    except GatewayResponseError as error:
        return error.problems[0].message
    except RecursionError:
        return "the body is nested too deep"
    return ""


def _with_quotes(body: str) -> str:
    """A body whose variables all stand in strings: what they hold where they stood bare, the caller finds out."""
    return "".join(map(_quoted, json_parts(tokenize(body))))


def _quoted(part: str | JsonVariable) -> str:
    if isinstance(part, str):
        return part
    return part.variable.spelling if part.is_quoted else f'"{part.variable.spelling}"'


def without(data: Json, names: frozenset[str] | set[str]) -> dict[str, Json]:
    """The members of an object that have other names; none of what is no object."""
    return {name: value for name, value in data.items() if name not in names} if isinstance(data, Mapping) else {}
