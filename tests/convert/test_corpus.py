"""Documents as teams write them, converted by the command: what it writes, what it says, and its exit code.

Each document in `corpus` has for each format the document that is written and, in a `.txt`, what stands on standard
error and the exit code; `pytest --update` rewrites them.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.cli import main
from constructs_gw.convert import read_declared
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files

from .generated import same, synthesized

CORPUS = Path(__file__).parent / "corpus"
SOURCES = sorted(path for path in CORPUS.glob("[!.]*/*") if ".to-" not in path.name)
TARGETS = {"cloudformation": "yaml", "openapi": "yaml", "python": "py", "sam": "yaml", "terraform": "json"}
"""What is written, and how its files end."""

READ_AGAIN = ("cloudformation", "openapi", "sam")
"""What is a source as it is written; Python is run, and of Terraform that is what it shows of a plan."""


class Converted(NamedTuple):
    """What one run of the command gives."""

    document: str
    said: str


def converted(source: Path, target: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Converted:
    """What the command writes of a source."""
    output = folder / f"out.{TARGETS[target]}"
    status = main(["convert", source.name, "--to", target, "-o", str(output)])
    said = f"{capsys.readouterr().err}exit code {status}\n"
    return Converted(output.read_text() if output.exists() else "", said)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_document_is_converted(
    source: Path,
    target: str,
    update: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(source.parent)
    found = converted(source, target, tmp_path, capsys)
    document = source.with_name(f"{source.stem}.to-{target}.{TARGETS[target]}")
    said = document.with_suffix(".txt")
    if update:
        document.write_text(found.document) if found.document else document.unlink(missing_ok=True)
        said.write_text(found.said)
    assert found.said == said.read_text()
    assert found.document == (document.read_text() if document.exists() else "")


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*.to-*.txt")), ids=lambda path: path.stem)
def test_what_is_written_without_a_loss_answers_as_the_source_and_is_clean(
    path: Path,
) -> None:
    target = path.stem.partition(".to-")[2]
    if target not in READ_AGAIN or not path.read_text().endswith("exit code 0\n"):
        return
    source = source_of(path)
    written = path.with_suffix(f".{TARGETS[target]}")
    before, after = (read_declared(read_templates(one)) for one in (source, written))
    assert not failing(validate_files(read_templates(written)), Severity.WARNING)
    for one, other in zip(before, after, strict=True):
        for kind in ResponseType:
            assert one.customizations.effective(kind).same_answer(other.customizations.effective(kind))


def test_modules_written_without_a_loss_answer_as_the_sources_and_are_clean(tmp_path: Path) -> None:
    said = [path for path in CORPUS.glob("*/*.to-python.txt") if path.read_text().endswith("exit code 0\n")]
    templates = synthesized([path.with_suffix(".py").read_text() for path in said], tmp_path)
    assert len(said) > 5
    for path, template in zip(said, templates, strict=True):
        file = template_file(template, path.stem)
        before, after = read_declared(read_templates(source_of(path))), read_declared([file])
        assert not failing(validate_files([file]), Severity.WARNING)
        assert [api.losses for api in after] == [()] * len(before)
        assert all(map(same, (api.customizations for api in before), (api.customizations for api in after))), path.stem


def source_of(path: Path) -> Path:
    """The document that another was written of."""
    [found] = [one for one in SOURCES if one.parent == path.parent and one.stem == path.stem.partition(".")[0]]
    return found
