"""The `ministack` fixture; every test that uses it runs in one xdist worker (with `--dist loadgroup`)."""

from collections.abc import Iterator

import pytest

from .server import MiniStack, running


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniStack]:
    """A MiniStack, started at first use and stopped at the end of the session."""
    try:
        with running(tmp_path_factory.mktemp("ministack")) as server:
            yield server
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send all that use MiniStack to the same worker, so that one is started."""
    for item in items:
        if "ministack" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("ministack"))
