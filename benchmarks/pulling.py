"""`constructs-gw aws pull --all` with 500 APIs: requests a second as the server sees them, and memory."""

import os
import re
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Row
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.local import apigateway
from constructs_gw.local.declarations import RestApi, Stage
from constructs_gw.local.server import gateway, serving

APIS = 500
FEW = 20
QUOTA = 10
"""Requests a second for an account and region (documented, limits)."""
# Not ru_maxrss: it begins with what the process that started this one had.
_MEASURE = """
import sys
from pathlib import Path
from constructs_gw.cli import main
code = main(sys.argv[1:])
status = Path("/proc/self/status").read_text()
print("peak", int(status.partition("VmHWM:")[2].split()[0]) / 1024)
raise SystemExit(code)
"""


def rows() -> Iterator[Row]:
    """The busiest second of a pull of many APIs beside the quota, and its memory beside that of a pull of few."""
    times, many = _pulled(APIS)
    _, few = _pulled(FEW)
    yield Row(f"requests in the busiest second of a pull of {APIS} APIs, the quota", _busiest(times), QUOTA, 1.0)
    yield Row("requests a second over the whole of it, the quota", (len(times) - 1) / (times[-1] - times[0]), QUOTA)
    yield Row(f"peak MB of a pull of {APIS} APIs, of {FEW}", many, few, 1.1)


def _busiest(times: list[float]) -> int:
    """The most requests that any one second had."""
    return max(bisect_left(times, start + 1) - position for position, start in enumerate(times))


def _pulled(count: int) -> tuple[list[float], float]:
    """When each request came, and the peak memory of the process that made them, in MB."""
    apis = [RestApi(f"api{number}", "orders", CustomizationSet(), stages=(Stage("prod"),)) for number in range(count)]
    with _arrivals() as times, serving(gateway(apis)) as url, tempfile.TemporaryDirectory() as folder:
        command = ["aws", "pull", "--all", "--endpoint-url", url, "-o", folder, "--defaults"]
        found = subprocess.run(
            [sys.executable, "-c", _MEASURE, *command], env=_environment(), capture_output=True, text=True, check=True
        )
        assert len([*Path(folder).rglob("*.json")]) == count
    return times, float(re.findall(r"peak ([\d.]+)", found.stdout)[0])


def _environment() -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-central-1"}
    return {**others, **keys, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


@contextmanager
def _arrivals() -> Iterator[list[float]]:
    """When the control plane was asked, while the block runs."""
    times: list[float] = []
    find = apigateway._find

    def timed(method: str, segments: tuple[str, ...]) -> object:
        times.append(time.monotonic())
        return find(method, segments)

    apigateway._find = timed  # type: ignore[assignment]
    try:
        yield times
    finally:
        apigateway._find = find
