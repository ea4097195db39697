"""Every rule: what it says of its bad template, word for word, and that every good template is clean under all rules.

A rule's folder holds `bad.yaml` (or several, `bad-*.yaml`), the expected output in a file of the same name, and
`good.yaml`. `pytest --update` rewrites the expected output and the pages in `docs/rules`.
"""

from pathlib import Path

import pytest

from constructs_gw.documents import read_document
from constructs_gw.reports import Run, text
from constructs_gw.rules import all_rules
from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate

RULES = Path(__file__).parent / "rules"
BAD = sorted(RULES.glob("*/bad*.yaml"))
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


@pytest.mark.parametrize("good", GOOD, ids=name_of)
def test_a_good_template_is_clean_under_every_rule(good: Path) -> None:
    assert text.report(Run(findings(good))) == "no findings"


def test_every_rule_has_a_bad_and_a_good_template() -> None:
    assert {path.parent.name for path in BAD} == {path.parent.name for path in GOOD} == {*all_rules()} - {"failed-rule"}
