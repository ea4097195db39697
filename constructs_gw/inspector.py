"""Asks the rules about views, each rule once for all views that hold the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from constructs_gw.choices import Choice, Choices
from constructs_gw.edits import Edit
from constructs_gw.errors import Problem
from constructs_gw.places import Place
from constructs_gw.rules import ViewRule
from constructs_gw.severity import Severity
from constructs_gw.tokens import TOKEN
from constructs_gw.views import ApiView, FailureView, ResponseView

_MAX_MESSAGE = 2000
_Way: TypeAlias = frozenset[tuple[str, Choice]]


class Sighting(NamedTuple):
    """What a rule says of a place."""

    rule: str
    place: Place
    severity: Severity
    message: str
    fix: str
    edits: tuple[Edit, ...] = ()


class Inspector:
    """The rules by the view that they look at, and what they said of views so far."""

    def __init__(self, rules: Iterable[ViewRule]) -> None:
        self._rules: dict[type, list[ViewRule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.view, []).append(rule)
        self._said: dict[tuple[Any, ...], Sequence[Sighting]] = {}

    def look(self, view: Any) -> Sequence[Sighting]:
        """What the rules for such a view say of it, and of its parts."""
        content = getattr(view, "content", None)
        try:
            said = None if content is None else self._said.get((type(view), content))
        except TypeError:  # a list or mapping where text belongs
            said = content = None
        if said is not None:
            return [_moved(found, Place(""), view.place) for found in said] if said else said
        found = [*self._ask(view), *(f for part in _parts(view) for f in self.look(part))]
        if content is not None:
            self._said[type(view), content] = [_moved(one, view.place, Place("")) for one in found]
        return found

    def _ask(self, view: Any) -> Iterator[Sighting]:
        for rule in self._rules.get(type(view), ()):
            try:
                for problem in rule.check(view):
                    yield _sighting(rule, problem, view.place)
            except Exception as error:  # a fault of a rule is reported, and keeps no other rule from looking
                for failed in self._rules.get(FailureView, ()):
                    for problem in failed.check(FailureView(rule.name, error, view.place)):
                        yield _sighting(failed, problem, view.place)


def _parts(view: Any) -> Iterable[Any]:
    return view.parts() if isinstance(view, ResponseView) else ()


class Sightings:
    """Everything that rules say of an API, and in which deployments."""

    def __init__(self, inspector: Inspector) -> None:
        self._inspector = inspector
        self._ways: dict[tuple[str, Place], dict[Sighting, list[Choices]]] = {}
        self._views: dict[tuple[str, Place], tuple[type, Place]] = {}
        """What was looked at when something was said."""
        self._looks: dict[tuple[type, Place], set[_Way]] = {}
        """The deployments that have what was looked at."""

    def look(self, view: Any, choices: Choices) -> None:
        """Let the rules look at a view in one deployment."""
        kind, is_api = type(view), isinstance(view, ApiView)
        for part in view.responses if is_api else (view,):
            self._looks.setdefault((kind, part.place), set()).add(_way(choices))
        for found in self._inspector.look(view):
            self._ways.setdefault(found[:2], {}).setdefault(found, []).append(choices)
            self._views[found[:2]] = (kind, found.place if is_api else view.place)

    def certain(self) -> Iterator[Sighting]:
        """Each once; what only a parameter's default brings about is info at most, and only where nothing else is.

        Edits are for what is wrong in every deployment that has it.
        """
        for at, seen in self._ways.items():
            always = [found for found, ways in seen.items() if not all(way.defaults for way in ways)]
            for found in always:
                edits = tuple(edit for edit in found.edits if self._is_always_meant(edit, at))
                yield found if edits == found.edits else found._replace(edits=edits)
            if not always:
                yield from (_by_default(found, ways) for found, ways in seen.items())

    def _is_always_meant(self, edit: Edit, at: tuple[str, Place]) -> bool:
        ways = {_way(way) for found, ways in self._ways[at].items() if edit in found.edits for way in ways}
        return ways == self._looks.get(self._views[at])


def _way(choices: Choices) -> _Way:
    return frozenset(choices.made.items())


def _by_default(found: Sighting, ways: Iterable[Choices]) -> Sighting:
    every = [set(way.defaults) for way in ways]
    names = ", ".join(sorted(set.intersection(*every) or set.union(*every)))
    message = f"{found.message} (may be: so it is with the default of {names})"
    return found._replace(severity=Severity.INFO, message=message, edits=())


def _sighting(rule: ViewRule, problem: Problem, place: Place) -> Sighting:
    at = problem.at if isinstance(problem.at, Place) else place
    severity = problem.severity or rule.severity
    return Sighting(rule.name, at, severity, _as_written(problem.message), _as_written(problem.fix), problem.edits)


def _as_written(text: str) -> str:
    """Text with each part that only the deployment knows as `Fn::Sub` spells it, cut where nobody would read on."""
    written = TOKEN.sub(lambda token: f"${{{token[1]}}}", text)
    return written if len(written) <= _MAX_MESSAGE else f"{written[:_MAX_MESSAGE]}..."


def _moved(found: Sighting, origin: Place, target: Place) -> Sighting:
    """The same, said of another view that holds the same: the place in it stays."""
    place = Place(target.document, target.path + found.place.path[len(origin.path) :])
    return found._replace(place=place)
