"""Plans what to write to a gateway, keeps what was there, writes, checks, and puts it back: for any kind of gateway."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

R = TypeVar("R")

CUSTOMIZED = "customization"
"""The part that differs where only one of a declared and a live response customizes its type."""


class Gateway(Protocol[R]):
    """A gateway whose customized responses can be listed, read, written and reset, one response type at a time."""

    def list(self) -> Mapping[str, R]:
        """The customized responses by response type."""
        ...

    def get(self, response_type: str) -> R | None:
        """The customized response of a type; None where it is the gateway's own."""
        ...

    def put(self, response_type: str, response: R) -> None:
        """Customize a type, in place of what it has."""
        ...

    def delete(self, response_type: str) -> None:
        """Give a type the gateway's own response again; nothing happens where it has that."""
        ...

    def parts(self, response_type: str, response: R) -> Mapping[str, str]:
        """A response part by part, in the one spelling that tells whether two are the same."""
        ...

    def is_fallback(self, response_type: str) -> bool:
        """Whether types that are not customized answer as this one does."""
        ...


@dataclass(frozen=True, slots=True)
class Change(Generic[R]):
    """One write: what a response type has and what it is to have; None is the gateway's own response."""

    response_type: str
    before: R | None
    after: R | None

    @property
    def verb(self) -> str:
        """What is done: `add`, `change` or `reset`."""
        if self.after is None:
            return "reset"
        return "add" if self.before is None else "change"


@dataclass(frozen=True, slots=True)
class Plan(Generic[R]):
    """What makes a gateway as it is declared."""

    changes: tuple[Change[R], ...]
    kept: tuple[str, ...] = ()
    """The types that are customized and not declared, and stay as they are."""

    @property
    def backup(self) -> dict[str, R | None]:
        """What the plan replaces."""
        return {change.response_type: change.before for change in self.changes}


def plan(gateway: Gateway[R], declared: Mapping[str, R | None], *, prune: bool = False, exact: bool = False) -> Plan[R]:
    """The writes that make a gateway as it is declared; those that would change nothing are left out.

    None in `declared` is the gateway's own response. What is not declared stays, or with `prune` is reset. With `exact`
    a response that only is spelled otherwise is written too, which puts back a backup to the letter.
    """
    live = gateway.list()
    wanted = {**dict.fromkeys(live if prune else ()), **declared}
    changes = (Change(kind, live.get(kind), response) for kind, response in wanted.items())
    differing = (change for change in changes if not _changes_nothing(gateway, change, exact))
    kept = tuple(sorted(kind for kind in live if kind not in wanted))
    return Plan(tuple(sorted(differing, key=lambda change: (_turn(gateway, change), change.response_type))), kept)


def _turn(gateway: Gateway[R], change: Change[R]) -> int:
    """When to make a change, so that each type goes from its old answer to its new one at once.

    A type that gets a customization has it before what it fell back on changes; one that loses it falls back on what is
    new already. However far a plan comes, and whoever deploys then, nobody sees an answer that nobody declared.
    """
    if gateway.is_fallback(change.response_type):
        return 1
    return 0 if change.after is not None else 2


def _changes_nothing(gateway: Gateway[R], change: Change[R], exact: bool) -> bool:
    if exact:
        return change.before == change.after
    return _is_same(gateway, change.response_type, change.before, change.after)


def _is_same(gateway: Gateway[R], kind: str, one: R | None, other: R | None) -> bool:
    if one is None or other is None:
        return one is other
    return gateway.parts(kind, one) == gateway.parts(kind, other)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """How far writing a plan came."""

    done: tuple[Change[R], ...]
    failed: Change[R] | None = None
    error: Exception | None = None
    left: tuple[Change[R], ...] = ()
    """What was not tried, after what failed."""

    @property
    def is_complete(self) -> bool:
        """Whether every change was made, and read back."""
        return self.failed is None


class ChangedError(Exception):
    """What is there is no longer what the plan replaces, and what the backup has: another writer was faster."""


class UnverifiedError(Exception):
    """What was read back is not what was written: another writer was there, or the gateway took something else."""


class StoppedError(Exception):
    """A plan that was not written to its end; `outcome` says how far it came."""

    def __init__(self, outcome: Outcome[Any]) -> None:
        super().__init__(f"stopped at {_type_of(outcome.failed)} after {len(outcome.done)} made: {outcome.error}")
        self.outcome = outcome


class WriteInterrupt(KeyboardInterrupt):
    """Ctrl-C while a plan was written; in `outcome`, whether `failed` was made is not known."""

    def __init__(self, outcome: Outcome[Any]) -> None:
        super().__init__(f"interrupted at {_type_of(outcome.failed)} after {len(outcome.done)} made")
        self.outcome = outcome


def _type_of(change: Change[Any] | None) -> str:
    return change.response_type if change else "the end"


def write(gateway: Gateway[R], planned: Plan[R], *, done: Callable[[Change[R]], None] = lambda _: None) -> Outcome[R]:
    """Make each change and read it back; `done` is told of each. Stops at the first that fails.

    A write that failed without an answer may have been made all the same, so what is there decides. Keep
    `planned.backup` before: `plan(gateway, backup, exact=True)` is what puts it back. To finish, plan and write again.
    Raises WriteInterrupt on Ctrl-C.
    """
    made: list[Change[R]] = []
    try:
        for change in planned.changes:
            try:
                _write(gateway, change)
            except Exception as error:
                return _stopped(planned, made, error)
            made.append(change)
            done(change)
    except KeyboardInterrupt:
        raise WriteInterrupt(_stopped(planned, made)) from None
    return Outcome(tuple(made))


def _stopped(planned: Plan[R], made: Sequence[Change[R]], error: Exception | None = None) -> Outcome[R]:
    left = planned.changes[len(made) :]
    return Outcome(tuple(made), left[0] if left else None, error, left[1:])


def _write(gateway: Gateway[R], change: Change[R]) -> None:
    live = gateway.get(change.response_type)
    if not any(_is_same(gateway, change.response_type, live, known) for known in (change.before, change.after)):
        raise ChangedError(f"{change.response_type} was changed since the plan was made, so nothing is written over it")
    try:
        if change.after is None:
            gateway.delete(change.response_type)
        else:
            gateway.put(change.response_type, change.after)
    except Exception:
        with suppress(Exception):  # why it was not written says more than why it cannot be read
            if _has(gateway, change, change.after):
                return
        raise
    if not _has(gateway, change, change.after):
        raise UnverifiedError(f"{change.response_type} was written, and reads otherwise now")


def _has(gateway: Gateway[R], change: Change[R], response: R | None) -> bool:
    return _is_same(gateway, change.response_type, gateway.get(change.response_type), response)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that a declared and a live response have differently; None where one has no such part."""

    response_type: str
    part: str
    declared: str | None
    live: str | None


def diff(gateway: Gateway[R], declared: Mapping[str, R]) -> list[Difference]:
    """What is live beside what is declared, part by part; a type that only one of the two customizes is one part."""
    live = gateway.list()
    found: list[Difference] = []
    for kind in sorted({*declared, *live}):
        if kind not in live or kind not in declared:
            mine, theirs = ("customized" if kind in side else None for side in (declared, live))
            found.append(Difference(kind, CUSTOMIZED, mine, theirs))
            continue
        here, there = gateway.parts(kind, declared[kind]), gateway.parts(kind, live[kind])
        found += (
            Difference(kind, part, here.get(part), there.get(part))
            for part in sorted({*here, *there})
            if here.get(part) != there.get(part)
        )
    return found
