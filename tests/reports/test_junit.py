"""JUnit XML: what fails, what is skipped, and what its readers take."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from constructs_gw.rules import all_rules
from tests.reports.conftest import Said
from tests.reports.templates import LOOP, ORDERS, RULES, UNREAD, response, suites, written


def outcomes(text: str) -> dict[str, str]:
    """What became of each rule."""
    return {case.attrib["name"]: "+".join(child.tag for child in case) for [*cases] in suites(text) for case in cases}


@pytest.mark.parametrize(
    ("fail_on", "failed"),
    [
        ("error", {"unquoted-static-value"}),
        ("warning", {"unquoted-static-value", "cacheable-error"}),
        ("info", {"unquoted-static-value", "cacheable-error", "lone-default-response"}),
        ("never", set()),
    ],
)
def test_a_test_case_fails_for_what_makes_the_run_fail(said: Said, fail_on: str, failed: set[str]) -> None:
    found = outcomes(said("junit", ORDERS, "--fail-on", fail_on))
    assert {rule for rule, outcome in found.items() if "failure" in outcome} == failed
    assert {rule for rule, outcome in found.items() if outcome == "system-out"} == {*RULES} - failed - {
        "success-status"
    }


def test_what_is_acknowledged_skips_a_test_case_that_nothing_fails(said: Said, tmp_path: Path) -> None:
    metadata = {"constructs-gw": {"acknowledge": {RULES[0]: "the proxy adds the quotes"}}}
    alone = written(tmp_path / "alone.json", A=response(Metadata=metadata))
    beside = written(tmp_path / "beside.json", A=response(Metadata=metadata), B=response())
    assert outcomes(said("junit", alone))[RULES[0]] == "skipped"
    assert outcomes(said("junit", beside))[RULES[0]] == "failure+system-out"


def test_a_template_without_findings_has_a_test_case_for_every_rule(said: Said, tmp_path: Path) -> None:
    [suite] = suites(said("junit", written(tmp_path / "t.json", Slow=response("'30'")), select=()))
    assert [case.attrib["name"] for case in suite if not len(case)] == [*all_rules()]


def test_each_template_is_a_test_suite_that_counts(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in (("bad.json", "30"), ("good.json", "'30'")):
        written(tmp_path / name, Slow=response(value))
    text = said("junit", "bad.json", "good.json", select=RULES[:2])
    assert ElementTree.fromstring(text).attrib == {"tests": "4", "failures": "1", "errors": "0"}
    assert [suite.attrib for suite in suites(text)] == [
        {"name": name, "tests": "2", "failures": failures, "errors": "0", "skipped": "0", "time": "0"}
        for name, failures in (("bad.json", "1"), ("good.json", "0"))
    ]


def test_what_is_not_read_is_told_in_the_test_suite(said: Said, tmp_path: Path) -> None:
    [suite] = suites(said("junit", written(tmp_path / "t.json", **LOOP)))
    assert (suite.findtext("system-err") or "").startswith(UNREAD)


CHILDREN = {"testsuites": {"testsuite"}, "testsuite": {"testcase", "system-err"},
            "testcase": {"failure", "skipped", "system-out"}}  # fmt: skip


@pytest.mark.parametrize("fail_on", ["error", "never"])
def test_junit_has_what_jenkins_schema_allows_and_one_failure_at_most(said: Said, fail_on: str) -> None:
    root = ElementTree.fromstring(said("junit", ORDERS, "--fail-on", fail_on, select=()))
    for element in root.iter():
        tags = [child.tag for child in element]
        assert {*tags} <= CHILDREN.get(element.tag, set())
        assert element.tag != "testcase" or len({*tags}) == len(tags)
    assert {name for case in root.iter("testcase") for name in case.attrib} == {"classname", "name", "time"}
