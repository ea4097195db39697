"""What a build of the package holds, and says of itself."""

import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

import constructs_gw

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
VERSION = constructs_gw.__version__
ABOUT = f"constructs_gw-{VERSION}.dist-info"


@dataclass(frozen=True, slots=True)
class Built:
    """A wheel and a source distribution."""

    wheel: ZipFile
    source: tarfile.TarFile

    def metadata(self) -> Message:
        """What an index shows of the package."""
        return message_from_string(self.wheel.read(f"{ABOUT}/METADATA").decode())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The package, built as `pip` and `python -m build` have its backend do it."""
    folder = tmp_path_factory.mktemp("built")
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["build-backend"]
    code = f"import {backend} as backend; backend.build_wheel({str(folder)!r}); backend.build_sdist({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    with ZipFile(next(folder.glob("*.whl"))) as wheel, tarfile.open(next(folder.glob("*.tar.gz"))) as source:
        yield Built(wheel, source)


def files_of_the_package() -> set[str]:
    """Each file that belongs to it, by its path in the repository."""
    files = (path for path in (ROOT / "constructs_gw").rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    names = set(built.wheel.namelist())
    about = {name for name in names if name.startswith(f"{ABOUT}/")}
    assert names - about == files_of_the_package()
    assert {name.removeprefix(f"{ABOUT}/") for name in about} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_the_package_holds_what_it_is_made_of() -> None:
    kinds = {Path(name).suffix or Path(name).name for name in files_of_the_package()}
    assert kinds == {".py", ".typed", ".html", ".css"}


def test_the_source_distribution_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    built.source.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()
    code = f"import flit_core.buildapi as backend; backend.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    with ZipFile(next(tmp_path.glob("*.whl"))) as again:
        assert content(again) == content(built.wheel)
    others = {path.name for path in folder.iterdir()} - {"constructs_gw"}
    assert others == {"LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}


def content(wheel: ZipFile) -> dict[str, bytes]:
    """What stands in a wheel."""
    return {name: wheel.read(name) for name in wheel.namelist()}


def test_the_version_is_that_of_the_package(built: Built) -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert "version" not in PROJECT
    assert built.metadata()["Version"] == VERSION


def test_the_changelog_begins_with_the_version() -> None:
    [first, *_] = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert first.split()[1] == VERSION


def test_the_metadata_say_what_a_stranger_asks(built: Built) -> None:
    about = built.metadata()
    assert {name: about[name] for name in ("Name", "License-Expression", "License-File", "Requires-Python")} == {
        "Name": "constructs-gw",
        "License-Expression": "Apache-2.0",
        "License-File": "LICENSE",
        "Requires-Python": ">=3.11",
    }
    assert about["Description-Content-Type"] == "text/markdown"
    assert str(about.get_payload()).rstrip() == (ROOT / "README.md").read_text().rstrip()
    assert about.get_all("Classifier") == PROJECT["classifiers"]
    assert not about.get_all("Project-URL"), "it has no public repository yet: name it here when it has one"


def test_each_extra_is_named(built: Built) -> None:
    assert sorted(built.metadata().get_all("Provides-Extra", [])) == ["aws", "cdk", "huawei", "local", "otc"]


def test_the_base_needs_one_package(built: Built) -> None:
    needed = built.metadata().get_all("Requires-Dist", [])
    assert [name for name in needed if "extra ==" not in name] == ["PyYAML>=6"]


def test_the_licence_is_the_one_of_the_repository(built: Built) -> None:
    assert built.wheel.read(f"{ABOUT}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_command_is_installed(built: Built) -> None:
    points = built.wheel.read(f"{ABOUT}/entry_points.txt").decode().split("\n")
    assert [line for line in points if line] == ["[console_scripts]", "constructs-gw=constructs_gw.cli:main"]


def test_the_types_are_marked_as_such(built: Built) -> None:
    assert "constructs_gw/py.typed" in built.wheel.namelist()
