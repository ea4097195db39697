"""SAM templates: what is found in them, and where their authors wrote it.

Each `sam-*.yaml` has what is said of it in a file of the same name; `pytest --update` rewrites that.
"""

from pathlib import Path

import pytest

from constructs_gw.cli import main

FOLDER = Path(__file__).parent
TEMPLATES = sorted(FOLDER.glob("sam-*.yaml"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_what_is_said_of_a_template(
    template: Path, update: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    main(["validate", template.name])
    printed = capsys.readouterr()
    expected = template.with_suffix(".txt")
    if update:
        expected.write_text(printed.err + printed.out)
    assert printed.err + printed.out == expected.read_text()
