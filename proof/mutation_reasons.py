"""Why some mutants may survive: proof/mutation_survivors.toml, and what it no longer says rightly."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REASONS = Path(__file__).with_name("mutation_survivors.toml")


@dataclass(frozen=True, slots=True, order=True)
class Survivor:
    """A mutant that no test noticed."""

    module: str
    function: str
    change: str

    def __str__(self) -> str:
        return f"`{self.module}` {self.function and f'`{self.function}` '}`` {self.change} ``"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one survivor, or each of a family, is right to survive."""

    reason: str
    survivor: Survivor | None = None
    family: str | None = None
    """A regular expression for the changes it speaks of."""

    def covers(self, survivor: Survivor) -> bool:
        """Whether it is the reason of a survivor."""
        if self.family is not None:
            return re.search(self.family, survivor.change) is not None
        return survivor == self.survivor


def read_reasons(text: str) -> list[Reason]:
    """The reasons in a document such as mutation_survivors.toml."""
    found = tomllib.loads(text)
    families = [Reason(entry["reason"], family=entry["family"]) for entry in found.get("family", [])]
    single = [
        Reason(entry["reason"], Survivor(entry["module"], entry.get("function", ""), entry["change"]))
        for entry in found.get("survivor", [])
    ]
    return families + single


def with_reasons(survivors: Sequence[Survivor], reasons: Sequence[Reason]) -> tuple[list[str], list[str]]:
    """Each survivor with its reason, and what is wrong: a survivor without one, and a reason without a survivor."""
    lines, wrong = [], []
    for survivor in sorted({*survivors}):
        reason = next((reason for reason in reasons if reason.covers(survivor)), None)
        if reason is None:
            wrong.append(f"a mutant survives without a reason: {survivor}")
        else:
            lines.append(f"- {survivor}: {reason.reason}")
    stale = [reason for reason in reasons if not any(map(reason.covers, survivors))]
    return lines, wrong + [f"no mutant survives for the reason {reason.reason!r}: take it out" for reason in stale]
