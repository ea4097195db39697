"""The one error that misuse of this library raises, and the problems it collects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from constructs_gw.edits import Edit
from constructs_gw.places import Place
from constructs_gw.severity import Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what the user wrote, and what to write instead."""

    message: str
    fix: str
    at: str | Place = ""
    severity: Severity | None = None
    """How bad it is; None leaves that to the rule that found it."""
    edits: tuple[Edit, ...] = ()
    """What puts it right, where there is no doubt about that; in the order in which to do it."""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.message}; {self.fix}" if self.fix else f"{where}{self.message}"


class GatewayResponseError(ValueError):
    """Raised for a value that API Gateway would reject or render wrongly; `problems` holds every one that was found."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        return "\n".join([f"{len(self.problems)} problems:", *(f"  - {problem}" for problem in self.problems)])

    def at(self, place: str) -> "GatewayResponseError":
        """The same error, said of a place such as a construct path."""
        return GatewayResponseError(
            *(Problem(p.message, p.fix, f"{place}: {p.at}" if p.at else place) for p in self.problems)
        )


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise every problem at once; nothing happens when there is none."""
    found = tuple(problems)
    if found:
        raise GatewayResponseError(*found)


def bool_problems(**options: object) -> list[Problem]:
    """What is wrong with options that are to be True or False; "false" would count as true."""
    meant = {"false": False, "no": False, "off": False, "0": False, "true": True, "yes": True, "on": True, "1": True}
    return [
        Problem(f"{name}={value!r} is not a bool", f"write {meant.get(str(value).casefold(), 'True or False')}")
        for name, value in options.items()
        if not isinstance(value, bool)
    ]


def dict_problems(value: object, fix: str) -> list[Problem]:
    """What is wrong with an option that is to be a dict."""
    return [] if isinstance(value, Mapping) else [Problem(f"{value!r} is not a dict", fix)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one most likely means, or None."""
    from difflib import get_close_matches  # only wanted once something is wrong

    by_fold = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(name.casefold(), by_fold, n=1)
    return by_fold[matches[0]] if matches else None


def listed(names: Iterable[str], most: int = 3, total: int | None = None) -> str:
    """Names in a sentence; of more than `most`, the first ones and how many more there are.

    Where `total` says how many there are, no more names are made than are shown.

    >>> listed(["A", "B"]), listed(["A", "B", "C", "D", "E"])
    ('A and B', 'A, B, C and 2 more')
    """
    every = list(names) if total is None else list(islice(names, most))
    more = (len(every) if total is None else total) - most
    shown = [*every[:most], f"{more} more"] if more > 0 else every
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def attempt(problems: list[Problem], build: Callable[..., T], *args: object) -> T | None:
    """What `build(*args)` gives, or None with its problems added to the list, so that all can be reported together."""
    try:
        return build(*args)
    except GatewayResponseError as error:
        problems.extend(error.problems)
        return None
