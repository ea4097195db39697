"""`validate --fix` and `--diff`: which files are written, how, and what is said of it."""

import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from constructs_gw.cli import INTERRUPTED, main

from .test_fixes import RESPONSE


@pytest.fixture(autouse=True)
def _no_backups_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.getbasetemp()))


def run(*arguments: str | Path) -> int:
    return main(["validate", *map(str, arguments)])


def test_a_fixed_file_is_written_and_what_it_was_is_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    path.chmod(0o640)
    assert run(path, "--fix") == 0
    printed = capsys.readouterr()
    assert path.read_text() == RESPONSE.format(value="\"'30'\"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert printed.out == "no findings\n"
    said, kept = printed.err.rstrip().split(" what it was is kept in ")
    assert said == f"{path}: 1 change;"
    assert Path(kept).read_text() == RESPONSE.format(value="30")
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.yaml"]


def test_what_is_left_decides_the_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30\n        gatewayresponse.header.X: ''"))
    assert run(path, "--fix") == 1
    assert capsys.readouterr().out.count("[unquoted-static-value]") == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(RESPONSE.format(value="30"))
    link = tmp_path / "link.yaml"
    link.symlink_to("t.yaml")
    run(link, "--fix")
    assert (link.is_symlink(), link.read_text()) == (True, RESPONSE.format(value="\"'30'\""))


def test_a_file_that_is_right_is_not_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="\"'30'\""))
    before = path.stat()
    assert run(path, "--fix") == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert capsys.readouterr().err == ""


def test_diff_shows_and_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    assert run(path, "--diff") == 1
    assert capsys.readouterr().out == (
        f"--- {path}\n+++ {path}\n@@ -5,4 +5,4 @@\n       RestApiId: o81lxisefl\n       ResponseType: THROTTLED\n"
        "       ResponseParameters:\n-        gatewayresponse.header.Retry-After: 30\n"
        "+        gatewayresponse.header.Retry-After: \"'30'\"\n"
    )
    assert path.read_text() == RESPONSE.format(value="30")


def test_nothing_is_written_if_one_file_cannot_be_fixed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(RESPONSE.format(value="30"))
    bad.write_text("Resources: {")
    assert run(good, bad, "--fix") == 2
    assert good.read_text() == RESPONSE.format(value="30")


@pytest.mark.parametrize("paths", [[], ["-"], ["."]], ids=["cdk.out", "standard input", "a folder"])
def test_only_files_are_fixed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.out").mkdir()
    assert run(*paths, "--fix") == 2
    what = {"-": "standard input"}.get(*paths, *paths) if paths else "cdk.out"
    assert capsys.readouterr().err == (
        f"constructs-gw: nothing is fixed in {what}; name the files that somebody wrote\n"
    )


def test_a_file_that_cannot_be_written_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    monkeypatch.setattr("os.replace", full)
    assert run(path, "--fix") == 2
    assert capsys.readouterr().err == f"constructs-gw: {path}: No space left on device; make it writable\n"
    assert path.read_text() == RESPONSE.format(value="30")
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.yaml"]


def test_a_break_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    monkeypatch.setattr("os.replace", broken)
    assert run(path, "--fix") == INTERRUPTED
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.yaml"]
    assert path.read_text() == RESPONSE.format(value="30")


def test_a_file_that_is_read_only_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: Path, mode: str = "r", *_: object) -> object:
        if "+" in mode:
            raise PermissionError(13, "Permission denied")  # as it is for all but root
        return open(path, mode)

    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    monkeypatch.setattr(Path, "open", opened)
    assert run(path, "--fix") == 2
    assert capsys.readouterr().err == f"constructs-gw: {path}: Permission denied; make it writable\n"
    assert path.read_bytes() == RESPONSE.format(value="30").encode()


def test_a_file_that_is_named_twice_is_fixed_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, link = tmp_path / "t.yaml", tmp_path / "link.yaml"
    path.write_text(RESPONSE.format(value="30"))
    link.symlink_to("t.yaml")
    assert run(path, link, "--fix") == 0
    assert capsys.readouterr().err.count("1 change;") == 1


def test_a_report_stays_what_its_format_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    assert run(path, "--fix", "--format", "sarif") == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@pytest.mark.parametrize("name", ["t.yaml", "my template.yaml"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_patch_takes_what_diff_shows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line_end: str
) -> None:
    text = RESPONSE.format(value="30 # \u00e9 in ${Token[X]}").replace("\n", line_end).rstrip()
    (tmp_path / name).write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    run(name, "--diff")
    shown = capsys.readouterr().out.encode()
    subprocess.run(["patch", "-s", "-p0"], input=shown, check=True)
    assert (tmp_path / name).read_bytes() == text.replace("30", "\"'30'\"").encode()


def test_text_in_another_encoding_with_nothing_to_fix_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(json.dumps({"Resources": {}}).encode("utf-16"))
    assert run(path, "--diff") == 0
