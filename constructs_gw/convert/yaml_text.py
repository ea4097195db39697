"""Data as the text of a document: YAML as people write it, or JSON."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from constructs_gw.convert.functions import Function
from constructs_gw.plain_text import one_line
from constructs_gw.text_edits.yaml_nodes import has_one_reading

_PLAIN = re.compile(r"[A-Za-z_/][\w./()$-]*(?:(?::+| )[\w./()$-]+)*", re.ASCII)
_ANSWERS_IN_1_1 = ("y", "Y", "n", "N")
_UNSEEN = re.compile("[\x7f-\x9f\xad\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
_LONGEST_NAME = 1000
"""The name of a member that is longer has a `?` before it: readers look no further than 1024 characters for the `:`."""


def json_document(data: Mapping[str, Any]) -> str:
    """Data as JSON; functions have their long form."""
    return _visible(json.dumps(_plain(data), indent=2, ensure_ascii=False)) + "\n"


def yaml_document(data: Mapping[str, Any], comments: Sequence[str] = ()) -> str:
    """Data as YAML under comments; functions have their short form."""
    lines = [f"# {one_line(comment)}".rstrip() for comment in comments]
    for name, value in data.items():
        section = list(_members({name: value}, 0))
        lines += ["", *section] if len(section) > 1 and lines else section
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> Any:
    match value:
        case Function():
            return {value.name: _plain(value.argument)}
        case Mapping():
            return {name: _plain(member) for name, member in value.items()}
        case list():
            return [_plain(item) for item in value]
        case float() if not math.isfinite(value):
            return str(value)
    return value


def _visible(text: str) -> str:
    """JSON text with escapes for what readers of YAML refuse, and what people cannot see."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _members(data: Mapping[str, Any], column: int) -> Iterator[str]:
    for name, value in data.items():
        shown = _scalar(str(name))
        if len(shown) > _LONGEST_NAME:
            yield f"{' ' * column}? {shown}"
            shown = ""
        yield from _after(f"{' ' * column}{shown}:", value, column + 2)


def _items(data: list[Any], column: int) -> Iterator[str]:
    for item in data:
        if isinstance(item, Mapping | list) and item:
            first, *others = _block(item, column + 2)
            yield f"{' ' * column}- {first.lstrip(' ')}"
            yield from others
        else:
            yield from _after(f"{' ' * column}-", item, column + 2)


def _block(value: Any, column: int) -> Iterator[str]:
    return _items(value, column) if isinstance(value, list) else _members(value, column)


def _after(head: str, value: Any, column: int) -> Iterator[str]:
    """The lines of a value behind the name of its member, or the dash of its item."""
    if isinstance(value, Function):
        yield from _after(f"{head} {value.tag}", value.argument, column)
    elif isinstance(value, Mapping | list) and value:
        yield head
        yield from _block(value, column)
    elif isinstance(value, str) and (header := _literal_header(value)):
        yield f"{head} {header}"
        rows = value.removesuffix("\n").split("\n")
        yield from (" " * column + row if row else "" for row in rows)
    else:
        yield f"{head} {_scalar(value)}"


def _literal_header(text: str) -> str:
    """How a literal block begins; empty for text that editors or readers might take for another in one."""
    rows = text.split("\n")
    is_safe = all(row == row.rstrip() and row.replace("\t", "").isprintable() for row in rows)
    if len(rows) == 1 or not is_safe or text[0].isspace() or text.endswith("\n\n"):
        return ""
    return "|-" if rows[-1] else "|"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    return json.dumps(_plain(value))


@lru_cache(1024)  # the texts of an API's responses repeat
def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _ANSWERS_IN_1_1 and has_one_reading(text):
        return text
    singles = text.count("'")
    if text.isprintable() and (singles == 0 or singles < text.count('"') + text.count("\\")):
        return "'" + text.replace("'", "''") + "'"
    return _visible(json.dumps(text, ensure_ascii=False))
