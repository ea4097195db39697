"""YAML text as plain data and the lines it stands on, built from the parser's events without recursion."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from constructs_gw.document_limits import MAX_DEPTH, MAX_VALUES, TOO_DEEP, UnreadableError
from constructs_gw.yaml_values import plain_value, tagged_collection, tagged_scalar

_MERGE = object()
"""Stands for the name `<<`, which with quotes is a name like any other."""

_NO_NAME = "a member name that is no text"
_TOO_MANY = f"has more than {MAX_VALUES} values once its YAML aliases are followed"

_Lines = dict[Any, int]


class YamlPositions:
    """The lines of a YAML text, kept by the identity of the mappings and sequences in its data."""

    def __init__(self, documents: list[Any], lines: dict[int, _Lines], merged: list[Any]) -> None:
        self._documents = documents
        self._lines = lines
        self._merged = merged  # kept, so that nothing else takes over an identity

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of the member or item at `path`, or else of what is nearest above; None for an empty text."""
        if not self._documents:
            return None
        found, value = 1, self._documents[0]
        for step in path:
            lines = self._lines.get(id(value))
            try:
                found = lines[step] if lines is not None else found  # a short form has no lines of its own
                value = value[step]
            except (LookupError, TypeError):
                break
        return found


class _Anchored(NamedTuple):
    """What aliases stand for: a value, its text as a member name, and how many values and levels are in it."""

    value: Any
    name: str | None
    values: int = 0
    levels: int = 0


class _Container:
    """A mapping or sequence that is being read; a mapping's items are its names and values in turn."""

    __slots__ = ("deepest", "depth", "is_mapping", "items", "marks", "start", "values_before")

    def __init__(self, start: Any, is_mapping: bool, depth: int, values_before: int) -> None:
        self.start = start
        self.is_mapping = is_mapping
        self.depth = self.deepest = depth
        self.values_before = values_before
        self.items: list[Any] = []
        self.marks: list[Any] = []


def read_yaml(text: bytes) -> tuple[Any, YamlPositions]:
    """The data of a YAML text and its positions."""
    import yaml

    reader = _Reader()
    try:
        reader.read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise UnreadableError(f"is not YAML: {where}{error.problem}") from None
    except yaml.YAMLError as error:
        raise UnreadableError(f"is not YAML: {error}".splitlines()[0]) from None
    documents = reader.top.items
    return documents[0] if documents else None, YamlPositions(documents, reader.lines, reader.merged)


class _Reader:
    """What has been read so far, innermost container at the `top`; `values` counts what aliases repeat too."""

    def __init__(self) -> None:
        self.top = _Container(None, False, 0, 0)
        self.around: list[_Container] = []
        self.values = 0
        self.anchors: dict[str, _Anchored | None] = {}
        self.lines: dict[int, _Lines] = {}
        self.merged: list[Any] = []

    def read(self, text: bytes) -> None:
        import yaml

        take: dict[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self.document,
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.MappingStartEvent: self.open_mapping,
            yaml.SequenceStartEvent: self.open_sequence,
            yaml.MappingEndEvent: self.close_mapping,
            yaml.SequenceEndEvent: self.close_sequence,
        }
        events = iter(getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_event, None)
        for event in islice(events, 3 * MAX_VALUES):  # a name, a start and an end for each value
            if (method := take.get(type(event))) is not None:
                method(event)
        if self.around or next(events, None) is not None:
            raise UnreadableError(_TOO_MANY)

    def document(self, event: Any) -> None:
        if self.top.items:
            raise _refusal(event.start_mark, "more than one document")

    def scalar(self, event: Any) -> None:
        top, text = self.top, event.value
        if top.is_mapping and not len(top.items) & 1:
            value = _MERGE if text == "<<" and not event.style and event.tag is None else text
        elif event.style and event.tag is None:
            value = text
        else:
            try:
                value = plain_value(text) if event.tag is None else tagged_scalar(event.tag, text)
            except ValueError as error:
                raise _refusal(event.start_mark, error) from None
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, text)
        top.items.append(value)
        top.marks.append(event.start_mark)

    def alias(self, event: Any) -> None:
        top, anchored = self.top, self.anchors.get(event.anchor)
        if anchored is None:
            is_open = event.anchor in self.anchors
            what = "alias {!r} is inside of what it stands for" if is_open else "found undefined alias {!r}"
            raise _refusal(event.start_mark, what.format(event.anchor))
        is_name = top.is_mapping and not len(top.items) & 1
        if is_name and anchored.name is None:
            raise _refusal(event.start_mark, _NO_NAME)
        self.reach(top.depth + anchored.levels)
        self.count(anchored.values)
        top.items.append(anchored.name if is_name else anchored.value)
        top.marks.append(event.start_mark)

    def open_mapping(self, event: Any) -> None:
        self.open(event, True)

    def open_sequence(self, event: Any) -> None:
        self.open(event, False)

    def open(self, event: Any, is_mapping: bool) -> None:
        top = self.top
        if top.is_mapping and not len(top.items) & 1:
            raise _refusal(event.start_mark, _NO_NAME)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.around.append(top)
        self.top = _Container(event, is_mapping, top.depth + (1 if event.tag is None else 2), self.values)
        self.reach(self.top.depth)

    def close_mapping(self, _event: Any) -> None:
        top = self.top
        names = top.items[::2]
        data = dict(zip(names, top.items[1::2], strict=True))
        if len(data) < len(names):
            raise _duplicate(names, top.marks[::2])
        lines = dict(zip(names, [mark.line + 1 for mark in top.marks[::2]], strict=True))
        if _MERGE in data:
            data, lines = self.merge(data, lines, top.marks[2 * names.index(_MERGE) + 1])
        self.close(data, lines)

    def close_sequence(self, _event: Any) -> None:
        self.close(self.top.items, dict(enumerate([mark.line + 1 for mark in self.top.marks])))

    def close(self, data: Any, lines: _Lines) -> None:
        closed = self.top
        self.top = top = self.around.pop()
        self.count(len(data))
        self.reach(closed.deepest)
        self.lines[id(data)] = lines
        if (start := closed.start).tag is not None:
            try:
                data = tagged_collection(start.tag, data)
            except ValueError as error:
                raise _refusal(start.start_mark, error) from None
        if start.anchor is not None:
            values, levels = self.values - closed.values_before, closed.deepest - top.depth
            self.anchors[start.anchor] = _Anchored(data, None, values, levels)
        top.items.append(data)
        top.marks.append(start.start_mark)

    def merge(self, data: dict[Any, Any], lines: _Lines, mark: Any) -> tuple[dict[str, Any], _Lines]:
        """The members of a mapping after those that its `<<` brings, of which the first named win."""
        merged = data.pop(_MERGE)
        sources = merged if isinstance(merged, list) else [merged]
        self.merged.append(merged)
        all_data, all_lines = dict[str, Any](), _Lines()
        for source in reversed(sources):
            if not isinstance(source, dict):
                raise _refusal(mark, "expected a mapping or list of mappings for merging")
            self.count(len(source))
            all_data.update(source)
            all_lines.update(self.lines.get(id(source)) or dict.fromkeys(source, lines[_MERGE]))
        del lines[_MERGE]
        return all_data | data, all_lines | lines

    def count(self, values: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            raise UnreadableError(_TOO_MANY)

    def reach(self, depth: int) -> None:
        if depth > self.top.deepest:
            self.top.deepest = depth
        if depth > MAX_DEPTH:
            raise UnreadableError(TOO_DEEP)


def _duplicate(names: list[Any], marks: list[Any]) -> Exception:
    firsts = dict(zip(reversed(names), reversed(range(len(names))), strict=True))
    index = next(index for index, name in enumerate(names) if firsts[name] < index)
    return _refusal(marks[index], f"duplicate member {'<<' if names[index] is _MERGE else names[index]!r}")


def _refusal(mark: Any, what: object) -> Exception:
    import yaml

    return yaml.MarkedYAMLError(problem=str(what), problem_mark=mark)
