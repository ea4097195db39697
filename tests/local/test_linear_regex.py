"""Patterns that match as Python's do, in bounded time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.local.linear_regex import UnsupportedPatternError, compiled

PATTERNS = (
    "a+b", "(a+)+$", r"^Bearer [-0-9a-zA-z\.]*$", "[^a]", r"\d{2,4}", "(ab|cd)*", "^$", "a?b*?c", "(?i)AbC", "x|",
    r"[\w.-]+@\w+", "^a|b$", "a{0}b", "[ab]{2,}", "(a*)*", r"a\s\S", "^https?://[^/]+$", r"\Aa\Z", "(?s)a.b", "a{2}",
)  # fmt: skip


@given(st.sampled_from(PATTERNS), st.text("abcdABCBer .-09@\t/:hpst", max_size=8))
def test_it_matches_what_python_matches(pattern: str, text: str) -> None:
    found = compiled(pattern)
    assert found.fullmatch(text) == bool(re.fullmatch(pattern, text, re.ASCII))
    assert found.search(text) == bool(re.search(pattern, text, re.ASCII))


def test_it_is_not_held_up() -> None:
    assert not compiled("(a+)+$").fullmatch("a" * 10_000 + "b")


@pytest.mark.parametrize(
    "pattern", [r"(a)\1", "(?=a)b", "a{100000}", "(", r"\p{L}", "((a{50}){50}){50}", "(?m)^a", "a" * 3_000, "(?i:a)"]
)
def test_what_cannot_be_bounded_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        compiled(pattern)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(UnsupportedPatternError, match="steps"):
        compiled("(a|b|c|d)*").fullmatch("a" * 200_000)
