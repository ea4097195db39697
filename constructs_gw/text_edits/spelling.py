"""How a text is written as a scalar of YAML or JSON."""

import json
import re
from collections.abc import Callable
from typing import Any

from constructs_gw.text_edits.nodes import Node
from constructs_gw.text_edits.yaml_nodes import folded, has_one_reading

_PLAIN = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_INDICATORS = re.compile("[|>][1-9+-]*")
_UNSEEN = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What readers of YAML refuse, and what people cannot see."""
_NOT_ASCII = re.compile("[^ -~]")


def json_text(value: Any, *, is_ascii: bool) -> str:
    """Data as JSON on one line, with escapes for all but ASCII if the document has nothing else."""
    return json.dumps(value, ensure_ascii=is_ascii)


def yaml_text(value: Any, *, is_ascii: bool) -> str:
    """Data as JSON on one line that is YAML as well."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_ASCII.sub(_escape, text) if is_ascii else visible(text)


def visible(text: str) -> str:
    """JSON text with escapes for what readers of YAML refuse, and what people cannot see."""
    return _UNSEEN.sub(_escape, text)


def scalar_text(text: str, like: Node, *, is_ascii: bool) -> str:
    """Text on one line of YAML, in the style of another scalar as far as that has no quotes to double."""
    if like.style == "" and _PLAIN.fullmatch(text) and has_one_reading(text):
        return text
    has_few_quotes = text.count("'") < max(1, text.count('"'))
    if like.style == "'" and has_few_quotes and text.isprintable() and (text.isascii() or not is_ascii):
        return "'" + text.replace("'", "''") + "'"
    return yaml_text(text, is_ascii=is_ascii)


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def block_text(raw: str, text: str, change: Callable[[str], str]) -> str:
    """A block scalar that is written as `raw` and says `text`, changed; lines that stay the same are left as they are.

    A folded one that cannot keep its line breaks becomes a literal one.
    """
    header, *rows = raw.split("\n")
    count = max(i for i, row in enumerate(rows, 1) if row.strip())
    first = next(row for row in rows if row.strip())
    indent = _indent(first) - _indent(next(filter(str.strip, text.split("\n"))))
    inner = [row[indent:].rstrip("\r") for row in rows[:count]]
    new = change(text)
    source = change("\n".join(inner) + "\n" * text.endswith("\n")).rstrip("\n")
    style = header[0]
    if (folded(source) if style == ">" else source) != new.rstrip("\n"):
        style, source = "|", new.rstrip("\n")
    lines = [
        rows[i] if inner[i : i + 1] == [line] else " " * indent * bool(line) + line
        for i, line in enumerate(source.split("\n"))
    ]
    return "\n".join([_header(header, style, new), *lines, *rows[count:]])


def _header(header: str, style: str, text: str) -> str:
    """The first line of a block scalar in another style, where what follows the text is dropped if it has no break."""
    indicators = _INDICATORS.match(header)
    found = indicators[0] if indicators else ""
    kept = found[1:] if text.endswith("\n") else re.sub("[+-]", "", found[1:]) + "-"
    return style + kept + header[len(found) :]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
