"""The same defects in every format: the same rules find them, where an editor can jump to, in the format's own words.

Each document in `formats` has the expected output in a file of the same name; `pytest --update` rewrites it.
"""

from pathlib import Path

import pytest

from constructs_gw.assembly import read_templates
from constructs_gw.reports import Run, text
from constructs_gw.validate import Finding, validate_files

DOCUMENTS = [path for path in sorted((Path(__file__).parent / "formats").iterdir()) if path.suffix != ".txt"]
DEFECTS = {
    "invalid-status-code": "4299",
    "unquoted-static-value": "Access-Control-Allow-Origin",
    "double-parameter-prefix": "Retry-After",
    "quoted-message-string": "application/json",
}


def findings(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    monkeypatch.chdir(path.parent)
    return validate_files(read_templates(Path(path.name)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_format_gets_the_same_findings_in_its_own_words(
    path: Path, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = findings(path, monkeypatch)
    expected, shown = path.with_suffix(".txt"), text.report(Run(found)) + "\n"
    if update:
        expected.write_text(shown)
    assert shown == expected.read_text()
    assert {finding.rule for finding in found} == {*DEFECTS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_finding_is_on_the_line_of_what_it_is_about(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = path.read_text().splitlines()
    for finding in findings(path, monkeypatch):
        assert finding.line is not None
        assert DEFECTS[finding.rule] in lines[finding.line - 1]


def test_there_are_five_formats() -> None:
    assert {path.stem for path in DOCUMENTS} == {"cloudformation", "sam", "openapi", "serverless", "terraform"}
