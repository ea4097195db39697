"""Make edits in a YAML or JSON text, each where it stands: every other character stays as it is."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from constructs_gw.documents import read_document
from constructs_gw.edits import Copy, Edit, Rename, Rewrite, Write
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.intrinsics import is_function
from constructs_gw.loops import LOOP
from constructs_gw.places import Path
from constructs_gw.text_edits.document_text import DocumentText, Replacement
from constructs_gw.text_edits.insertions import Member, filled, inserted
from constructs_gw.text_edits.nodes import Node, count_places, find
from constructs_gw.text_edits.plain_data import make, value_at

PlacedEdit: TypeAlias = tuple[Edit, Path]
"""An edit and the path of what it is about."""

_Change: TypeAlias = tuple[Sequence[Replacement], Sequence[PlacedEdit]]


class _Aim(NamedTuple):
    """What an edit changes in the text, and where the data has that."""

    node: Node
    """A scalar, the name of a member, or the mapping that gets one."""
    path: Path
    what: Any
    """Equal for two that do the same."""
    edit: PlacedEdit


class Edited(NamedTuple):
    """A document's content with edits made in it."""

    content: bytes
    made: Sequence[PlacedEdit]


class Editor:
    """Makes edits in the text of a document; raises GatewayResponseError for text that is not in UTF-8."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        try:
            self._document = DocumentText.of(content)
        except UnicodeDecodeError:
            raise _refusal(name) from None
        self._data = read_document(content, name).data
        self._counts: dict[Node, int] = {}

    def edited(self, edits: Sequence[PlacedEdit]) -> Edited:
        """The content with those edits made that can be.

        What a function or a loop makes stays, and so does what an alias repeats where nothing is wrong with it. Raises
        GatewayResponseError where something else would change.
        """
        changes = self._changes(edits)
        if not changes:
            return Edited(self._content, ())
        content = self._document.replaced(new for replacements, _ in changes for new in replacements)
        made = [edit for _, edits in changes for edit in edits]
        if _data(content) != self._expected(made):
            raise _refusal(self._name)
        return Edited(content, made)

    def _changes(self, edits: Sequence[PlacedEdit]) -> Sequence[_Change]:
        return [*self._rewrites(edits), *self._renames(edits), *self._copies(edits), *self._writes(edits)]

    def _expected(self, made: Iterable[PlacedEdit]) -> Any:
        data = json.loads(json.dumps(self._data))  # so that nothing of it is in two places
        for edit, path in sorted(made, key=lambda one: (isinstance(one[0], Rename), -len(one[1]))):  # names at last
            make(data, edit, path)
        return data

    def _rewrites(self, edits: Iterable[PlacedEdit]) -> Iterator[_Change]:
        aims = [self._rewrite(edit, path) for edit, path in edits if isinstance(edit, Rewrite)]
        for node, whats, made in self._certain(aims):
            new = self._document.changed(node, partial(_rewritten, edits=whats))
            if new:
                yield [new], made

    def _rewrite(self, edit: Rewrite, path: Path) -> _Aim | None:
        found = find(self._document.root, path)
        if found is None:
            return None
        node = found.value.target or found.value
        substituted = _substituted(node)
        text = substituted or node
        is_open = _is_in_loop(path) or (substituted is not None and edit.is_of_all)
        return None if is_open and _is_filled(text.text) else _Aim(text, path, edit, (edit, path))

    def _renames(self, edits: Iterable[PlacedEdit]) -> Iterator[_Change]:
        aims = [self._rename(edit, path) for edit, path in edits if isinstance(edit, Rename)]
        certain = [*self._certain(aims)]
        names = {node: whats[0].name for node, whats, _ in certain}
        for node, whats, made in certain:
            taken = Counter(names.get(name, name.text).casefold() for name in _names(node.holder))
            if taken[whats[0].name.casefold()] == 1:
                yield [self._document.renamed(node, whats[0].name)], made

    def _rename(self, edit: Rename, path: Path) -> _Aim | None:
        found = find(self._document.root, path)
        name = found.name if found else None
        return None if name is None or _is_filled(name.text) else _Aim(name, path, edit, (edit, path))

    def _copies(self, edits: Iterable[PlacedEdit]) -> Iterator[_Change]:
        aims = [self._copy(edit, path) for edit, path in edits if isinstance(edit, Copy)]
        for node, whats, made in self._certain(aims):
            steps = whats[0][0]
            members = [member for others, member in whats if others == steps]
            if len(members) == len(whats):
                yield inserted(self._document, node, steps, members), made

    def _copy(self, edit: Copy, path: Path) -> _Aim | None:
        source, target = find(self._document.root, edit.source.path), edit.target.path
        at, node = self._nearest(target)
        is_open = (
            not node.is_mapping or any(map(is_function, node.members)) or _is_in_loop((*target, *edit.source.path))
        )
        if source is None or source.name is None or is_open or at == len(target):
            return None
        *steps, name = map(str, target[at:])
        member = Member(name, source.name, source.value, value_at(self._data, edit.source.path))
        return _Aim(node, target[:at], (steps, member), (edit, path))

    def _writes(self, edits: Iterable[PlacedEdit]) -> Iterator[_Change]:
        aims = [self._write(edit, path) for edit, path in edits if isinstance(edit, Write)]
        for node, members, made in self._certain(aims):
            if node.is_mapping:
                yield inserted(self._document, node, (), members), made
            elif not node.has_anchor:
                yield [filled(self._document, members[0].source_name, node, members[0].value)], made

    def _write(self, edit: Write, path: Path) -> _Aim | None:
        """What gets a member: a mapping that does not have it, or the null that stands for its value."""
        at, node = self._nearest(path)
        there = find(self._document.root, path)
        if there is not None and there.name is not None:
            is_null = value_at(self._data, path) is None and there.value.target is None
            member = Member(str(path[-1]), there.name, None, edit.value)
            return _Aim(there.value, path, member, (edit, path)) if is_null else None
        is_open = not node.is_mapping or any(map(is_function, node.members)) or at != len(path) - 1
        if is_open:
            return None
        like = next(iter(node.items or self._document.root.items), node)
        return _Aim(node, path[:at], Member(str(path[-1]), like, None, edit.value), (edit, path))

    def _nearest(self, path: Path) -> tuple[int, Node]:
        """How much of a path is there, and what is at its end."""
        node = self._document.root
        for at, step in enumerate(path):
            if (found := find(node, (step,))) is None:
                return at, node
            node = found.value.target or found.value
        return len(path), node

    def _certain(self, aims: Iterable[_Aim | None]) -> Iterator[tuple[Node, list[Any], list[PlacedEdit]]]:
        """What to do with each part of the text, where it is the same wherever the data has that part."""
        groups: dict[Node, dict[Path, list[_Aim]]] = {}
        for aim in filter(None, aims):
            groups.setdefault(aim.node, {}).setdefault(aim.path, []).append(aim)
        for node, group in groups.items():
            first, *others = [[aim.what for aim in listed] for listed in group.values()]
            if len(group) == count_places(node, self._counts) and all(other == first for other in others):
                yield node, first, [aim.edit for listed in group.values() for aim in listed]


def _rewritten(text: str, *, edits: Iterable[Rewrite]) -> str:
    for edit in edits:
        text = edit.rewritten(text)
    return text


def _substituted(node: Node) -> Node | None:
    """The text of `Fn::Sub`, in whatever form; None for another value."""
    if node.is_mapping and [*node.members] == ["Fn::Sub"]:
        node = node.members["Fn::Sub"][1]
    elif node.tag != "!Sub":
        return None
    return node.items[0] if node.style in ("[", "-") and node.items else node


def _names(mapping: Node | None) -> Iterator[Node]:
    """The names of all members, with those that others bring."""
    if mapping:
        yield from (name for name, _ in mapping.members.values())
        for other in mapping.merged:
            yield from _names(other.target or other)


def _is_in_loop(path: Path) -> bool:
    return any(str(step).startswith(LOOP) for step in path)


def _is_filled(text: str) -> bool:
    """Whether a loop or `Fn::Sub` puts something into a text."""
    return "${" in text or "&{" in text


def _data(content: bytes) -> Any:
    try:
        return read_document(content, "the document").data
    except GatewayResponseError:
        return None


def _refusal(name: str) -> GatewayResponseError:
    return GatewayResponseError(Problem("writing it would change more than what is wrong", "change it by hand", name))
