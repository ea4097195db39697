"""`python -m benchmarks [NAME ...]`: run every benchmark and write docs/performance.md, or print the named ones."""

import platform
import sys
from importlib import import_module
from os import cpu_count
from pathlib import Path

from benchmarks import table

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
SUBJECTS = (
    "cors_only",
    "cors_and_body",
    "every_type",
    "whole_app",
    "many_apis",
    "plugin",
    "importing",
    "validating",
    "whole_process",
    "converting",
    "serving",
    "pulling",
)
HEAD = """# Performance

What this library costs beside what the same costs without it. Written by `make bench`, on Python {python} with
{cores} cores; `python -m benchmarks NAME` prints one part, with its milliseconds. Ours and the peer take turns, so a
busy machine slows both: the ratios of medians carry over to other machines, as far as anything does. Targets were set
before anything was measured; where one is missed, the table says so.
"""


def main(names: list[str]) -> int:
    """Run the benchmarks, each as soon as the one before it is through."""
    if unknown := {*names} - {*SUBJECTS}:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}", file=sys.stderr)
        return 2
    page = [HEAD.format(python=platform.python_version(), cores=cpu_count())]
    for name in names or SUBJECTS:
        module = import_module(f"benchmarks.{name}")
        rows = [*module.rows()]
        print(f"{name}\n{table.text(rows)}\n", flush=True)
        page += [f"## {name}", f"{module.__doc__}".strip(), table.markdown(rows)]
    if not names:
        PAGE.write_text("\n\n".join(map(str.strip, page)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
