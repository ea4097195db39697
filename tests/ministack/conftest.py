"""The `ministack` fixture."""

from collections.abc import Iterator

import pytest

from .server import MiniStack, running


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniStack]:
    """A MiniStack, started at first use (once a worker with pytest-xdist) and stopped at the end of the session."""
    try:
        with running(tmp_path_factory.mktemp("ministack")) as server:
            yield server
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
