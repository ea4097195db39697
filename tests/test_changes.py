"""The files of `changes/` become a section of the changelog, above those of earlier versions."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def released(folder: Path) -> str:
    """The changelog after a release, in a copy of this repository with a change of each kind."""
    for name in ("pyproject.toml", "CHANGELOG.md", "changes"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    for kind in ("new", "fix", "template"):
        (folder / "changes" / f"+words.{kind}.md").write_text(f"One {kind}.\n")
    arguments = ["build", "--yes", "--version", "9.8.7", "--date", "2026-12-01"]
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run([sys.executable, "-m", "towncrier", *arguments], cwd=folder, check=True, capture_output=True)
    return (folder / "CHANGELOG.md").read_text()


def test_a_release_puts_them_above_the_older_versions(tmp_path: Path) -> None:
    before, after = (ROOT / "CHANGELOG.md").read_text(), released(tmp_path)
    introduction, older = before.split("<!-- towncrier -->\n")
    assert after.startswith(f"{introduction}<!-- towncrier -->\n")
    assert after.endswith(older)
    section = after.removeprefix(f"{introduction}<!-- towncrier -->\n").removesuffix(older)
    heads = [line for line in section.splitlines() if line.startswith("#")]
    assert heads == ["## 9.8.7 (2026-12-01)", "### New", "### Fixed", "### Templates"]
    assert {"- One new.", "- One fix.", "- One template."} <= {*section.splitlines()}


def test_each_is_of_a_known_kind() -> None:
    names = [path.name for path in (ROOT / "changes").iterdir() if path.name != "README.md"]
    assert [
        name for name in names if name.split(".")[1:] not in (["new", "md"], ["fix", "md"], ["template", "md"])
    ] == []
