"""A real browser, and pages for it."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, if there is one."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _missing("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def axe() -> str:
    """The source of axe, which checks accessibility."""
    if not AXE.is_file():
        _missing("no axe: npm ci")
    return AXE.read_text("utf-8")


def _missing(what: str) -> None:
    """Skip a test, or fail it where browsers are required."""
    (pytest.fail if os.environ.get("REQUIRE_CHROMIUM") else pytest.skip)(what)


@contextmanager
def site(headers: Sequence[Mapping[str, str]] = ()) -> Iterator[str]:
    """The origin of a server that answers with one page, and at `/0`, `/1`, ... with other headers as well."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(headers)) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


_PAGE = b"<!doctype html><title>shop</title>"


def _handler(headers: Sequence[Mapping[str, str]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, number = _PAGE, self.path.strip("/")
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers[int(number)].items() if number.isdigit() else ():
                self.send_header(name, value.replace("ORIGIN", self.headers.get("Origin", "")))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
