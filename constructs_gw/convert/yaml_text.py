"""Data as the text of a document: YAML as people write it, or JSON."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from constructs_gw.convert.functions import Function
from constructs_gw.plain_text import one_line
from constructs_gw.text_edits.block_style import Tagged, yaml_block
from constructs_gw.text_edits.spelling import visible


def json_document(data: Mapping[str, Any]) -> str:
    """Data as JSON; functions have their long form."""
    plain = _with_functions(data, lambda function, argument: {function.name: argument})
    return visible(json.dumps(plain, indent=2, ensure_ascii=False)) + "\n"


def yaml_document(data: Mapping[str, Any], comments: Sequence[str] = ()) -> str:
    """Data as YAML under comments; functions have their short form."""
    text = "".join(f"# {one_line(comment)}".rstrip() + "\n" for comment in comments)
    for name, value in _with_functions(data, lambda function, argument: Tagged(function.tag, argument)).items():
        section = yaml_block({name: value})
        text += "\n" * bool(text and section.count("\n") > 1) + section
    return text


def _with_functions(value: Any, form: Callable[[Function, Any], Any]) -> Any:
    """Data in which functions have another form."""
    match value:
        case Function():
            return form(value, _with_functions(value.argument, form))
        case Mapping():
            return {name: _with_functions(member, form) for name, member in value.items()}
        case list():
            return [_with_functions(item, form) for item in value]
        case float() if not math.isfinite(value):
            return str(value)
    return value
