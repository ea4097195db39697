"""A group of the local gateway for each test, for each cloud."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .commands import PROVIDERS, Live, Server, isolate, served


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A local gateway with a group for each test."""
    with served() as found:
        yield found


@pytest.fixture(params=PROVIDERS)
def orders(
    request: pytest.FixtureRequest,
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Live:
    """A group where nobody has modified anything; commands run in a folder of their own."""
    isolate(monkeypatch, request.param, tmp_path)
    return Live(request.param, server.group(), server, capsys)
