"""Data as YAML in block style, as people write it."""

import re
from typing import Any

from constructs_gw.text_edits.spelling import yaml_text
from constructs_gw.text_edits.yaml_nodes import block_of, has_one_reading

_LINES = re.compile(r"(?!\s)[^\r\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*(?<!\s)\n?")


def yaml_block(data: Any, *, indent: int = 2, is_ascii: bool = False) -> str:
    """A mapping or list in block style, which every reader of YAML reads alike; it ends with a line break."""
    return block_of(data, _style, indent=max(2, indent), is_ascii=is_ascii)


def yaml_line(text: str, *, is_ascii: bool = False) -> str:
    """A text on one line of a mapping in block style."""
    if "\n" in text:
        return yaml_text(text, is_ascii=is_ascii)
    return yaml_block({"a": text}, is_ascii=is_ascii).removeprefix("a: ").removesuffix("\n")


def _style(text: str) -> str | None:
    """Lines as lines; no quotes where it is the same without, and double quotes where it has single ones.

    Double quotes alone keep what readers take for a line break, such as U+0085.
    """
    if "\n" in text and _LINES.fullmatch(text):
        return "|"
    if not text.isprintable() or ("'" in text and '"' not in text):
        return '"'
    return None if has_one_reading(text) else "'"
