"""The `constructs-gw validate` process beside the `cfn-lint` process, on a small template."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.table import Row
from benchmarks.templates import mostly_functions
from benchmarks.timing import milliseconds, take_turns

TARGET = 0.1
ROUNDS = 7
BIN = Path(sys.executable).parent


def rows() -> Iterator[Row]:
    """From start to exit."""
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.json"
        template.write_text(json.dumps(mostly_functions(2)))
        commands: dict[str, list[str | Path]] = {
            "ours": [BIN / "constructs-gw", "validate", template],
            "peer": [BIN / "cfn-lint", "--regions", "us-east-1", "--", template],
        }
        times = take_turns({who: partial(_run, command) for who, command in commands.items()}, rounds=ROUNDS, warm_up=1)
    yield Row("constructs-gw validate, cfn-lint", median(times["ours"]), median(times["peer"]), TARGET)


def _run(command: list[str | Path]) -> float:
    return milliseconds(lambda: subprocess.run(command, capture_output=True, check=False))
