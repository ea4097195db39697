"""Coverage-guided fuzzing: one module a target, with `attempt(content)`, `SEEDS` and `LONGEST`.

`python -m proof.fuzz TARGET [options of libFuzzer]` runs one alone.
"""

import pkgutil
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proof.section import Section

SECONDS = 45
"""For each target."""

AT_ONCE = 2

LIMITS = ("-rss_limit_mb=2000", "-timeout=20", "-print_final_stats=1", "-verbosity=0")

HELPERS = {"__main__", "asgi", "choices"}

TARGETS = sorted({module.name for module in pkgutil.iter_modules(__path__)} - HELPERS)

TEXT = f"""atheris (libFuzzer) changes inputs in the direction of code that none has reached, {SECONDS} seconds a
target. Every error but a `GatewayResponseError` is a crash, and so is what a target says must not be.
`python -m proof fuzz` repeats all, `python -m proof.fuzz TARGET -max_total_time=600` one for longer. How
many inputs are tried depends on the machine."""


def run() -> Section:
    """Run every target."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(fuzzed, TARGETS))
    rows = tuple(row for row, _ in found)
    return Section("Coverage-guided fuzzing", TEXT, ("target", "what is done", "inputs", "crashes"), rows,
                   tuple(failure for _, failures in found for failure in failures))  # fmt: skip


def fuzzed(target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The row of a target, and its crash."""
    with tempfile.TemporaryDirectory() as folder:
        limits = (*LIMITS, f"-max_total_time={SECONDS}", f"-artifact_prefix={folder}/")
        command = [sys.executable, "-m", "proof.fuzz", target, *limits, folder]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    tried = re.search(r"stat::number_of_executed_units: +([0-9]+)", done.stderr)
    count = int(tried[1]) if tried else 0
    said = done.stderr.partition("=== Uncaught")[2] or done.stderr  # with the input, in Base64
    failures = () if done.returncode == 0 and count else (f"{target}: {said[-6000:]}",)
    return (f"`{target}`", described(target), f"{count:,}", str(len(failures))), failures


def described(target: str) -> str:
    """The docstring of a target, which is not imported here: only what is imported by atheris is instrumented."""
    source = (Path(__file__).parent / f"{target}.py").read_text()
    return source.split('"""')[1].partition("\n\n")[0].replace("\n", " ").rstrip(".")
