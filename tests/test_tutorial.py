"""The tutorial, done as it says: its files are written and changed, its commands run, and all say what it shows.

Blocks of `sh` install and deploy, and are not run. A command without output only has to succeed.
"""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from .local.browser import chromium

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`([\w.]+\.\w+)`")
PAGE = re.compile(r"`(http://localhost:[\w./]+)`")
SERVERS = ("constructs-gw serve", "python -m http.server")
PORTS = ("4010", "8000")


class Block(NamedTuple):
    """A block of the tutorial, and the text between it and the one before."""

    before: str
    language: str
    text: str


class Reader:
    """Somebody who does what the tutorial says, in an empty folder."""

    def __init__(self, folder: Path, page: Page) -> None:
        self.folder = folder
        self.page = page
        self.servers: dict[str, subprocess.Popen[bytes]] = {}
        node = str(ROOT / "node_modules" / ".bin")
        self.environment = {
            **os.environ,
            "PATH": f"{node}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def do(self, block: Block) -> None:
        if block.language == "console":
            for command, output in commands(block.text):
                self.type(command, output)
        elif block.language == "text":
            self.page.goto(PAGE.findall(block.before)[-1])
            self.page.get_by_text(block.text.strip(), exact=True).wait_for(timeout=20_000)
        elif block.language == "diff":
            self.change(FILE.findall(block.before)[-1], block.text)
        elif block.language != "sh":
            (self.folder / FILE.findall(block.before)[-1]).write_text(block.text)

    def type(self, command: str, output: str) -> None:
        server = next(filter(command.startswith, SERVERS), None)
        if server:
            self.serve(server, command, output)
            return
        done = subprocess.run(
            command.replace("npx cdk", "cdk"),
            shell=True,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert says(output, done.stdout) if output else done.returncode == 0, done.stdout

    def serve(self, name: str, command: str, output: str) -> None:
        """Start a server, in place of the one of this name that may run, and wait for what it says."""
        self.stop(name)
        log = self.folder / "server.txt"
        with log.open("wb") as file:
            self.servers[name] = subprocess.Popen(
                command.split(), cwd=self.folder, env=self.environment, stdout=file, stderr=subprocess.STDOUT
            )
        for _ in range(400):
            if says(output, log.read_text()):
                return
            time.sleep(0.05)
        pytest.fail(log.read_text())

    def stop(self, name: str) -> None:
        if name in self.servers:
            self.servers[name].send_signal(signal.SIGINT)
            self.servers.pop(name).wait(timeout=20)

    def change(self, name: str, diff: str) -> None:
        """Replace the lines with a minus or a space by those with a plus or a space; they are there once."""
        old, new = ("".join(line[1:] for line in diff.splitlines(True) if line[0] in signs) for signs in (" -", " +"))
        text = (self.folder / name).read_text()
        assert text.count(old) == 1, old
        (self.folder / name).write_text(text.replace(old, new))


def commands(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def says(shown: str, printed: str) -> bool:
    """Whether text is what a page shows; `...` stands for any part of a line, on a line of its own for any lines."""
    lines = (re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in shown.rstrip().split("\n"))
    pattern = "".join("(?:.*\n)*" if line == ".*\n" else line for line in lines)
    return re.fullmatch(pattern, printed.replace("\r", "").rstrip() + "\n") is not None


def blocks(text: str) -> Iterator[Block]:
    end = 0
    for fence in FENCE.finditer(text):
        yield Block(text[end : fence.start()], *fence.groups())
        end = fence.end()


def free_ports(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(opened.getsockname()[1]) for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser, browser.new_page() as opened:
        yield opened


@pytest.fixture
def reader(tmp_path: Path, page: Page) -> Iterator[Reader]:
    if not (ROOT / "node_modules" / ".bin" / "cdk").exists():
        pytest.skip("no cdk: make synth")
    found = Reader(tmp_path, page)
    yield found
    for name in SERVERS:
        found.stop(name)


def test_the_tutorial_works_as_it_says(reader: Reader) -> None:
    """On ports that are free, in place of those of the page."""
    text = TUTORIAL.read_text().replace("constructs-gw serve cdk.out\n", "constructs-gw serve cdk.out --port 4010\n")
    for ours, free in zip(PORTS, free_ports(2), strict=True):
        text = text.replace(ours, free)
    for block in blocks(text):
        reader.do(block)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\n", False),
        ("a: ...\nb\n", "a: 1\nb\n", True),
        ("a: ...\nb\n", "a: 1\n2\nb\n", False),
        ("a\n...\nb\n", "a\n1\n2\nb\n", True),
        ("a\n...\nb\n", "a\n1\n2\nc\n", False),
        ("a\n...\n", "a\n1\n2\n", True),
        ("a.b\n", "acb\n", False),
    ],
)
def test_dots_of_a_page_stand_for_what_they_should(shown: str, printed: str, same: bool) -> None:
    assert says(shown, printed) is same
