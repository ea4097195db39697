"""Make edits in plain data: what a document's text has to say once they are made in it."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from constructs_gw.edits import Copy, Edit, Rename, Write
from constructs_gw.places import Path
from constructs_gw.template import text_of


def make(data: Any, edit: Edit, path: Path) -> None:
    """Make an edit of what is at a path."""
    if isinstance(edit, Copy):
        _add(data, edit.target.path, deepcopy(value_at(data, edit.source.path)))
        return
    holder = value_at(data, path[:-1])
    if isinstance(edit, Write):
        holder[path[-1]] = deepcopy(edit.value)
        return
    if isinstance(edit, Rename):
        members = {edit.name if name == path[-1] else name: value for name, value in holder.items()}
        holder.clear()
        holder.update(members)
        return
    match holder[path[-1]]:
        case {"Fn::Sub": [str(text), *_] as listed}:
            listed[0] = edit.rewritten(text)
        case {"Fn::Sub": str(text)} as function:
            function["Fn::Sub"] = edit.rewritten(text)
        case value:
            holder[path[-1]] = edit.rewritten(text_of(value) or "")


def value_at(data: Any, path: Sequence[str | int]) -> Any:
    """The value at a path."""
    for step in path:
        data = data[step]
    return data


def _add(data: Any, path: Path, value: Any) -> None:
    """Write a value where nothing is yet, in mappings that are made if they are missing."""
    for step in path[:-1]:
        data = data.setdefault(step, {}) if isinstance(data, dict) else data[step]
    data[path[-1]] = value
