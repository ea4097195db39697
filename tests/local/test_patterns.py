"""Patterns that match as Python's do, in bounded time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.local.patterns import UnsupportedPatternError, compiled

PATTERNS = (
    "a+b", "(a+)+$", r"^Bearer [-0-9a-zA-z\.]*$", "[^a]", r"\d{2,4}", "(ab|cd)*", "^$", "a?b*?c", "(?i)AbC", "x|",
    r"[\w.-]+@\w+", "^a|b$", "a{0}b", "[ab]{2,}", "(a*)*", r"a\s\S", "^https?://[^/]+$", "(?s)a.b", "a{2}",
)  # fmt: skip


@given(st.sampled_from(PATTERNS), st.text("abcdABCBer .-09@\t/:hpst", max_size=8))
def test_it_matches_what_python_matches(pattern: str, text: str) -> None:
    found = compiled(pattern)
    assert bool(found.fullmatch(text)) == bool(re.fullmatch(pattern, text, re.ASCII))
    assert bool(found.search(text)) == bool(re.search(pattern, text, re.ASCII))


def test_it_is_not_held_up() -> None:
    assert not compiled("(a+)+$").fullmatch("a" * 100_000 + "b")


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)b", "a{100000}", "(", "((a{50}){50}){50}", "a" * 3_000, "\ud800"])
def test_what_cannot_be_bounded_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        compiled(pattern)
