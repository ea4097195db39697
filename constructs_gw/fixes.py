"""Put right what rules found in a document, where there is no doubt about the right value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from constructs_gw.assembly import read_template
from constructs_gw.edits import Copy, Edit, Rename, Rewrite
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.places import Path as DataPath
from constructs_gw.rules import Rule
from constructs_gw.severity import Severity
from constructs_gw.text_edits import Editor, PlacedEdit
from constructs_gw.validate import Finding, selected_rules, validate_files

_MOST_TRIES = 100
"""So often a file is validated on its way; three times is usual."""

_MOST_ROUNDS = 10
"""So often one error can show another; twice is usual."""

_SHARED = "Globals"
"""What SAM gives to every API of a template."""

_Error: TypeAlias = tuple[str, DataPath]
"""A rule, and the path of what it calls an error."""


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
    accepted: Mapping[_Error, int]
    """The errors that it may have: 0 for those of its author, another number for those that are to be put right yet."""
    changes: int = 0
    made: Sequence[PlacedEdit] = ()
    """The last of them."""

    @property
    def errors(self) -> Mapping[_Error, Finding]:
        """What is wrong and nobody acknowledged."""
        wrong = (found for found in self.findings if found.severity is Severity.ERROR and found.reason is None)
        return {(found.rule, found.place.path): found for found in wrong}

    @property
    def unsound(self) -> list[_Error]:
        """The errors that its author did not make."""
        return [error for error in self.errors if self.accepted.get(error) != 0]

    def since(self, number: int) -> list[_Error]:
        """The errors that it has since then."""
        return [error for error in self.errors if self.accepted.get(error) == number]


class _Fixer:
    """Fixes one file."""

    def __init__(self, path: Path, rules: Iterable[Rule]) -> None:
        self._path = path
        self._rules = {rule.name for rule in rules}
        self._tries = 0
        self._refused: set[PlacedEdit] = set()

    def fixed(self, content: bytes) -> Fixed:
        """The file with everything put right that can be."""
        version = _Version(content, self._findings(content), {})
        version = sound = replace(version, accepted=dict.fromkeys(version.errors, 0))
        changes, risky = 0, version.made
        while True:
            new = self._next(version)
            if new is None and version is not sound:  # what was to be put right later was not
                new, version = self._without(sound, risky, version.unsound), sound
                if new is None:
                    self._refused.update(risky)
                    continue
            if new:
                risky = new.made if version is sound else risky
                version, sound = new, sound if new.unsound else new
            elif changes < sound.changes:  # what was refused may be right after what came later
                self._refused.clear()
                changes = sound.changes
            else:
                return Fixed(content, sound.content, sound.changes)

    def _findings(self, content: bytes) -> Sequence[Finding]:
        self._tries += 1
        file = read_template(content, self._path)
        if file.source.is_generated:
            what = f"{self._path} is generated: nothing is fixed in it"
            raise GatewayResponseError(Problem(what, "fix what it is made of"))
        return validate_files([file])

    def _next(self, version: _Version) -> _Version | None:
        """The file after the next edits that lead to no error which its author did not make."""
        for edits in self._steps(version):
            if new := self._guarded(version, edits):
                return new
        return None

    def _steps(self, version: _Version) -> list[list[PlacedEdit]]:
        """The edits to make next; copies are the last, and what they copy is right."""
        edits = [edit for edit in self._edits(version.findings) if edit not in self._refused]
        wrong = {path for _, path in version.errors}
        copies = [one for one in edits if isinstance(one[0], Copy) and one[0].source.path not in wrong]
        return [[one for one in edits if not isinstance(one[0], Copy)], copies]

    def _edited(self, version: _Version, edits: Sequence[PlacedEdit]) -> _Version | None:
        """The file after those of the edits that can be made."""
        if not edits or self._tries >= _MOST_TRIES:
            return None
        content, made = Editor(version.content, str(self._path)).edited(edits)
        if not made:
            return None
        names = _names(made)
        accepted = {(rule, _moved(path, names)): since for (rule, path), since in version.accepted.items()}
        return _Version(content, self._findings(content), accepted, version.changes + len(made), made)

    def _guarded(self, version: _Version, edits: Sequence[PlacedEdit]) -> _Version | None:
        """The file after as many of the edits as lead to no error that its author did not make."""
        new = self._edited(version, edits)
        if new is None:
            return None
        number = self._tries
        shown = {error: number for error in new.errors if error not in new.accepted}
        if not shown:
            return new
        new = replace(new, accepted={**new.accepted, **shown})
        left = self._finished(new).since(number) if all(new.errors[error].edits for error in shown) else [*shown]
        return self._without(version, new.made, left) if left else new

    def _finished(self, version: _Version) -> _Version:
        """The file after everything that can be done yet, whatever it leads to."""
        for _ in range(_MOST_ROUNDS):
            steps = (self._edited(version, edits) for edits in self._steps(version))
            new = next(filter(None, steps), None)
            if new is None:
                break
            version = new
        return version

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
