"""Each format of `validate`, word for word for one template."""

from pathlib import Path

import pytest

from constructs_gw.assembly import read_templates
from constructs_gw.cli import main
from constructs_gw.reports import FORMATS, Run, report
from constructs_gw.rules import all_rules
from constructs_gw.validate import validate_files
from tests.reports.conftest import Said
from tests.reports.templates import HERE, LOOP, ORDERS, written

EXPECTED = {"sarif": "sarif.json", "junit": "junit.xml", "github": "github.txt"}


@pytest.mark.parametrize("format_", EXPECTED)
def test_a_report_is_the_recorded_one(said: Said, monkeypatch: pytest.MonkeyPatch, update: bool, format_: str) -> None:
    monkeypatch.chdir(HERE)
    expected, text = HERE / EXPECTED[format_], said(format_, "orders.yaml")
    if update:
        expected.write_text(text)
    assert text == expected.read_text()


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0)])
def test_the_format_does_not_change_the_exit_code(format_: str, fail_on: str, code: int) -> None:
    assert main(["validate", str(ORDERS), "--format", format_, "--fail-on", fail_on]) == code


@pytest.mark.parametrize("format_", FORMATS)
def test_a_run_is_of_all_rules_unless_it_says_which(format_: str) -> None:
    files = read_templates(ORDERS)
    found = validate_files(files)
    assert report(Run(found, files), format_) == report(Run(found, files, [*all_rules().values()]), format_)


def test_the_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["validate", "--help"])
    assert "--format {github,json,junit,sarif,text}" in capsys.readouterr().out


def test_a_name_of_a_template_makes_no_line_of_its_own_in_a_note(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path / "t.json", **{"Fn::ForEach::a\n::error::b": LOOP["Fn::ForEach::Loop"]})
    assert main(["validate", str(path)]) == 0
    assert capsys.readouterr().err.count("\n") == 1
