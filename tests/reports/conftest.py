"""A run of `validate`, outside GitHub Actions wherever the tests run."""

from collections.abc import Callable, Sequence

import pytest

from constructs_gw.cli import main
from tests.reports.templates import RULES

Said = Callable[..., str]


@pytest.fixture(autouse=True)
def _nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What a run prints in a format."""

    def run(format_: str, *arguments: object, select: Sequence[str] = RULES) -> str:
        chosen = [word for rule in select for word in ("--select", rule)]
        assert main(["validate", "--format", format_, *chosen, *map(str, arguments)]) in (0, 1)
        return capsys.readouterr().out

    return run
