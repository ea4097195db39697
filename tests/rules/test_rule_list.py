"""The list of rules, and the one that speaks for rules that fail."""

from dataclasses import FrozenInstanceError

import pytest

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.places import Place
from constructs_gw.rules import all_rules, find_rule
from constructs_gw.rules.failed_rule import failed_rule
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView
from constructs_gw.views.checks import FailureView

UNQUOTED = "unquoted-static-value"
SUMMARY = "A static header value stands without its single quotes."


def test_rules_are_listed_in_alphabetical_order_and_made_once() -> None:
    assert [*all_rules()] == sorted(all_rules())
    assert all_rules() is all_rules()
    assert all_kinds() is all_kinds()


def test_a_rule_knows_what_its_file_says() -> None:
    rule = all_rules()[UNQUOTED]
    assert (rule.name, rule.view, rule.severity, rule.summary) == (UNQUOTED, ParameterView, Severity.ERROR, SUMMARY)
    assert rule.check.__name__ == "unquoted_static_value"
    assert rule.page.startswith(f"# {UNQUOTED}\n\nSeverity: error\n\n{SUMMARY}\n\nAPI Gateway reads the value ")
    assert rule.page.endswith(".\n")


def test_a_rule_cannot_be_changed() -> None:
    rule = all_rules()[UNQUOTED]
    with pytest.raises(FrozenInstanceError):
        rule.severity = Severity.INFO  # type: ignore[misc]
    assert not hasattr(rule, "__dict__")


def test_a_rule_is_found_by_its_name() -> None:
    assert find_rule(UNQUOTED) is all_rules()[UNQUOTED]
    assert find_rule("apig-default-body") is all_kinds()["apig-default-body"]


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("unquoted-static-valu", "write unquoted-static-value"),
        ("constructs-gw::vtl-directive", "write vtl-directive"),
        ("constructs-gw::failed-rul", "write failed-rule"),
        ("vtl_directive", "write vtl-directive"),
        ("apig-default-bodies", "write apig-default-body"),
        ("zzz", "constructs-gw explain lists the rules"),
    ],
)
def test_a_name_that_no_rule_has_is_refused_with_the_nearest(name: str, fix: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        find_rule(name)
    assert str(raised.value) == f"no rule is named {name!r}; {fix}"


def test_a_rule_that_fails_is_reported_with_its_error() -> None:
    assert all_rules()["failed-rule"].severity is Severity.ERROR
    assert [*failed_rule(FailureView("some-rule", ValueError("no way"), Place("a.yaml")))] == [
        Problem("some-rule failed: ValueError: no way", "report it; --ignore some-rule leaves the rule out")
    ]
