"""What contributors and CI are told is so: files, targets, hooks, forms and pinned actions."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
CONTRIBUTING = (GITHUB / "CONTRIBUTING.md").read_text()
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").iterdir() if path.name != "config.yml")
WORKFLOW = (GITHUB / "workflows" / "ci.yml").read_text()


def loaded(path: Path) -> Any:
    """What a YAML file says."""
    return yaml.safe_load(path.read_text())


@pytest.mark.parametrize(
    "page", [GITHUB / "CONTRIBUTING.md", ROOT / "changes" / "README.md"], ids=lambda page: page.name
)
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_files_that_contributing_names_are_there() -> None:
    named = set(re.findall(r"\b((?:constructs_gw|tests)/[\w/.-]*\w)", CONTRIBUTING))
    assert len(named) > 20
    assert [name for name in named if not re.search("some[_-]name", name) and not (ROOT / name).exists()] == []


def test_the_targets_that_are_named_are_there() -> None:
    texts = [
        CONTRIBUTING,
        WORKFLOW,
        *(path.read_text() for path in GITHUB.glob("*.md")),
        (ROOT / "SECURITY.md").read_text(),
    ]
    named = {name for text in texts for name in re.findall(r"(?:`|run: )make ([a-z]+)", text)}
    assert {"test", "package", "audit"} <= named <= {*TARGETS}


def test_contributing_is_one_page() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 60


def test_the_names_that_contributing_uses_are_there() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "constructs_gw").rglob("*.py"))
    for name in ("ParameterView", "ResponseView", "FORMATS", "WRITERS", "SUFFIXES", "SEVERITY"):
        assert f"`{name}`" in CONTRIBUTING
        assert re.search(rf"^(class )?{name}\b", code, re.MULTILINE)


def test_ci_runs_on_the_oldest_and_the_newest_python_that_is_claimed() -> None:
    job = yaml.safe_load(WORKFLOW)["jobs"]["test"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = [each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r":: 3\.[0-9]+$", each)]
    assert job["strategy"]["matrix"]["python"] == [versions[0], versions[-1]]
    assert job["steps"][-1] == {"run": ".ci/run"}


def test_each_action_is_pinned_by_its_commit() -> None:
    actions = re.findall(r"uses: (.*)", WORKFLOW)
    assert actions
    assert [each for each in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", each)] == []


def test_ci_may_only_read() -> None:
    assert yaml.safe_load(WORKFLOW)["permissions"] == {"contents": "read"}


def test_each_hook_runs_what_this_repository_pins() -> None:
    wanted = (ROOT / "requirements" / "test.in").read_text().split()
    [repository] = loaded(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        program = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert {"lint-imports": "import-linter"}.get(program, program) in wanted


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_asks_for_what_can_be_answered(form: Path) -> None:
    said = loaded(form)
    assert said.keys() == {"name", "description", "body"}
    ids = [each["id"] for each in said["body"]]
    assert len(ids) == len({*ids})
    for each in said["body"]:
        assert each["type"] in ("input", "textarea")
        assert each["attributes"]["label"]


@pytest.mark.parametrize("form", ["bug", "false-alarm"])
def test_a_report_names_the_version_and_the_template(form: str) -> None:
    body = {each["id"]: each for each in loaded(GITHUB / "ISSUE_TEMPLATE" / f"{form}.yml")["body"]}
    assert "`constructs-gw --version`" in body["version"]["attributes"]["description"]
    assert body["version"]["validations"] == body["source"]["validations"] == {"required": True}
