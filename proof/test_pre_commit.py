"""The hook of `.pre-commit-hooks.yaml`, run as its users run it: pre-commit installs this library and calls it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOOK = "constructs-gw-validate"
TEMPLATE = """Resources:
  Throttled:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: THROTTLED
      ResponseParameters:
        gatewayresponse.header.Retry-After: "{}"
"""
GOOD, BAD = TEMPLATE.format("'30'"), TEMPLATE.format("30")
FINDING = "error: '30' is static text without single quotes around it [unquoted-static-value]"


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        git |= {f"GIT_{who}_NAME": "Test", f"GIT_{who}_EMAIL": "test@example.com"}
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    return subprocess.run(command, cwd=folder, env={**known, **git, **environment}, capture_output=True, text=True)


def repository(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A git repository of what is in a folder, with more files."""
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        run(folder, "git", *command).check_returncode()
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This library as it is now, committed."""
    folder = tmp_path_factory.mktemp("library")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "constructs_gw", folder / "constructs_gw", ignore=shutil.ignore_patterns("__pycache__"))
    return repository(folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit keeps what it installs."""
    return str(tmp_path_factory.mktemp("pre-commit"))


def hooked(
    folder: Path, library: Path, home: str, files: Mapping[str, str], *settings: str, hook: str = HOOK
) -> tuple[int, str]:
    """The exit code and the output of a hook in a repository with these files."""
    rev = run(library, "git", "rev-parse", "HEAD").stdout.strip()
    config = [f"repos:\n- repo: {library}\n  rev: {rev}\n  hooks:\n  - id: {hook}", *settings]
    repository(folder, {**files, ".pre-commit-config.yaml": "\n    ".join([*config, ""])})
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
    done = run(folder, *command, PRE_COMMIT_HOME=home)
    return done.returncode, done.stdout + done.stderr


def test_try_repo_refuses_a_bad_template(tmp_path: Path, library: Path, home: str) -> None:
    repository(tmp_path, {"good/template.yaml": GOOD, "bad/template.yaml": BAD})
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(library), HOOK, "--all-files"]
    done = run(tmp_path, *command, PRE_COMMIT_HOME=home)
    assert done.returncode == 1
    assert f"bad/template.yaml:8: {FINDING}" in done.stdout
    assert "good/template.yaml" not in done.stdout


def test_a_good_template_passes(tmp_path: Path, library: Path, home: str) -> None:
    code, text = hooked(tmp_path, library, home, {"orders.template.yaml": GOOD})
    assert (code, "no findings" in text) == (0, True)


def test_a_hook_takes_arguments(tmp_path: Path, library: Path, home: str) -> None:
    code, text = hooked(tmp_path, library, home, {"template.yaml": BAD}, "args: [--fail-on, never]")
    assert (code, FINDING in text) == (0, True)


@pytest.mark.parametrize(
    "name", ["serverless.yml", "infra/openapi-v1.json", "swagger.yaml", "template-prod.yaml", "a/cloudformation.yaml"]
)
def test_what_templates_are_called_is_checked(tmp_path: Path, library: Path, home: str, name: str) -> None:
    code, text = hooked(tmp_path, library, home, {name: BAD})
    assert (code, f"{name}:8: {FINDING}" in text) == (1, True)


@pytest.mark.parametrize("name", ["mkdocs.yml", "package.json", "templates/service.yaml", "src/template.py"])
def test_other_files_are_left_alone(tmp_path: Path, library: Path, home: str, name: str) -> None:
    code, text = hooked(tmp_path, library, home, {name: "a: 1\n"})
    assert (code, "no files to check" in text) == (0, True)


def test_a_file_that_is_called_a_template_and_is_none_is_refused(tmp_path: Path, library: Path, home: str) -> None:
    code, text = hooked(tmp_path, library, home, {"template.yaml": "kind: Template\n"})
    assert (code, "template.yaml: not a template: no Resources" in text) == (1, True)


def test_it_is_left_out_where_the_repository_says_so(tmp_path: Path, library: Path, home: str) -> None:
    code, _ = hooked(tmp_path, library, home, {"template.yaml": "kind: Template\n"}, "exclude: ^template")
    assert code == 0


def test_the_other_hook_puts_right_what_is_certain(tmp_path: Path, library: Path, home: str) -> None:
    code, text = hooked(tmp_path, library, home, {"template.yaml": BAD}, hook="constructs-gw-fix")
    assert (code, "files were modified by this hook" in text) == (1, True)
    assert (tmp_path / "template.yaml").read_text() == TEMPLATE.replace('"{}"', "\"'30'\"")
