"""New members in the text of a document, laid out like those beside them."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from constructs_gw.text_edits.document_text import DocumentText, Replacement
from constructs_gw.text_edits.nodes import Node

_COLON = re.compile(r" *:(?: *|(?=\n))")
_INDENTATION = re.compile(r"\n([ \t]+)\S")
_NAME_ALONE = re.compile(r'(\n[ \t]*)"(?:[^"\\]|\\.)*"[ \t]*:[ \t]*')
_REST_OF_LINE = re.compile(r"[ \t]*(,?)[ \t]*(?:#[^\n]*)?(?=\n)")
_COMMENT = re.compile(r"(?<!\S)#")
_NOT_IN_FLOW = re.compile(r"[][{},?]|: ")


class Member(NamedTuple):
    """A member to add: its name, and the member that has its value."""

    name: str
    source_name: Node
    source: Node | None
    """None where the value is nowhere in the document."""
    value: Any
    """The value as data."""


def inserted(
    document: DocumentText, mapping: Node, steps: Sequence[str], members: Sequence[Member]
) -> list[Replacement]:
    """What adds members to a mapping, or to a new mapping in it that the steps lead to."""
    add = _in_flow if mapping.style == "{" else _in_block
    return [*add(document, mapping, steps, members)]


def filled(document: DocumentText, name: Node, null: Node, value: Any) -> Replacement:
    """What gives a member a value that has null."""
    holder = null.holder
    if not null.is_empty or holder is None or holder.style != ":":
        return Replacement(null.start, null.end, " " * null.is_empty + document.data_text(value))
    if not isinstance(value, dict):
        colon = document.text.index(":", name.end) + 1
        return Replacement(colon, colon, f" {document.line_text(value)}")
    end = document.text.find("\n", max(name.end, null.end))
    end = len(document.text) if end < 0 else end
    column = _column(document, name)
    return Replacement(end, end, _nested(document, value, column, _width(document, holder)))


def _nested(document: DocumentText, value: Any, column: int, width: int) -> str:
    """The lines of a mapping below the name of a member that stands in a column."""
    lines = document.block_text(value, width).splitlines()
    return "".join(f"\n{' ' * (column + width) if line else ''}{line}" for line in lines)


def _in_block(
    document: DocumentText, mapping: Node, steps: Sequence[str], members: Sequence[Member]
) -> Iterator[Replacement]:
    column, width = _column(document, mapping), _width(document, mapping)
    inner = column + width * len(steps)
    lines = [
        f"{' ' * (column + width * i)}{_step_name(document, mapping, members, step)}:" for i, step in enumerate(steps)
    ]
    lines += [f"{' ' * inner}{_in_own_line(document, member, inner, width)}" for member in members]
    ends = [last.end for value in mapping.items[1::2] if (last := value.last()).style not in ("|", ">")]
    if ends:
        end = document.text.find("\n", ends[-1])
        end = len(document.text) if end < 0 else end
        yield Replacement(end, end, "".join(f"\n{line}" for line in lines))
    else:  # what is written behind a block scalar could become a part of it
        text = "\n".join([*lines, " " * column])
        yield Replacement(mapping.start, mapping.start, text[column:])


def _in_own_line(document: DocumentText, member: Member, column: int, width: int) -> str:
    """A member in block style; its value as it is written, where that can be so."""
    source = member.source
    if source is None:
        is_block = isinstance(member.value, dict) and member.value
        inner = _nested(document, member.value, column, width) if is_block else document.line_text(member.value)
        return f"{_name(document, member)}:{inner}" if is_block else f"{_name(document, member)}: {inner}"
    written = document.text[member.source_name.end : source.end]
    is_in_block = source.holder is not None and source.holder.style == ":" and source.last().style not in ("|", ">")
    can_move = "\n" not in written or (is_in_block and not _COMMENT.search(written))
    if not _COLON.match(written) or not can_move or _has_anchors(source):
        return f"{_name(document, member)}: {document.data_text(member.value)}"
    shift = column - _column(document, member.source_name)
    return _name(document, member) + re.sub(
        r" *\n( *)(?=[^ \n])", lambda line: "\n" + " " * (len(line[1]) + shift), written
    )


def _in_flow(
    document: DocumentText, mapping: Node, steps: Sequence[str], members: Sequence[Member]
) -> Iterator[Replacement]:
    names = mapping.items[::2]
    if not names:
        yield _filled(document, mapping, steps, members)
        return
    colon = document.text[names[-1].end : mapping.items[-1].start]
    colon = colon if colon.strip(" ") == ":" else ": "
    pad, end = _pad(document, names[-1]), mapping.items[-1].end
    text = _listed(document, mapping, steps, members, colon, pad)
    rest = _REST_OF_LINE.match(document.text, end) if pad else None
    if rest is None:
        yield Replacement(end, end, (f",{pad}" if pad else _comma(colon)) + text)
        return
    if not rest[1]:
        yield Replacement(end, end, ",")
    yield Replacement(rest.end(), rest.end(), pad + text + rest[1])


def _filled(document: DocumentText, mapping: Node, steps: Sequence[str], members: Sequence[Member]) -> Replacement:
    """An empty mapping with members; on lines of their own where a formatter of JSON has them."""
    line = document.text[max(document.text.rfind("\n", 0, mapping.start), 0) : mapping.start]
    alone = _NAME_ALONE.fullmatch(line) if document.is_json else None
    around = alone[1] if alone else ""
    pad = around + _unit(document) if around else ""
    colon = ":" if document.text[mapping.start - 1] == ":" else ": "
    text = pad + _listed(document, mapping, steps, members, colon, pad) + around
    has_comment = "#" in document.text[mapping.start + 1 : mapping.end - 1]
    return Replacement(mapping.start + 1, mapping.start + 1 if has_comment else mapping.end - 1, text)


def _listed(
    document: DocumentText, mapping: Node, steps: Sequence[str], members: Sequence[Member], colon: str, pad: str
) -> str:
    """Members in flow style; in JSON that has a line for each, indented as far as they are nested."""
    if document.is_json and pad:
        data: Any = {member.name: member.value for member in members}
        for step in reversed(steps):
            data = {step: data}
        lines = json.dumps(data, indent=_unit(document), separators=(",", colon), ensure_ascii=document.is_ascii)
        return lines[1:-1].rstrip().replace(f"\n{_unit(document)}", pad).removeprefix(pad)
    made = [_name(document, member) + colon + _in_one_line(document, member) for member in members]
    for i in range(len(steps), 0, -1):
        name = _step_name(document, mapping, members, steps[i - 1])
        made = [f"{name}{colon}{{{_comma(colon).join(made)}}}"]
    return (f",{pad}" if pad else _comma(colon)).join(made)


def _comma(colon: str) -> str:
    """The comma of those who write such a colon."""
    return ", " if colon.endswith(" ") else ","


def _unit(document: DocumentText) -> str:
    """How far the first line is indented that is."""
    found = _INDENTATION.search(document.text)
    return found[1] if found else "  "


def _in_one_line(document: DocumentText, member: Member) -> str:
    """A value in flow style; as it is written, where that can be so."""
    source = member.source
    if source is None:
        return document.data_text(member.value)
    written = document.text[member.source_name.end : source.end]
    colon = _COLON.match(written)
    is_ambiguous = source.style == "" and _NOT_IN_FLOW.search(source.text)
    is_block = source.style in ("|", ">", ":", "-")
    if colon is None or "\n" in written or is_ambiguous or is_block or _has_anchors(source):
        return document.data_text(member.value)
    return written[colon.end() :]


def _name(document: DocumentText, member: Member) -> str:
    node = member.source_name
    is_same = node.text == member.name and node.style != "*"
    return document.text[node.start : node.end] if is_same else document.spelled(member.name, node)


def _step_name(document: DocumentText, mapping: Node, members: Sequence[Member], step: str) -> str:
    return document.spelled(step, mapping.items[0] if mapping.items else members[0].source_name)


def _has_anchors(node: Node) -> bool:
    return any(part.has_anchor or part.target for part in node.parts())


def _column(document: DocumentText, node: Node) -> int:
    return node.start - document.text.rfind("\n", 0, node.start) - 1


def _pad(document: DocumentText, name: Node) -> str:
    """The line break and spaces before a name that its line begins with; empty before another."""
    line = document.text[max(document.text.rfind("\n", 0, name.start), 0) : name.start]
    return line if line.startswith("\n") and not line.strip() else ""


def _width(document: DocumentText, mapping: Node) -> int:
    """How far what is in a mapping is indented."""
    around = mapping.holder
    pairs = [(mapping, value) for value in mapping.items if value.style == ":"]
    pairs += [(around, mapping)] if around is not None and around.style == ":" else []
    return next((_column(document, inner) - _column(document, outer) for outer, inner in pairs), 2)
