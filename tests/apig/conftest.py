"""A group of the local gateway for each test, through both clouds' SDKs and through the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_gw.apig.live import GroupClient

from .commands import Live, isolate
from .live_groups import SDKS, Server, client_of, serve


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A local gateway with a group for each test."""
    with serve() as made:
        yield made


@pytest.fixture(params=SDKS)
def sdk(request: pytest.FixtureRequest) -> str:
    """The cloud, by its provider's name."""
    name: str = request.param
    return name


@pytest.fixture
def client(sdk: str, server: Server) -> GroupClient:
    """A client for a group where nobody has modified anything."""
    return client_of(sdk, server.url, next(server.fresh))


@pytest.fixture(params=SDKS)
def orders(
    request: pytest.FixtureRequest,
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Live:
    """A group where nobody has modified anything; commands run in a folder of their own."""
    isolate(monkeypatch, request.param, tmp_path)
    return Live(request.param, next(server.fresh), server, capsys)
