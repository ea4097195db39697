"""The parts of a document's text: where each begins and ends, to the character."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(eq=False, slots=True)
class Node:
    """A scalar, a mapping, a sequence or an alias, and where it stands."""

    style: str
    """What it begins with: `{`, `[`, a quote, `|` or `>`; `:` or `-` for block style, `*` for an alias, or nothing."""
    start: int
    """Behind its tag and anchor."""
    end: int = 0
    """Behind the last character of what is in it."""
    text: str = ""
    """Of a scalar; of an alias, that of what it stands for."""
    tag: str | None = None
    has_anchor: bool = False
    holder: "Node | None" = None
    """The mapping or sequence that it is in."""
    members: dict[str, tuple["Node", "Node"]] = field(default_factory=dict)
    """Of a mapping: the name and the value of each."""
    merged: "list[Node]" = field(default_factory=list)
    """What a mapping takes from others, by `<<`."""
    items: "list[Node]" = field(default_factory=list)
    """Of a sequence the items, of a mapping the names and values in turn, `<<` included."""
    target: "Node | None" = None
    """What an alias stands for."""
    aliases: "list[Node]" = field(default_factory=list)
    """What stands for it elsewhere."""

    @property
    def is_function(self) -> bool:
        """Whether it is a short form such as `!If`, which data has in another shape."""
        return self.tag is not None and self.tag.startswith("!") and self.tag != "!"

    @property
    def is_mapping(self) -> bool:
        """Whether it has members of its own rather than those that a function makes."""
        return self.style in ("{", ":") and not self.is_function

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all where a value could be."""
        return self.start == self.end

    def last(self) -> "Node":
        """The part that it ends with."""
        node = self
        while node.style in (":", "-"):  # what is in flow style ends with its bracket
            node = node.items[-1]
        return node

    def parts(self) -> Iterator["Node"]:
        """It and all that is in it."""
        yield self
        for item in self.items:
            yield from item.parts()


class Found(NamedTuple):
    """What stands at a path."""

    name: Node | None
    """None for the item of a sequence, and for the whole document."""
    value: Node


def find(root: Node, path: Sequence[str | int]) -> Found | None:
    """What stands at a path, wherever aliases lead; None where nothing does, or a function makes it."""
    found: Found | None = Found(None, root)
    for step in path:
        found = _step(found.value, step) if found else None
    return found


def _step(node: Node, step: str | int) -> Found | None:
    node = node.target or node
    if node.is_function:
        return None
    if node.style in ("[", "-"):
        return Found(None, node.items[step]) if isinstance(step, int) and step < len(node.items) else None
    if str(step) in node.members:
        return Found(*node.members[str(step)])
    return next(filter(None, (_step(source, step) for source in node.merged)), None)


def count_places(node: Node, known: dict[Node, int]) -> int:
    """In how many places of the data a node stands, by its aliases too; `known` keeps what was counted."""
    if node not in known:
        holders = [one.holder for one in (node, *node.aliases) if one.holder is not None]
        known[node] = sum(count_places(holder, known) for holder in holders) or 1
    return known[node]
