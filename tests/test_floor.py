"""What is said where aws-cdk-lib is missing or too old."""

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from constructs_gw.cdk import floor


def message(monkeypatch: pytest.MonkeyPatch, found: str | None) -> str:
    def version(name: str) -> str:
        if found is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(floor, "version", version)
    with pytest.raises(ImportError) as caught:
        floor.require_aws_cdk()
    return str(caught.value)


def test_a_missing_aws_cdk_lib_is_one_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert message(monkeypatch, None) == "constructs_gw.cdk needs aws-cdk-lib: pip install 'constructs-gw[cdk]'"


def test_an_aws_cdk_lib_below_the_floor_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert message(monkeypatch, "2.261.0") == (
        "constructs_gw.cdk needs aws-cdk-lib 2.262.0 or newer, found 2.261.0: pip install 'constructs-gw[cdk]'"
    )


def test_the_floor_is_that_of_the_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    oldest = ".".join(map(str, floor.FLOOR))
    assert f"aws-cdk-lib>={oldest},<3" in project["optional-dependencies"]["cdk"]
