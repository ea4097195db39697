"""Documents in every format but CloudFormation's: which findings they get, and where.

Each has what `constructs-gw validate` says of it in a file of the same name; `pytest --update` rewrites that.
"""

from pathlib import Path

import pytest

from constructs_gw.cli import main

HERE = Path(__file__).parent
DOCUMENTS = sorted(path for path in HERE.iterdir() if path.suffix in (".json", ".yaml", ".yml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_gets_the_findings_that_its_reviewer_would_make(
    path: Path, update: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HERE)
    main(["validate", path.name])
    out, err = capsys.readouterr()
    expected = path.with_suffix(".txt")
    if update:
        expected.write_text(err + out)
    assert err + out == expected.read_text()
