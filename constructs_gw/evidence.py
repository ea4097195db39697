"""How well a fact about a cloud is known: the mark that travels with it, and the source behind it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Evidence(StrEnum):
    """The mark of a fact, from the strongest to the weakest."""

    DOCUMENTED = "documented"
    """Stated by the vendor's documentation or service model."""
    RECORDED = "recorded"
    """Recorded against the real service by a published test suite."""
    STANDARD = "standard"
    """Stated by a web standard (RFC, WHATWG Fetch)."""
    OBSERVED = "observed"
    """Reported by third parties (issue threads, emulators that measured it)."""
    INFERRED = "inferred"
    """Concluded from other facts; nobody has published a measurement."""
    UNDETERMINED = "undetermined"
    """Not known."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value together with how well it is known and where it was read."""

    value: T
    evidence: Evidence
    source: str = ""
