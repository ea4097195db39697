"""Error answers of `constructs-gw serve` beside those of MiniStack, over HTTP, and its memory over many of them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.table import Row
from benchmarks.timing import take_turns
from tests.ministack.provoking_api import STAGE, template
from tests.ministack.server import running

CONNECTIONS = 8
ANSWERS = 400
"""Of each contestant in each round."""
ROUNDS = 7
MANY = 100_000
RESPONSES = {
    "Missing": {
        "ResponseType": "MISSING_AUTHENTICATION_TOKEN",
        "ResponseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
        "ResponseTemplates": {
            "application/json": '{"title": $context.error.messageString, "id": "$context.requestId"}'
        },
    }
}


def rows() -> Iterator[Row]:
    """How long an answer takes, by throughput and by p99, and the memory of a long run."""
    with TemporaryDirectory() as folder, running(Path(folder)) as ministack, _served(Path(folder)) as (process, url):
        stack = ministack.deploy(template(RESPONSES), "provoking")
        theirs = ministack.api_url(stack.outputs["RestApiId"], STAGE)
        urls = {"ours": f"{url}nowhere", "peer": f"{theirs}/nowhere"}
        runs = take_turns({who: partial(_load, one, ANSWERS) for who, one in urls.items()}, rounds=ROUNDS, warm_up=2)
        figures: dict[str, Callable[[Load], float]] = {
            f"an unknown route, {CONNECTIONS} connections, ms an answer, MiniStack": lambda load: load.each,
            "the same, p99": lambda load: load.p99,
        }
        for name, figure in figures.items():
            yield Row(name, median(map(figure, runs["ours"])), median(map(figure, runs["peer"])))
        yield _memory(process.pid, urls["ours"])


def _memory(pid: int, url: str) -> Row:
    _load(url, MANY // 10)
    before = _resident(pid)
    _load(url, MANY)
    return Row(f"MB of serve after {MANY} more answers, before them", _resident(pid), before, 1.05)


@dataclass(frozen=True, slots=True)
class Load:
    """What a load took, in milliseconds."""

    each: float
    """The whole time by the number of answers."""
    p99: float


def _load(url: str, answers: int) -> Load:
    return asyncio.run(_loaded(url, answers))


async def _loaded(url: str, answers: int) -> Load:
    start = perf_counter()
    each = await asyncio.gather(*(_connection(url, answers // CONNECTIONS) for _ in range(CONNECTIONS)))
    whole = (perf_counter() - start) * 1000
    times = [time for one in each for time in one]
    return Load(whole / len(times), quantiles(times, n=100)[98])


async def _connection(url: str, answers: int) -> list[float]:
    """The milliseconds of each answer on one connection that is kept open."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    times = []
    for _ in range(answers):
        start = perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 403"), head
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
        times.append((perf_counter() - start) * 1000)
    writer.close()
    await writer.wait_closed()
    return times


@contextmanager
def _served(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process of `constructs-gw serve`, and the URL of the stage."""
    path = folder / "template.json"
    path.write_text(json.dumps(template(RESPONSES)))
    command: list[str | Path] = [Path(sys.executable).parent / "constructs-gw", "serve", path, "--port", "0"]
    log = folder / "serve.log"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, text=True) as process:
        try:
            while "_aws/execute-api" not in log.read_text():
                assert process.poll() is None
            line = next(line for line in log.read_text().splitlines() if "_aws/execute-api" in line)
            yield process, line.split()[-1]
        finally:
            process.terminate()


def _resident(pid: int) -> float:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
