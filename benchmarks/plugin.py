"""What GatewayResponsePlugin adds to a synthesis, beside what CDK's built-in validation adds.

As `cdk synth` does it: once, in a process of its own. Run as a program it is that process.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.table import Row
from benchmarks.timing import milliseconds, take_turns

TARGET = 0.05
STACKS = 10
ROUNDS = 7


def rows() -> Iterator[Row]:
    """Milliseconds over those of a synthesis without any validation."""
    times = take_turns({way: partial(_synth, way) for way in ("none", "ours", "peer")}, rounds=ROUNDS, warm_up=1)
    ours, peer = (median(times[way]) - median(times["none"]) for way in ("ours", "peer"))
    yield Row(f"added to the synth of {STACKS} stacks of 21 responses, built-in validation", ours, peer, TARGET)


def _synth(way: str) -> float:
    environment = {**os.environ, "CDK_VALIDATION": "true"}  # CDK reads it once, when jsii starts
    command = [sys.executable, "-m", "benchmarks.plugin", way]
    return float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)


def _build_and_synth(way: str) -> float:
    import aws_cdk as cdk

    from benchmarks.by_hand import by_hand
    from benchmarks.timing import add_api
    from constructs_gw.presets import hints, problem_details
    from constructs_gw.response_types import ResponseType

    with TemporaryDirectory() as folder:
        app = cdk.App(outdir=folder, analytics_reporting=False, builtin_cloud_formation_validation=way == "peer")
        for number in range(STACKS):
            stack = cdk.Stack(app, f"Stack{number}")
            by_hand([problem_details(), hints()], ResponseType)(stack, add_api(stack, "Api", 1))
        return milliseconds(partial(_with_plugin if way == "ours" else cdk.App.synth, app))


def _with_plugin(app: object) -> None:
    import aws_cdk as cdk

    from constructs_gw.cdk import GatewayResponsePlugin

    assert isinstance(app, cdk.App)
    cdk.Validations.of(app).add_plugins(GatewayResponsePlugin(fail_on="never"))
    app.synth()


if __name__ == "__main__":
    print(_build_and_synth(sys.argv[1]))
