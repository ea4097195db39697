"""What only the deployment knows, beside what is live."""

import pytest

from constructs_gw.aws.deployment_values import is_certain
from constructs_gw.sync import Difference

A, B = "${Token[TOKEN.1]}", "${Token[TOKEN.2]}"


@pytest.mark.parametrize(
    ("declared", "live", "may_be_same"),
    [
        ("'x'", "'y'", False),
        (A, "", True),
        (f"'{A}'", "'", False),
        (f"'{A}'", "''", True),
        (f"'{A}-mid-{B}'", "'eu-mid-1'", True),
        (f"'{A}-mid-{B}'", "'eu-mud-1'", False),
        (f"'{A}ab{B}ba'", "'aba'", False),
        (f"{A}ab{A}ab{A}", "abab", True),
        (f"{A}ab{A}ab{A}", "ab", False),
        (None, "'y'", False),
        (A, None, False),
    ],
)
def test_a_difference_is_certain_where_no_deployment_can_make_the_two_alike(
    declared: str | None, live: str | None, may_be_same: bool
) -> None:
    assert is_certain(Difference("THROTTLED", "statusCode", declared, live)) is not may_be_same


def test_many_unknown_parts_are_no_work() -> None:
    assert is_certain(Difference("THROTTLED", "x", f"{A}a" * 10_000 + "b", "a" * 100_000))
