"""Realistic documents of each format with parts exchanged, renamed or replaced: the same as `text`."""

from proof.fuzz import text
from proof.fuzz.choices import Choices

SEEDS = None
LONGEST = 200


def attempt(content: bytes) -> None:
    """A document that was changed."""
    text.attempt(Choices(content).document())
