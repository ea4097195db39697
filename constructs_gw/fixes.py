"""Put right what rules found in a document, where there is no doubt about the right value."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from constructs_gw.assembly import read_template
from constructs_gw.edits import Copy, Edit, Rename, Rewrite
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.places import Path as DataPath
from constructs_gw.rule import Rule
from constructs_gw.severity import Severity
from constructs_gw.text_edits import Editor, PlacedEdit
from constructs_gw.validate import Finding, selected_rules, validate_files

_MOST_TRIES = 100
"""So often a file is validated on its way; three times is usual."""

_SHARED = "Globals"
"""What SAM gives to every API of a template."""

_Error: TypeAlias = tuple[str, DataPath]
"""A rule, and the path of what it calls an error."""

_Step: TypeAlias = Callable[["_Version", Sequence[PlacedEdit]], "_Version | None"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document with what is certain put right."""

    before: bytes
    after: bytes
    changes: int
    """How many it took."""


def fixed(content: bytes, path: Path, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Fixed:
    """A file's content with everything put right that the rules find in it and know the right value of.

    What somebody acknowledged stays, and so does what a function makes, or what would be wrong in another way then.
    Raises GatewayResponseError for what cannot be read or is not written by hand.
    """
    return _Fixer(path, selected_rules(select, ignore)).fixed(content)


@dataclass(frozen=True, slots=True)
class _Version:
    """A file on its way."""

    content: bytes
    findings: Sequence[Finding]
    known: frozenset[_Error] = frozenset()
    """The errors that its author made."""
    changes: int = 0
    made: Sequence[PlacedEdit] = ()
    """The last of them."""

    @property
    def errors(self) -> Mapping[_Error, Finding]:
        """What is wrong and nobody acknowledged."""
        wrong = (found for found in self.findings if found.severity is Severity.ERROR and found.reason is None)
        return {(found.rule, found.place.path): found for found in wrong}

    @property
    def new_errors(self) -> Mapping[_Error, Finding]:
        """Those that its author did not make."""
        return {error: found for error, found in self.errors.items() if error not in self.known}


class _Fixer:
    """Fixes one file."""

    def __init__(self, path: Path, rules: Iterable[Rule]) -> None:
        self._path = path
        self._rules = {rule.name for rule in rules}
        self._tries = 0
        self._refused: set[PlacedEdit] = set()

    def fixed(self, content: bytes) -> Fixed:
        """The file with everything put right that can be."""
        version = _Version(content, self._findings(content))
        version, changes = replace(version, known=frozenset(version.errors)), 0
        while True:
            if new := self._first(self._guarded, version):
                version = new
            elif changes < version.changes:  # what was refused may be right after what came later
                self._refused.clear()
                changes = version.changes
            else:
                return Fixed(content, version.content, version.changes)

    def _findings(self, content: bytes) -> Sequence[Finding]:
        self._tries += 1
        file = read_template(content, self._path)
        if file.source.is_generated:
            what = f"{self._path} is generated: nothing is fixed in it"
            raise GatewayResponseError(Problem(what, "fix what it is made of"))
        return validate_files([file])

    def _first(self, edit: _Step, version: _Version) -> _Version | None:
        """The file after a step with the edits to make next; copies are the last, as what they copy is to be right."""
        edits = [placed for placed in self._edits(version.findings) if placed not in self._refused]
        copies = [placed for placed in edits if isinstance(placed[0], Copy)]
        others = [placed for placed in edits if not isinstance(placed[0], Copy)]
        return edit(version, others) or edit(version, copies)

    def _edited(self, version: _Version, edits: Sequence[PlacedEdit]) -> _Version | None:
        """The file after those of the edits that can be made; None where none can."""
        if not edits or self._tries >= _MOST_TRIES:
            return None
        content, made = Editor(version.content, str(self._path)).edited(edits)
        if not made:
            return None
        names = _names(made)
        known = frozenset((rule, _moved(path, names)) for rule, path in version.known)
        return _Version(content, self._findings(content), known, version.changes + len(made), made)

    def _guarded(self, version: _Version, edits: Sequence[PlacedEdit]) -> _Version | None:
        """The file after as many of the edits as lead to no error that its author did not make.

        An error can hide another; that is put right at once, or else the first stays.
        """
        first = last = new = self._edited(version, edits)
        while new and new.new_errors and all(found.edits for found in new.new_errors.values()):
            last, new = new, self._first(self._edited, new)
        last = new or last
        if first is None or last is None or not last.new_errors:
            return last
        return self._without(version, first.made, last.new_errors)

    def _without(self, version: _Version, made: Sequence[PlacedEdit], errors: Iterable[_Error]) -> _Version | None:
        """The file after those of the edits that do not lead to errors."""
        names, half = _names(made), len(made) // 2
        paths = [_moved(path, names) for _, path in made]
        blamed = {path for _, error in errors if (path := _nearest(error, paths)) is not None}
        refused = [edit for edit, path in zip(made, paths, strict=True) if path in blamed or not half]
        self._refused.update(refused)
        parts = [[edit for edit in made if edit not in refused]] if refused else [made[:half], made[half:]]
        return next(filter(None, (self._guarded(version, part) for part in parts)), None)

    def _edits(self, findings: Iterable[Finding]) -> Iterator[PlacedEdit]:
        """The edits of findings, each once, without those that contradict each other."""
        asked = (found for found in findings if found.reason is None and found.rule in self._rules)
        edits = dict.fromkeys((edit, _place(edit, found)) for found in asked for edit in found.edits)
        ways: dict[tuple[type, DataPath], set[Edit]] = {}
        for edit, path in edits:
            ways.setdefault((type(edit), path), set()).add(edit)
        for edit, path in edits:
            is_one = len(ways[type(edit), path]) == 1 or (isinstance(edit, Rewrite) and not edit.is_of_all)
            if is_one and not _is_shared(edit):
                yield edit, path


def _place(edit: Edit, found: Finding) -> DataPath:
    """The path of what an edit changes."""
    return edit.target.path if isinstance(edit, Copy) else found.place.path


def _is_shared(edit: Edit) -> bool:
    """Whether a copy would give several APIs what one of them has."""
    return isinstance(edit, Copy) and edit.target.path[0] == _SHARED and edit.source.path[0] != _SHARED


def _nearest(path: DataPath, others: Iterable[DataPath]) -> DataPath | None:
    """The longest of other paths that leads to one."""
    return max((other for other in others if path[: len(other)] == other), key=len, default=None)


def _names(made: Iterable[PlacedEdit]) -> Mapping[DataPath, str]:
    """The new names of members, by their paths."""
    return {path: edit.name for edit, path in made if isinstance(edit, Rename)}


def _moved(path: DataPath, names: Mapping[DataPath, str]) -> DataPath:
    """A path once members have other names."""
    return tuple(names.get(path[: i + 1], step) for i, step in enumerate(path)) if names else path
