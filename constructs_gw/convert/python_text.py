"""Python as `ruff format` leaves it: texts of any content as literals, and calls, dicts and lists of them.

What fits into a line stays on one; everything else has an item a line and a comma behind each, which formatters keep
whatever their line length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from constructs_gw.tokens import TOKEN

WIDTH = 88
"""The line length: what ruff and black take unless told otherwise."""

_LONG = 120  # formatters join literals that fit into one line
_INDENT = " " * 4
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class Item:
    """One of the items of a call, dict or list."""

    value: "Node"
    before: str = ""
    """`name=` or `"key": `."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A call, dict, list, or the head of a function."""

    before: str
    items: tuple[Item, ...]
    after: str
    comma: str = ","


Node: TypeAlias = Group | str
"""An expression; one that is text is code that never breaks."""


def call(function: str, *arguments: Node, **named: Node | None) -> Group:
    """A call without the named arguments that are None."""
    given = (Item(value, f"{name}=") for name, value in named.items() if value is not None)
    return Group(f"{function}(", (*map(Item, arguments), *given), ")")


def dict_of(members: Iterable[tuple[str, Node]]) -> Group:
    """A dict by the code of its keys."""
    return Group("{", tuple(Item(value, f"{key}: ") for key, value in members), "}")


def list_of(values: Iterable[Node]) -> Group:
    """A list."""
    return Group("[", tuple(map(Item, values)), "]")


def flat(node: Node) -> str:
    """An expression on one line.

    >>> flat(call("cors", string("*"), echo_origin="True"))
    'cors("*", echo_origin=True)'
    """
    if isinstance(node, str):
        return node
    return node.before + f"{node.comma} ".join(item.before + flat(item.value) for item in node.items) + node.after


def lines(node: Node, indent: str = "", before: str = "", after: str = "") -> Iterator[str]:
    """An expression on as few lines as it may be on."""
    line = f"{indent}{before}{flat(node)}{after}"
    if isinstance(node, str) or not node.items or (_fits(line) and not _has_comment(node)):
        yield line
        return
    yield f"{indent}{before}{node.before}"
    for item in node.items:
        if item.comment:
            yield f"{indent}{_INDENT}# {one_line_comment(item.comment)}"
        yield from lines(item.value, indent + _INDENT, item.before, node.comma)
    yield f"{indent}{node.after}{after}"


def _fits(line: str) -> bool:
    """Whether a line is short enough, however wide its characters are."""
    return len(line) + sum(not c.isascii() for c in line) <= WIDTH


def _has_comment(node: Node) -> bool:
    return isinstance(node, Group) and any(item.comment or _has_comment(item.value) for item in node.items)


def one_line_comment(text: str) -> str:
    """Text that ends with its line, and that no tool takes for a directive."""
    shown = "".join(c if c.isprintable() else _escaped(c) for c in text)
    return re.sub(r"\b(noqa|type|fmt|ruff|mypy|isort|pragma|yapf|pylint)\s*:", r"\1 ", shown, flags=re.IGNORECASE)


def string(text: str, names: Mapping[str, str] | None = None) -> str:
    r"""A text as a literal, with the code by `names` for what only the deployment knows.

    >>> print(string('say "hi"\n'), string("${Token[Stage]}!", {"Stage": "stage"}))
    'say "hi"\n' f"{stage}!"
    """
    pieces = TOKEN.split(text)
    if len(pieces) == 1:
        return _quoted(text)
    codes = [(names or {})[name] for name in pieces[1::2]]
    if len(codes) == 1 and pieces[0] == pieces[2] == "":
        return codes[0]
    literal = [piece.replace("{", "{{").replace("}", "}}") for piece in pieces[::2]]
    quote = _quote(text)
    texts = [_body(piece, quote) for piece in literal]
    return (
        f"f{quote}{texts[0]}{''.join(f'{{{code}}}{text}' for code, text in zip(codes, texts[1:], strict=True))}{quote}"
    )


def _quoted(text: str) -> str:
    quote = _quote(text)
    return f"{quote}{_body(text, quote)}{quote}"


def _quote(text: str) -> str:
    """The one that takes fewer backslashes."""
    return "'" if text.count('"') > text.count("'") else '"'


def _body(text: str, quote: str) -> str:
    return "".join(f"\\{c}" if c == quote else c if c.isprintable() and c != "\\" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def text_node(text: str, names: Mapping[str, str] | None = None) -> Node:
    """A text as a literal, of several lines as a literal each where it is long."""
    rows = text.splitlines(keepends=True)
    if len(rows) < 2 or len(text) <= _LONG:
        return string(text, names)
    return Group("(", tuple(Item(string(row, names)) for row in rows), ")", comma="")
