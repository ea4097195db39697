"""Every dependency has its reason in docs/dependencies.md, and is pinned with a hash."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINS = sorted((ROOT / "requirements").glob("*.txt"))


def named() -> Iterator[str]:
    """What this project asks for by name, wherever that stands."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = settings["project"]
    wanted = [*settings["build-system"]["requires"], *project["dependencies"]]
    wanted += [each for extra in project["optional-dependencies"].values() for each in extra]
    for file in (ROOT / "requirements").glob("*.in"):
        wanted += [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    for each in wanted:
        yield re.split(r"[\[<>=~! ]", each, maxsplit=1)[0]
    yield from json.loads((ROOT / "package.json").read_text())["devDependencies"]


def explained() -> Iterator[str]:
    """What has a row in the tables of the document."""
    for row in re.findall(r"^\| ([^|]+) \| [^|]+ \|$", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE):
        yield from (re.split(r"[ (]", each, maxsplit=1)[0] for each in row.split(", "))


def test_each_has_a_reason() -> None:
    assert {*named()} == {*explained()} - {"package", "---"}


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_each_is_pinned_with_a_hash(path: Path) -> None:
    pinned = re.split(r"^(?=[a-zA-Z0-9])", path.read_text(), flags=re.MULTILINE)
    assert [each for each in pinned[1:] if not re.match(r"[\w.-]+==\S+ [^#]*--hash=sha256:[0-9a-f]{64}", each)] == []


@pytest.mark.parametrize("path", [*PINS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_no_pin_names_a_host(path: Path) -> None:
    assert "://" not in path.read_text()


def test_each_npm_package_is_pinned_with_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in each for name, each in packages.items() if name)
