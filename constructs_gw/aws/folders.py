"""A folder with a file for each REST API, and how far writing it has come."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from tqdm import tqdm

from constructs_gw.aws.accounts import Items
from constructs_gw.aws.listings import LISTING, suffix, written
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import write_file

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")
"""What is a file's name whatever the server says an API's id is."""


class Folder:
    """Writes the gateway responses of each API to `REGION/ID.json`, or as its format is called; several threads may."""

    def __init__(self, path: Path, format_: str, has_defaults: bool) -> None:
        self._path, self._format, self._has_defaults = path, format_, has_defaults
        self.losses: list[str] = []
        """What the format does not say, each with the API that it is of."""
        self._lock = Lock()
        self._apis = self._customized = 0

    def write(self, region: str, rest_api_id: str, items: Items) -> None:
        """Write the file of one API, where there is something to write; raises GatewayResponseError if it cannot be."""
        if not _NAME.fullmatch(rest_api_id):
            raise GatewayResponseError(Problem(f"the id {rest_api_id!r} is no file's name", "check --endpoint-url"))
        customized = [item for item in items if not item.get("defaultResponse")]
        found = items if self._has_defaults else customized
        with self._lock:
            self._apis += 1
            self._customized += bool(customized)
        if found or self._format == LISTING:
            self._write(region, rest_api_id, found)

    def _write(self, region: str, rest_api_id: str, items: Items) -> None:
        made = written(self._format, items, rest_api_id, region)
        path = self._path / region / f"{rest_api_id}{suffix(self._format)}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GatewayResponseError(Problem(f"{path.parent}: {error.strerror}", "name a folder with -o")) from None
        write_file(path, made.text.encode())
        with self._lock:
            self.losses += (f"{region}: {loss}" for loss in made.losses)

    def text(self) -> str:
        """What was written."""
        apis = "1 REST API" if self._apis == 1 else f"{self._apis} REST APIs"
        return f"{apis}, {self._customized} with customized gateway responses,"


@contextmanager
def progress() -> Iterator[Callable[[], object]]:
    """What to call for each API: it moves a bar on standard error, where that is a terminal."""
    with tqdm(unit=" APIs", leave=False, disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        yield bar.update
