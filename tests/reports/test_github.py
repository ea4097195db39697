"""Annotations of GitHub Actions."""

import io
from pathlib import Path

import pytest

from tests.reports.conftest import Said
from tests.reports.templates import ODD, RULES, commands, response, written


def test_an_odd_file_name_stays_one_property(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / ODD, Slow=response())
    monkeypatch.chdir(tmp_path)
    [(_, properties, _)] = commands(said("github", ODD))
    assert properties == {"file": ODD.replace("\n", "\\n"), "line": "9", "title": RULES[0]}


def test_standard_input_is_no_file_of_an_annotation(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = written(tmp_path / "t.json", Slow=response()).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    [(_, properties, _)] = commands(said("github", "-"))
    assert [*properties] == ["line", "title"]


def test_without_findings_there_is_no_annotation(said: Said, tmp_path: Path) -> None:
    assert said("github", written(tmp_path / "t.json", Slow=response("'30'"))) == "no findings\n"
