"""Every block of Python in the README and in `docs/` runs, and prints what the page says; links lead somewhere.

Blocks of YAML are YAML, and the commands in any block are ones that the command line takes. The tutorial's blocks
belong together: tests/test_tutorial.py runs them.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from constructs_gw import presets
from constructs_gw.cli import main

ROOT = Path(__file__).parents[1]
CI = ROOT / "docs" / "how-to" / "ci.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"
VALIDATE = ROOT / "docs" / "how-to" / "validate.md"
FINDINGS = re.compile(r"^```console\n\$ (.* template\.yaml.*)\n((?!\$)[^`]*)^```$", re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```\n(?:\n\1```text\n(.*?)^\1```)?", re.DOTALL | re.MULTILINE)
OTHER_BLOCK = re.compile(r"^( *)```(yaml|sh|console|groovy)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
ANY_BLOCK = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
COMMANDS = "apig|aws|convert|explain|preview|render|serve|validate"
COMMAND = re.compile(rf"\bconstructs-gw ((?:{COMMANDS})\b(?:[^'\n]|'[^'\n]*')*)")
LINK = re.compile(r"\]\(([^)#]*)#?([^)]*)\)")


def name_of(page: Path) -> str:
    return "-".join(page.relative_to(ROOT).with_suffix("").parts).removeprefix("docs-")


def blocks() -> Iterator[object]:
    for page in PAGES:
        for number, (_, code, output) in enumerate(BLOCK.findall(page.read_text()), 1):
            if page != TUTORIAL:
                yield pytest.param(page.name, code, output, id=f"{name_of(page)}-{number}")


@pytest.mark.parametrize(("page", "code", "output"), list(blocks()))
def test_a_block_prints_what_the_page_says(
    page: str, code: str, output: str, snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        exec(compile(textwrap.dedent(code), page, "exec"), names)
    assert printed.getvalue() == textwrap.dedent(output)
    for name, test in names.items():
        if name.startswith("test_") and callable(test):  # a team's test; `snapshot` is the one fixture it may take
            test(*[snapshot] * test.__code__.co_argcount)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    for path, anchor in LINK.findall(page.read_text()):
        if "://" in path:
            continue
        target = page.parent / path if path else page
        assert target.exists()
        headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE) if target.suffix == ".md" else []
        slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent != ROOT], ids=name_of)
def test_a_page_has_one_title_and_leads_to_pages_of_the_site_only(page: Path) -> None:
    text = page.read_text().replace('--8<-- "CHANGELOG.md"', "# Changelog")
    lines = ANY_BLOCK.sub("", text).splitlines()
    assert [number for number, line in enumerate(lines) if line.startswith("# ")] == [0]
    for path, _ in LINK.findall("\n".join(lines)):
        assert "://" in path or (page.parent / path).resolve().is_relative_to(ROOT / "docs")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_list_and_a_block_within_one_stand_where_every_markdown_sees_them(page: Path) -> None:
    """Python-Markdown, unlike GitHub, wants four spaces a level and an empty line before a list."""
    text = page.read_text()
    assert [line for line in re.findall(r"^ +```\w+$", text, re.MULTILINE) if line.index("`") % 4] == []
    prose = ANY_BLOCK.sub("", text)
    assert re.findall(r"^(?![-*|#\s]|\d+\. ).*\n(?:[-*]|\d+\.) .*$", prose, re.MULTILINE) == []


@pytest.mark.parametrize("folder", ["how-to", "explanation", "decisions"])
def test_the_list_of_a_folder_has_each_of_its_pages_once(folder: str) -> None:
    [index] = [page for page in (ROOT / "docs" / folder).glob("*.md") if page.stem in ("index", "README")]
    pages = sorted(page.name for page in index.parent.glob("*.md") if page != index)
    listed = [path for path, _ in LINK.findall(index.read_text()) if "/" not in path]
    assert sorted(listed) == pages


def test_every_preset_has_a_section() -> None:
    page = ROOT / "docs" / "how-to" / "presets.md"
    sections = re.findall(r"^## (\w+)$", page.read_text(), re.MULTILINE)
    assert sorted(sections) == sorted(presets.__all__)


def command_lines() -> set[str]:
    """What follows our name on every command line in a block."""
    blocks = [block for page in PAGES for _, _, block in OTHER_BLOCK.findall(page.read_text())]
    return {line for block in blocks for line in COMMAND.findall(block)}


def without_accounts(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No cloud that could be asked, whatever this machine has."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "HUAWEICLOUD_SDK_", "OS_"))]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(home / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    (home / "clouds.yaml").write_text("clouds: {}")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(home / "clouds.yaml"))
    monkeypatch.setenv("HOME", str(home))


@pytest.mark.parametrize("line", sorted(command_lines()))
def test_the_command_line_takes_a_command_of_a_page(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where there is no template: what it takes, it cannot read
    without_accounts(monkeypatch, tmp_path)
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    assert main([*takewhile(lambda word: word not in {">", "|"}, words)]) in (0, 2)


def example_template() -> str:
    """The `template.yaml` that pages show the findings of."""
    shown = re.search(r"^```yaml\n(.*?)^```$", VALIDATE.read_text(), re.DOTALL | re.MULTILINE)
    assert shown
    return shown[1]


def shown_findings() -> Iterator[object]:
    for page in PAGES:
        for command, output in FINDINGS.findall(page.read_text()):
            yield pytest.param(command, output, id=f"{name_of(page)}: {command}")


@pytest.mark.parametrize(("command", "output"), list(shown_findings()))
def test_a_page_shows_what_is_said_of_its_template(command: str, output: str, tmp_path: Path) -> None:
    if not shutil.which(command.split()[0]):
        pytest.skip("not in the environment of the oldest aws-cdk-lib")
    (tmp_path / "template.yaml").write_text(example_template())
    done = subprocess.run(
        command.split(), cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.rstrip() == output.rstrip()


def yaml_blocks() -> Iterator[object]:
    for page in PAGES:
        for number, (_, language, text) in enumerate(OTHER_BLOCK.findall(page.read_text()), 1):
            if language == "yaml":
                yield pytest.param(textwrap.dedent(text), id=f"{name_of(page)}-{number}")


@pytest.mark.parametrize("text", list(yaml_blocks()))
def test_a_block_of_yaml_is_yaml(text: str) -> None:
    assert yaml.compose(text)  # whatever its tags


def test_the_page_shows_hooks_that_there_are_with_arguments_that_they_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    entries = {hook["id"]: hook["entry"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    [shown] = [
        yaml.safe_load(block) for _, _, block in OTHER_BLOCK.findall(CI.read_text()) if block.startswith("repos:")
    ]
    for hook in shown["repos"][0]["hooks"]:
        assert main([*entries[hook["id"]].split()[1:], *hook["args"], "template.yaml"]) == 2


CONFINED = """
import sys
from constructs_gw.cli import main

def watch(event, args):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.system", "os.exec", "os.fork"):
        sys.exit(f"{event}{args}")

sys.addaudithook(watch)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "command", ["validate --fail-on never", "render", "preview -o page.html", "convert --to openapi", "explain"]
)
def test_what_reads_documents_opens_no_connection_and_starts_no_program(command: str, tmp_path: Path) -> None:
    """As the page on security says."""
    (tmp_path / "template.yaml").write_text(example_template().replace('"*"', "\"'*'\""))
    name, *options = command.split()
    words = [name, *options] if name == "explain" else [name, "template.yaml", *options]
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
