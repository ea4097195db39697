"""Pushing a plan for somebody who watches: shown, agreed to, backed up, written, and told as far as it came.

It knows no cloud: what it is for, what is kept, and how to go on is given to it.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from constructs_gw import sync, sync_text
from constructs_gw.errors import Problem
from constructs_gw.plain_text import one_line, plain

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step:
    """What is done after the changes of a plan, and asked for even where nothing differs."""

    announced: str
    """What is going to be done, as the plan says it."""
    do: Callable[[], str]
    """Does it and says what was done."""
    failed: str
    """What to say where it fails, before the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push(Generic[R]):
    """One plan for one gateway, and what is said of it."""

    gateway: sync.Gateway[R]
    planned: sync.Plan[R]
    title: str
    """What the plan is for."""
    backup: Path
    """Where what is replaced is kept."""
    keep: Callable[[Path], None]
    """Writes the backup; raises GatewayResponseError where it cannot."""
    problem_of: Callable[[Exception], Problem]
    """What went wrong, and what to do about it."""
    finish: str
    """The command that finishes what has come to a stop."""
    undo: str
    """The command that puts the backup back."""
    after: Step | None = None
    effect: str = ""
    """What is to be known of changes that are made."""
    is_dry_run: bool = False
    is_agreed: bool = False
    """Whether nobody is asked."""

    def run(self) -> bool:
        """Whether all is done that was asked for."""
        self._show()
        if not (self.planned.changes or self.after):
            return True
        if self.is_dry_run:
            print("nothing is written: this is a dry run")
            return True
        if not (self.is_agreed or _is_agreed()):
            print("nothing is written")
            return False
        if self.planned.changes:
            self.keep(self.backup)
            print(one_line(f"what is replaced is kept in {self.backup}"), flush=True)
        return self._write() and self._do_after()

    def _show(self) -> None:
        print(one_line(f"{self.title}:"))
        for line in sync_text.plan_lines(self.planned, self.gateway.parts):
            print(line)
        if not self.planned.changes:
            print("  nothing differs")
        if self.after:
            print(one_line(self.after.announced))

    def _write(self) -> bool:
        try:
            outcome = sync.write(self.gateway, self.planned)
        except sync.WriteInterrupt as interrupt:
            self._tell(interrupt.outcome, "interrupted, so it may be made or not")
            self._say_how_to_go_on()
            raise
        self._tell(outcome, str(self.problem_of(outcome.error)) if outcome.error else "")
        if not outcome.is_complete:
            self._say_how_to_go_on()
        return outcome.is_complete

    def _tell(self, outcome: sync.Outcome[R], reason: str) -> None:
        print("\n".join(sync_text.outcome_lines(outcome, reason)), flush=True)
        if self.effect and outcome.done:
            print(self.effect)

    def _do_after(self) -> bool:
        if self.after is None:
            return True
        try:
            done = self.after.do()
        except Exception as error:
            print(one_line(f"{self.after.failed}: {self.problem_of(error)}"))
            self._say_how_to_go_on()
            return False
        print(one_line(done))
        return True

    def _say_how_to_go_on(self) -> None:
        print(plain(f"to finish: {self.finish}"))
        if self.planned.changes:
            print(plain(f"to undo:   {self.undo}"))


def new_path(name: str) -> Path:
    """A backup in this folder that no other push has."""
    return Path(f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.json")


def flags(**given: str | None) -> Iterator[str]:
    """The options of a command that are given, as its user writes them.

    >>> [*flags(endpoint_url="http://127.0.0.1:4566", profile=None)]
    ['--endpoint-url', 'http://127.0.0.1:4566']
    """
    for name, value in given.items():
        if value:
            yield from (f"--{name.replace('_', '-')}", value)


def _is_agreed() -> bool:
    try:
        is_terminal = sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # it is closed
        is_terminal = False
    if not is_terminal:
        print("nobody can be asked here: add --yes", file=sys.stderr)
        return False
    try:
        return input("write this? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False
    except KeyboardInterrupt:
        print("\nnothing is written")
        raise
