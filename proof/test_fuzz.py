"""Nothing that is given to the validator crashes it: atheris, for a few minutes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "tests" / "realistic"
SECONDS = 120
LIMITS = ["-rss_limit_mb=1500", "-timeout=20", "-print_final_stats=1"]


@pytest.mark.parametrize(
    ("target", "options"),
    [("text", ["-max_len=20000"]), ("structure", ["-max_len=200", "-len_control=0"])],
    ids=["text", "structure"],
)
def test_nothing_crashes_it(tmp_path: Path, target: str, options: list[str]) -> None:
    seeds = [str(SEEDS)] if target == "text" else []
    command = [sys.executable, "-m", "proof.fuzz", target, *LIMITS, *options, f"-max_total_time={SECONDS}"]
    done = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/", str(tmp_path), *seeds], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-4000:]
    runs = re.search(r"stat::number_of_executed_units: +([0-9]+)", done.stderr)
    assert runs
    print(f"\n{target}: {runs[1]} documents in {SECONDS} s, no crash")
