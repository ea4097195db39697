"""What `validate` says of the shapes that public templates have: what a good reviewer would say, and no more.

Each document in `false_alarms` has a shape of public repositories or threads, in words of this project. Its first
comment says in how many of some sixty files with gateway responses it was seen; of most of them a part was read. Beside
it stands all that is printed, and the exit code; `pytest --update` rewrites it.
"""

from pathlib import Path

import pytest

from constructs_gw.assembly import read_templates
from constructs_gw.cli import main
from constructs_gw.severity import Severity
from constructs_gw.validate import validate_files

SHAPES = [path for path in sorted((Path(__file__).parent / "false_alarms").iterdir()) if path.suffix != ".txt"]
SOUND = [path for path in SHAPES if ": sound" in "".join(path.read_text().splitlines()[:2])]


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_a_public_shape_gets_what_its_reviewer_would_say(
    path: Path, update: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(path.parent)
    code = main(["validate", path.name])
    out, err = capsys.readouterr()
    expected, said = path.with_suffix(".txt"), f"{err}{out}exit {code}\n"
    if update:
        expected.write_text(said)
    assert said == expected.read_text()


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_shape_passes_with_a_few_infos_at_most(path: Path) -> None:
    found = validate_files(read_templates(path))
    assert [finding.message for finding in found if finding.severity is not Severity.INFO] == []
    assert len(found) <= 2
