"""What an import adds to the start of an interpreter."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from statistics import median

from benchmarks.table import Row
from benchmarks.timing import milliseconds, take_turns

BARE = "pass"
TARGETS = {
    "import constructs_gw": 20,
    "import constructs_gw; constructs_gw.ResponseType": None,
    "import constructs_gw.presets": None,
}
ROUNDS = 31


def rows() -> Iterator[Row]:
    """Each import beside an interpreter that imports nothing."""
    times = take_turns({code: partial(_start, code) for code in (BARE, *TARGETS)}, rounds=ROUNDS, warm_up=1)
    for code, target in TARGETS.items():
        added = median(time - bare for time, bare in zip(times[code], times[BARE], strict=True))
        bare = median(times[BARE])
        yield Row(code, bare + added, bare, target, is_difference=True)


def _start(code: str) -> float:
    return milliseconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))
