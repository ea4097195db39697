"""Data as YAML in block style, as people write it."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from constructs_gw.text_edits.spelling import yaml_text
from constructs_gw.text_edits.yaml_nodes import has_one_reading

_PLAIN = re.compile(r"[A-Za-z_/][\w./()$-]*(?:(?::+| )[\w./()$-]+)*|\d+(?:\.\d+){2}", re.ASCII)
_ANSWERS_IN_1_1 = ("y", "Y", "n", "N")
_LONGEST_NAME = 1000
"""The name of a member that is longer has a `?` before it: readers look no further than 1024 characters for the `:`."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a tag, which no text of anybody can become."""

    tag: str
    value: Any


def yaml_block(data: Mapping[str, Any], *, indent: int = 2, is_ascii: bool = False) -> str:
    """A mapping in block style, which every reader of YAML reads alike; it ends with a line break."""
    return "\n".join([*_Writer(max(2, indent), is_ascii).members(data, 0), ""])


@lru_cache(1024)  # the texts of an API's responses repeat
def yaml_line(text: str, *, is_ascii: bool = False) -> str:
    """A text on one line of a mapping in block style."""
    if _PLAIN.fullmatch(text) and text not in _ANSWERS_IN_1_1 and has_one_reading(text):
        return text
    singles = text.count("'")
    is_seen = text.isprintable() and (text.isascii() or not is_ascii)
    if is_seen and (singles == 0 or singles < text.count('"') + text.count("\\")):
        return "'" + text.replace("'", "''") + "'"
    return yaml_text(text, is_ascii=is_ascii)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Gives the lines of data."""

    indent: int
    is_ascii: bool

    def members(self, data: Mapping[str, Any], column: int) -> Iterator[str]:
        for name, value in data.items():
            shown = yaml_line(str(name), is_ascii=self.is_ascii)
            if len(shown) > _LONGEST_NAME:
                yield f"{' ' * column}? {shown}"
                shown = ""
            yield from self._after(f"{' ' * column}{shown}:", value, column + self.indent)

    def _items(self, data: list[Any], column: int) -> Iterator[str]:
        for item in data:
            if isinstance(item, Mapping | list) and item:
                first, *others = self._block(item, column + 2)
                yield f"{' ' * column}- {first.lstrip(' ')}"
                yield from others
            else:
                yield from self._after(f"{' ' * column}-", item, column + 2)

    def _block(self, value: Any, column: int) -> Iterator[str]:
        return self._items(value, column) if isinstance(value, list) else self.members(value, column)

    def _after(self, head: str, value: Any, column: int) -> Iterator[str]:
        """The lines of a value behind the name of its member, or the dash of its item."""
        if isinstance(value, Tagged):
            yield from self._after(f"{head} {value.tag}", value.value, column)
        elif isinstance(value, Mapping | list) and value:
            yield head
            yield from self._block(value, column)
        elif isinstance(value, str) and (header := self._literal_header(value)):
            yield f"{head} {header}"
            rows = value.removesuffix("\n").split("\n")
            yield from (" " * column + row if row else "" for row in rows)
        else:
            yield f"{head} {self._scalar(value)}"

    def _literal_header(self, text: str) -> str:
        """How a literal block begins; empty for text that editors or readers might take for another in one."""
        rows = text.split("\n")
        is_safe = all(row == row.rstrip() and row.replace("\t", "").isprintable() for row in rows)
        is_hidden = self.is_ascii and not text.isascii()
        if len(rows) == 1 or not is_safe or is_hidden or text[0].isspace() or text.endswith("\n\n"):
            return ""
        return "|-" if rows[-1] else "|"

    def _scalar(self, value: Any) -> str:
        if isinstance(value, str):
            return yaml_line(value, is_ascii=self.is_ascii)
        if isinstance(value, float) and not math.isfinite(value):
            return yaml_line(str(value))
        return json.dumps(value)
