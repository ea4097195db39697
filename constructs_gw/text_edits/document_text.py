"""The text of a YAML or JSON document, to be changed in some places."""

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from constructs_gw.documents import is_json
from constructs_gw.text_edits.block_style import yaml_block, yaml_line
from constructs_gw.text_edits.json_nodes import json_nodes
from constructs_gw.text_edits.nodes import Node
from constructs_gw.text_edits.spelling import block_text, json_text, scalar_text, yaml_text
from constructs_gw.text_edits.yaml_nodes import has_one_reading, yaml_nodes

_GAP = re.compile(" {2,}(?=[:#])")
_TEXT_TAGS = (None, "!", "!Sub", "tag:yaml.org,2002:str")


class Replacement(NamedTuple):
    """Other text from one position to another."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text, its parts, and what to keep of how its file has it."""

    text: str
    """With line feeds alone, if all its lines end alike."""
    root: Node
    is_json: bool
    is_ascii: bool
    mark: bytes
    line_end: str

    @classmethod
    def of(cls, content: bytes) -> "DocumentText":
        """The text of a document that was read without an error; raises UnicodeDecodeError if it is not in UTF-8."""
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        text = content[len(mark) :].decode()
        ends = {*re.findall("\r\n?|\n", text)}
        [line_end] = ends if len(ends) == 1 else ["\n"]
        text = text.replace(line_end, "\n")
        root = json_nodes(text) if is_json(content) else yaml_nodes(text)
        return cls(text, root, is_json(content), text.isascii(), mark, line_end)

    def replaced(self, replacements: Iterable[Replacement]) -> bytes:
        """The document's content with other text in some places, none of which overlap."""
        parts, end = [], 0
        for replacement in sorted(replacements, key=lambda one: one[:2]):
            parts += [self.text[end : replacement.start], replacement.text]
            end = replacement.end
        text = "".join([*parts, self.text[end:]])
        return self.mark + text.replace("\n", self.line_end).encode()

    def spelled(self, text: str, like: Node) -> str:
        """Text on one line, in the style of a scalar."""
        return self.data_text(text) if self.is_json else scalar_text(text, like, is_ascii=self.is_ascii)

    def data_text(self, value: Any) -> str:
        """Data on one line."""
        return (json_text if self.is_json else yaml_text)(value, is_ascii=self.is_ascii)

    def block_text(self, value: Any, indent: int) -> str:
        """A mapping of data in YAML's block style."""
        return yaml_block(value, indent=indent, is_ascii=self.is_ascii)

    def line_text(self, value: Any) -> str:
        """A scalar as YAML's block style has it, or in one line what cannot be so."""
        return yaml_line(value, is_ascii=self.is_ascii) if isinstance(value, str) else self.data_text(value)

    def renamed(self, node: Node, name: str) -> Replacement:
        """Another name for a member."""
        return self._in_line(node, self.spelled(name, node))

    def changed(self, node: Node, change: Callable[[str], str]) -> Replacement | None:
        """A scalar whose text is changed; None for one whose text is not certain, or stays."""
        is_plain = node.style == "" and node.tag is None
        if node.style in ("{", "[", ":", "-", "*") or node.tag not in _TEXT_TAGS or not node.text.strip():
            return None
        if is_plain and not has_one_reading(node.text):
            return None
        new = change(node.text)
        if new == node.text and not is_plain:
            return None
        if node.style not in ("|", ">"):
            return self._in_line(node, self.spelled(new, node))
        return Replacement(node.start, node.end, block_text(self.text[node.start : node.end], node.text, change))

    def _in_line(self, node: Node, text: str) -> Replacement:
        """What replaces a scalar, and the gap before a colon or comment that is to stay in its column."""
        gap = _GAP.match(self.text, node.end)
        if gap is None:
            return Replacement(node.start, node.end, text)
        width = len(gap[0]) + node.end - node.start - len(text)
        return Replacement(node.start, gap.end(), text + " " * max(1, width))
