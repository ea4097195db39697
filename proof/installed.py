"""The package as its users get it: what pytest finds in `proof/`."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from pathlib import Path

from proof.section import Section

ROOT = Path(__file__).parents[1]
TEXT = """The wheel in an empty environment with each extra alone, from pinned and hash-checked packages, and the
hooks of pre-commit as a repository of somebody else runs them. What is skipped had no network. `pytest
proof` repeats it, `make package` the first file alone."""


def run() -> Section:
    """Run the files of tests, and count."""
    report = ROOT / "build" / "installed.xml"
    report.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", f"--junit-xml={report}", "proof"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    failures = () if done.returncode == 0 else (done.stdout[-6000:] + done.stderr[-2000:],)
    return Section("Installed", TEXT, ("of", "passed", "skipped", "failed"), tuple(rows(report)), failures)


def rows(report: Path) -> list[tuple[str, ...]]:
    """A row for each file."""
    files: dict[str, Counter[str]] = defaultdict(Counter)
    for case in ElementTree.parse(report).iter("testcase"):
        outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
        files[case.attrib["classname"]]["failed" if outcome in ("failure", "error") else outcome] += 1
    names = {name: f"`{name.replace('.', '/')}.py`" for name in sorted(files)}
    return [
        (shown, *(str(files[name][each]) for each in ("passed", "skipped", "failed"))) for name, shown in names.items()
    ]
