"""The ways that a deployment can go: what parameters hold and which conditions are met.

`explore` builds a view once for each way that matters to it, with the same choice everywhere, so that what can never
come together is never judged together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

MAX_WAYS = 64
"""A view that can go more ways than this is built with opaque text for what decides the rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way that a parameter or condition can go."""

    value: str | bool | None
    """None for any other text."""
    is_default: bool = False
    """Whether it is the default of a parameter."""
    is_allowed: bool = False
    """Whether it is one of the few values that the parameter can have, so that it counts for more than a default."""


@dataclass(slots=True)
class Choices:
    """The ways taken so far in one deployment; a new question takes its first answer and leaves the others untried."""

    made: dict[str, Choice] = field(default_factory=dict)
    ways: int = 1
    untried: list["Choices"] = field(default_factory=list)

    def choose(self, question: str, options: Sequence[Choice]) -> Choice | None:
        """The answer in this deployment; None where the questions have become too many."""
        if question in self.made:
            return self.made[question]
        ways = self.ways * len(options)
        if ways > MAX_WAYS:
            return None
        self.untried += [Choices({**self.made, question: option}, ways) for option in options[1:]]
        self.made[question] = options[0]
        self.ways = ways
        return options[0]

    @property
    def defaults(self) -> list[str]:
        """The parameters of which only the default is known, and among the ways taken."""
        made = self.made.items()
        return [q.rpartition(": ")[2] for q, choice in made if choice.is_default and not choice.is_allowed]


class Defaults(Choices):
    """The deployment with every parameter at its default; what has none stays open."""

    def choose(self, question: str, options: Sequence[Choice]) -> Choice | None:
        """The default, if there is one."""
        return next((option for option in options if option.is_default), None)


def explore(build: Callable[[Choices], T]) -> Iterator[tuple[T, Choices]]:
    """What `build` gives in each deployment that makes a difference to it, with the choices that lead there."""
    pending = [Choices()]
    while pending:
        choices = pending.pop()
        yield build(choices), choices
        pending += choices.untried
