"""Every rule: what it says of its bad template, word for word, and that every good template is clean under all rules.

A rule's folder holds `bad.yaml` (or several, `bad-*.yaml`), the expected output in a file of the same name, and
`good.yaml`; where `--fix` knows the right values, `fixed.yaml` is what it makes of the bad one. `pytest --update`
rewrites the expected output and the pages in `docs/reference/rules`.
"""

from pathlib import Path

import pytest

from constructs_gw.documents import read_document
from constructs_gw.fixes import fixed
from constructs_gw.reports import Run, text
from constructs_gw.rules import all_rules
from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate

RULES = Path(__file__).parent / "rules"
BAD = sorted(RULES.glob("*/bad*.yaml"))
FIXED = sorted(RULES.glob("*/fixed*.yaml"))
GOOD = sorted(RULES.glob("*/good*.yaml"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def findings(path: Path) -> list[Finding]:
    document = read_document(path.read_bytes(), path.name)
    return validate([Template(document.data, path.name, line=document.line)])


@pytest.mark.parametrize("bad", BAD, ids=name_of)
def test_a_bad_template_gets_the_rules_findings(bad: Path, update: bool) -> None:
    found = [finding for finding in findings(bad) if finding.rule == bad.parent.name]
    expected = bad.with_suffix(".txt")
    shown = text.report(Run(found)) + "\n"
    if update:
        expected.write_text(shown)
    assert found
    assert shown == expected.read_text()


def fixed_of(bad: Path) -> Path:
    return bad.with_name(bad.name.replace("bad", "fixed", 1))


@pytest.mark.parametrize("bad", BAD, ids=name_of)
def test_what_has_one_right_value_is_fixed(bad: Path, update: bool) -> None:
    fix, path = fixed(bad.read_bytes(), bad, select=[bad.parent.name]), fixed_of(bad)
    if update:
        path.write_bytes(fix.after) if fix.changes else path.unlink(missing_ok=True)
    assert path.exists() == (fix.changes > 0)
    assert fix.after == (path if fix.changes else bad).read_bytes()


@pytest.mark.parametrize("path", FIXED, ids=name_of)
def test_a_fixed_template_has_nothing_left_to_fix(path: Path) -> None:
    assert fixed(path.read_bytes(), path, select=[path.parent.name]).changes == 0
    left = [f.message for f in findings(path) if f.rule == path.parent.name and f.edits]
    assert left == []


@pytest.mark.parametrize("good", GOOD, ids=name_of)
def test_a_good_template_is_clean_under_every_rule(good: Path) -> None:
    assert text.report(Run(findings(good))) == "no findings"


def test_every_rule_has_a_bad_and_a_good_template() -> None:
    assert {path.parent.name for path in BAD} == {path.parent.name for path in GOOD} == {*all_rules()} - {"failed-rule"}
