"""A pytest plugin: properties of Hypothesis with many times the examples, and how many Hypothesis says it tried."""

import json
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

FACTOR = int(os.environ.get("PROOF_FACTOR", "1"))
COUNTS = Path(os.environ.get("PROOF_COUNTS", os.devnull))
PHASE = re.compile(r"- ([0-9]+) passing, ([0-9]+) failing, and ([0-9]+) invalid")
STATISTICS = "hypothesis statistics"
counts: dict[str, list[int]] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each property with FACTOR times the examples that its test asks for."""
    tests: dict[int, Any] = {id(item.obj): item.obj for item in items if isinstance(item, pytest.Function)}
    for test in tests.values():
        own = getattr(test, "_hypothesis_internal_use_settings", None)  # where Hypothesis's own plugin puts them, too
        if own is not None:
            test._hypothesis_internal_use_settings = settings(own, max_examples=own.max_examples * FACTOR)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the report carry what Hypothesis says, also from one process of pytest-xdist to the other."""
    report = yield
    said = getattr(item, "hypothesis_statistics", None)
    if said is not None and report.when == "call":
        report.user_properties.append((STATISTICS, said))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what was tried; what was invalid was no example."""
    for name, said in report.user_properties if report.when == "call" else ():
        if name == STATISTICS:
            phases = [[*map(int, numbers)] for numbers in PHASE.findall(str(said))]
            counts[report.nodeid] = [sum(column) for column in zip(*phases, strict=True)][:2]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write them, in the process that has them all."""
    if not hasattr(session.config, "workerinput"):
        COUNTS.write_text(json.dumps(counts))
