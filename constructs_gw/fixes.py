"""Put right what rules found in a document, where there is no doubt about the right value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from constructs_gw.assembly import read_template
from constructs_gw.edits import Copy, Edit, Rewrite
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.intrinsics import is_function
from constructs_gw.places import Place
from constructs_gw.round_trip import Data, rewritten
from constructs_gw.validate import Finding, validate_files

_MOST_ROUNDS = 10  # a key that is put right can show what is wrong with its value


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document with what is certain put right."""

    before: bytes
    after: bytes
    changes: int
    """How many it took."""


def fixed(content: bytes, path: Path, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Fixed:
    """A file's content with everything put right that the rules find in it and know the right value of.

    What somebody acknowledged stays, and so does what a function makes or aliases repeat. Raises GatewayResponseError
    for what cannot be read or is not written by hand, and where ruamel.yaml or merge3 is missing.
    """
    before, changes = content, 0
    for _ in range(_MOST_ROUNDS):
        changed, made = _round(content, path, select, ignore)
        if changed == content:
            break
        content, changes = changed, changes + made
    return Fixed(before, content, changes)


def _round(content: bytes, path: Path, select: Iterable[str], ignore: Iterable[str]) -> tuple[bytes, int]:
    file = read_template(content, path)
    if file.source.is_generated:
        raise GatewayResponseError(Problem(f"{path} is generated: nothing is fixed in it", "fix what it is made of"))
    edits = dict.fromkeys(_edits(validate_files([file], select=select, ignore=ignore)))
    changes = [partial(_make, edit, place) for edit, place in edits]
    try:
        return rewritten(content, changes) if changes else (content, 0)
    except GatewayResponseError as error:
        raise error.at(str(path)) from None


def _edits(findings: Iterable[Finding]) -> Iterator[tuple[Edit, Place]]:
    """The edits of findings, without a copy that could be of several things."""
    edits = [(edit, finding.place) for finding in findings if finding.reason is None for edit in finding.edits]
    sources: dict[Place, set[Place]] = {}
    for edit, _ in edits:
        if isinstance(edit, Copy):
            sources.setdefault(edit.target, set()).add(edit.source)
    for edit, place in edits:
        if not isinstance(edit, Copy) or (len(sources[edit.target]) == 1 and edit.source.document == place.document):
            yield edit, place


def _make(edit: Edit, place: Place, data: Any, style: Data) -> bool:
    """Change data as an edit says; False where that cannot be done."""
    if isinstance(edit, Copy):
        found, name = _member(data, edit.source.path)
        return name is not None and _add(data, edit.target.path, found[name], style)
    members, name = _member(data, place.path)
    if name is None:
        return False
    if isinstance(edit, Rewrite):
        value = style.with_text(members[name], edit.rewritten)
        members[name] = members[name] if value is None else value
        return value is not None
    if not isinstance(members, dict) or edit.name in members:
        return False
    style.rename(members, name, edit.name)
    return True


def _add(data: Any, path: Sequence[str | int], value: Any, style: Data) -> bool:
    """Write a value at a path that is not there yet, in mappings that are made if they are missing."""
    for position, step in enumerate(path):
        if not _is_mapping(data):
            return False
        name = _name(data, step)
        if name is None:
            for inner in reversed(path[position + 1 :]):
                value = {str(inner): value}
            style.add(data, str(step), value)
            return True
        data = data[name]
    return False


def _member(data: Any, path: Sequence[str | int]) -> tuple[Any, Any]:
    """The mapping or list that holds what is at a path, and its name or position there; None where nothing is."""
    name = None
    for step in path:
        data = data if name is None else data[name]
        name = _name(data, step)
        if name is None:
            break
    return data, name


def _name(members: Any, step: str | int) -> Any:
    """The name of a member, which is no text in YAML that has it as a number, or the position of an item."""
    if isinstance(members, dict):
        return step if step in members else next((name for name in members if str(name) == str(step)), None)
    return step if isinstance(members, list) and isinstance(step, int) and step < len(members) else None


def _is_mapping(data: Any) -> bool:
    return isinstance(data, dict) and not any(is_function(str(name)) for name in data)
