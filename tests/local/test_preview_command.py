"""`constructs-gw preview`."""

import os
import stat
from pathlib import Path

import pytest

from constructs_gw.cli import main

REALISTIC = Path(__file__).parents[1] / "realistic"
OPENAPI = str(REALISTIC / "openapi.yaml")


def test_it_writes_the_page_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "errors.html"
    assert main(["preview", OPENAPI, "-o", str(page)]) == 0
    assert capsys.readouterr() == (f"wrote {page}: 1 finding\n", "")
    assert page.read_text("utf-8").startswith("<!doctype html>\n")
    assert list(tmp_path.iterdir()) == [page]


def test_it_writes_errors_html_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["preview", OPENAPI]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["errors.html"]


def test_standard_output_has_nothing_but_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", OPENAPI, "-o", "-"]) == 0
    out, err = capsys.readouterr()
    assert (out[:15], out[-8:], err) == ("<!doctype html>", "</html>\n", "wrote the page: 1 finding\n")


def test_a_page_that_is_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    page = tmp_path / "errors.html"
    page.write_text("x" * 1_000_000)
    page.chmod(0o640)
    assert main(["preview", OPENAPI, "-o", str(page)]) == 0
    assert page.read_text("utf-8").endswith("</html>\n")
    assert stat.S_IMODE(page.stat().st_mode) == 0o640


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to("page.html")
    assert main(["preview", OPENAPI, "-o", str(tmp_path / "link.html")]) == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").is_file()


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert main(["preview", OPENAPI, "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("", "Is a directory"),
        ("nowhere/errors.html", "No such file or directory"),
        ("a\0b", "embedded null"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    output: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", OPENAPI, "-o", f"{tmp_path}/{output}"]) == 2
    err = capsys.readouterr().err
    assert what in err
    assert err.endswith("; name a file in a folder that is there\n")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_one_api_is_chosen_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "errors.html"
    assert main(["preview", str(REALISTIC / "sam.yaml"), "--api", "ServerlessRestApi", "-o", str(page)]) == 0
    assert capsys.readouterr().out == f"wrote {page}: 6 findings\n"
    assert 'id="api-1"' not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.yaml"], "nowhere.yaml: No such file or directory; name a template or a cloud assembly"),
        ([OPENAPI, "--api", "Nope"], f"no REST API 'Nope' in {OPENAPI}; it has Orders"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", *arguments, "-o", str(tmp_path / "errors.html")]) == 2
    assert capsys.readouterr() == ("", f"constructs-gw: {message}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_template_without_an_api_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.json").write_text('{"Resources": {}}')
    assert main(["preview", str(tmp_path / "empty.json"), "-o", str(tmp_path / "errors.html")]) == 2
    assert capsys.readouterr().err == (
        f"constructs-gw: no REST API in {tmp_path / 'empty.json'}; give the template of a stack that has one\n"
    )


def test_a_page_that_cannot_be_put_in_its_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert main(["preview", OPENAPI, "-o", str(tmp_path / "errors.html")]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
