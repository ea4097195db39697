"""`docs/reference/apig-diagnostics.md` says what the kinds of diagnostics say; `pytest --update` rewrites it."""

from pathlib import Path

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.rules import all_rules, find_rule
from tests.test_rule_pages import check

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "apig-diagnostics.md"
INTRODUCTION = """\
# What is lost on APIG

What a customization of API Gateway says and the APIG of Huawei Cloud or Open Telekom Cloud cannot.
`constructs-gw validate SOURCE --provider huaweicloud` finds it, `constructs-gw apig` reports it, and a resource
acknowledges it like any rule. No gateway of either cloud was asked: each section names where it was read, or says that
it is undetermined. This page is written by `pytest --update`.
"""


def table() -> str:
    rows = (f"| [{r.name}](#{r.name}) | {r.severity} | {r.summary} |\n" for r in all_kinds().values())
    return "| diagnostic | severity | what is lost |\n|---|---|---|\n" + "".join(rows)


def section(name: str) -> str:
    return all_kinds()[name].page.replace("\n## ", "\n### ").replace("# ", "## ", 1)


def test_the_page_is_complete(update: bool) -> None:
    check(PAGE, "\n".join([INTRODUCTION, table(), *map(section, all_kinds())]), update)


def test_every_kind_says_what_a_reader_looks_for() -> None:
    wanted = ["## Why is this bad?", "## What to do instead", "## Source"]
    for kind in all_kinds().values():
        assert [line for line in kind.doc.splitlines() if line.startswith("#")] == wanted, kind.name


def test_no_kind_has_the_name_of_a_rule() -> None:
    assert not all_rules().keys() & all_kinds().keys()


def test_a_kind_is_found_by_its_name_as_a_rule_is() -> None:
    assert find_rule("apig-unmapped-type").summary == "A response type has no error type in APIG."
