"""The parts of a JSON text."""

import json
from collections.abc import Iterator

from constructs_gw.json_documents import SPACE
from constructs_gw.text_edits.nodes import Node

_read = json.JSONDecoder().raw_decode


def json_nodes(text: str) -> Node:
    """The parts of a JSON text that was read without an error."""
    return _node(text, _next(text, 0), None)


def _node(text: str, start: int, holder: Node | None) -> Node:
    node = Node(text[start] if text[start] in '{["' else "", start, holder=holder)
    if node.style not in ("{", "["):
        value, node.end = _read(text, start)
        node.text = value if node.style else text[start : node.end]
        return node
    node.items = [*_items(text, node)]
    if node.style == "{":
        pairs = zip(node.items[::2], node.items[1::2], strict=True)
        node.members = {name.text: (name, value) for name, value in pairs}
    node.end = _next(text, node.items[-1].end if node.items else start + 1) + 1
    return node


def _items(text: str, node: Node) -> Iterator[Node]:
    at = _next(text, node.start + 1)
    while text[at] not in "]}":
        item = _node(text, at, node)
        yield item
        at = _next(text, item.end)
        at = _next(text, at + 1) if text[at] in ",:" else at


def _next(text: str, at: int) -> int:
    """Where something stands, from a position on."""
    return SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere
