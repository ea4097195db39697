"""The rules' pages in docs/reference and README's list say what the rules say; `pytest --update` rewrites them."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from constructs_gw.rule import Rule
from constructs_gw.rules import all_rules
from constructs_gw.severity import Severity
from tests.test_rules import fixed_of

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "reference" / "rules"
FIXTURES = Path(__file__).parent / "rules"
BEGIN, END = "<!-- rules: written by pytest --update -->\n", "<!-- end of rules -->\n"


def page(rule: Rule) -> str:
    """A rule's page with its examples, which are the templates that the tests run."""
    folder = FIXTURES / rule.name
    parts = [rule.page]
    for bad in sorted(folder.glob("bad*.yaml")):
        said = bad.with_suffix(".txt").read_text()
        parts.append(
            f"## Example\n\n```yaml\n{bad.read_text()}```\n\n`constructs-gw validate` says:\n\n```text\n{said}```\n"
        )
        if (fixed := fixed_of(bad)).exists():
            parts.append(f"`constructs-gw validate --fix` changes:\n\n```diff\n{changes(bad, fixed)}```\n")
    parts += [
        f"## The same, done right\n\n```yaml\n{good.read_text()}```\n" for good in sorted(folder.glob("good*.yaml"))
    ]
    return "\n".join(parts)


def changes(bad: Path, fixed: Path) -> str:
    before, after = (path.read_text().splitlines(keepends=True) for path in (bad, fixed))
    return "".join([*unified_diff(before, after, n=0)][2:])


def table() -> str:
    rows = (f"| [{r.name}]({r.name}.md) | {r.severity} | {r.summary} |\n" for r in all_rules().values())
    return "| rule | severity | what it finds |\n|---|---|---|\n" + "".join(rows)


def names() -> str:
    """README's list: the rules of each severity."""
    lines = []
    for severity in Severity:
        links = (
            f"[{r.name}](docs/reference/rules/{r.name}.md)" for r in all_rules().values() if r.severity is severity
        )
        lines.append(f"- *{severity}*: {', '.join(links)}\n")
    return "".join(lines)


def with_section(text: str, section: str) -> str:
    """A document with the part between the two marks replaced."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + section + "\n" + END + rest.partition(END)[2]


def check(path: Path, expected: str, update: bool) -> None:
    if update:
        path.write_text(expected)
    assert path.read_text() == expected


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_a_rule_has_its_page(rule: Rule, update: bool) -> None:
    check(PAGES / f"{rule.name}.md", page(rule), update)


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == {*all_rules(), "README"}


@pytest.mark.parametrize(("path", "section"), [(PAGES / "README.md", table), (ROOT / "README.md", names)])
def test_the_lists_of_rules_are_complete(path: Path, section: Callable[[], str], update: bool) -> None:
    check(path, with_section(path.read_text(), section()), update)


def test_every_page_has_the_sections_that_its_reader_looks_for() -> None:
    for rule in all_rules().values():
        sections = [line for line in rule.doc.splitlines() if line.startswith("## ")]
        assert sections[:2] == ["## Why is this bad?", "## What to do instead"], rule.name
