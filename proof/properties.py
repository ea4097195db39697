"""The properties of `tests/`, with many times the examples that `make test` has time for."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from proof.section import Section

ROOT = Path(__file__).parents[1]
FACTOR = 5

TOO_SLOW = """tests/apig/test_live_round_trips.py tests/aws/test_converges.py tests/convert/test_command_convert.py
    tests/convert/test_python.py tests/reports/test_hostile.py tests/sources/test_sam_translator.py
    tests/local/test_sam_declared.py""".split()  # noqa: SIM905
"""Each example runs a program, a server or another project's translator: `make test` has time for these alone."""

LEFT_OUT = ", ".join(f"`{path}`" for path in TOO_SLOW)
TEXT = f"""Hypothesis tries each property with {FACTOR} times the examples that its test asks for, and counts them,
without what it threw away as invalid. Left out, because an example of theirs runs a program, a server or another
project's translator (`make test` runs them, with fewer): {LEFT_OUT}. `python -m proof properties` repeats it."""


def run() -> Section:
    """Run them, and count."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        known = {**os.environ, "PROOF_FACTOR": str(FACTOR), "PROOF_COUNTS": str(counts)}
        ignored = [f"--ignore={path}" for path in TOO_SLOW]
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "hypothesis",
                   "-p", "proof.many_examples", *ignored, "tests"]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)
        tried: dict[str, list[int]] = json.loads(counts.read_text()) if counts.exists() else {}
    failures = () if done.returncode == 0 and tried else (done.stdout[-6000:] + done.stderr[-2000:],)
    return Section("Properties", TEXT, ("of", "properties", "examples", "failures"), tuple(rows(tried)), failures)


def rows(tried: dict[str, list[int]]) -> list[tuple[str, ...]]:
    """A row for each file and one for all."""
    files = defaultdict(list)
    for name, count in sorted(tried.items()):
        files[name.partition("::")[0]].append(count)
    return [_row(f"`{name}`", counts) for name, counts in files.items()] + [_row("all", [*tried.values()])]


def _row(name: str, counts: list[list[int]]) -> tuple[str, ...]:
    examples, failures = (sum(column) for column in zip(*counts, strict=True))
    return name, str(len(counts)), f"{examples + failures:,}", f"{failures:,}"
