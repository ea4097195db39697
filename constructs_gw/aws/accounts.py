"""The gateway responses of every REST API of an account, in several regions at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias

from botocore.exceptions import ClientError

from constructs_gw.aws.problems import ERRORS
from constructs_gw.aws.rest_api import RestApiGateway, code_of

Items: TypeAlias = Sequence[Mapping[str, Any]]

WORKERS = 4
"""For each region: enough to reach the quota of requests where an answer takes 0.4 s; no more APIs are held at once."""

MAX_FAILURES = 5
"""After so many APIs of a region that cannot be read, the rest of it is not tried: the cause is not in one API."""

PAGE = 500
"""APIs in one answer of GetRestApis: the most there can be (documented, API reference)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An API that could not be read, or the list of them."""

    region: str
    rest_api_id: str
    """Empty for the list of APIs."""
    error: Exception


def pull_all(
    clients: Mapping[str, Any],
    write: Callable[[str, str, Items], None],
    *,
    done: Callable[[], object] = lambda: None,
) -> list[Failure]:
    """Give `write` the region, the id and the response types of each API; `done` is told of each, also of failures.

    `clients` are by region. Both are called by several threads. An API that is deleted meanwhile is passed over.
    """
    regions = [_Region(region, client, write, done) for region, client in clients.items()]
    with ThreadPoolExecutor(len(regions) * WORKERS) as pool:
        running = [pool.submit(region.work) for region in regions for _ in range(WORKERS)]
        try:
            wait(running, return_when=FIRST_EXCEPTION)
        finally:  # Ctrl-C and a full disk end the other threads too
            for region in regions:
                region.stop()
        for future in running:
            future.result()
    return [failure for region in regions for failure in region.failures]


class _Region:
    """The APIs of a region, for threads that each take the next one."""

    def __init__(self, name: str, client: Any, write: Callable[[str, str, Items], None], done: Callable[[], object]):
        self.failures: list[Failure] = []
        self._name, self._client, self._write, self._done = name, client, write, done
        self._ids: Iterator[str] = rest_api_ids(client)
        self._lock = Lock()
        self._is_stopped = False

    def work(self) -> None:
        """Read one API after the other."""
        for rest_api_id in iter(self._next, None):
            try:
                items = list(RestApiGateway(self._client, rest_api_id).items())
                self._write(self._name, rest_api_id, items)
            except ERRORS as error:
                if not _is_gone(error):
                    self._failed(rest_api_id, error)
            self._done()

    def stop(self) -> None:
        """Take no more APIs."""
        self._is_stopped = True

    def _next(self) -> str | None:
        with self._lock:
            try:
                return None if self._is_stopped else next(self._ids, None)
            except ERRORS as error:
                self._failed("", error)
                return None

    def _failed(self, rest_api_id: str, error: Exception) -> None:
        self.failures.append(Failure(self._name, rest_api_id, error))
        if len(self.failures) >= MAX_FAILURES:
            self.stop()


def _is_gone(error: Exception) -> bool:
    return isinstance(error, ClientError) and code_of(error) == "NotFoundException"


def rest_api_ids(client: Any) -> Iterator[str]:
    """The ids of an account's REST APIs in the client's region, page by page."""
    pages: Iterable[Mapping[str, Any]] = client.get_paginator("get_rest_apis").paginate(
        PaginationConfig={"PageSize": PAGE}
    )
    for page in pages:
        yield from (str(item["id"]) for item in page.get("items", ()))
