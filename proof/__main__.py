"""`python -m proof [NAME ...]`: run every proof, or those that are named, and write them to docs/reliability.md.

A section that is not run again stays as it is. The exit code is 1 if a proof found something wrong.
"""

import os
import platform
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from proof.section import Section

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
PROOFS = ("hostile_values", "properties", "fuzz", "mutation", "installed")
"""Modules of this folder, each with `run() -> Section`, in the order of the page."""
MARKED = "<!-- {0} -->\n{1}<!-- end of {0} -->"


def main(names: list[str]) -> int:
    """Run the proofs, each in a process of its own, as some need one that has imported nothing yet."""
    if unknown := {*names} - {*PROOFS}:
        print(f"no such proof: {', '.join(sorted(unknown))}; there are {', '.join(PROOFS)}", file=sys.stderr)
        return 2
    if len(names) == 1:
        return prove(*names)
    return max(subprocess.call([sys.executable, "-m", "proof", name]) for name in names or PROOFS)


def prove(name: str) -> int:
    """Run a proof, and write its section."""
    print(f"proof {name}", flush=True)
    section: Section = import_module(f"proof.{name}").run()
    write("machine", f"Made on {machine()}.\n")
    write(name, section.markdown())
    print("\n".join(section.failures) or f"it holds; {PAGE.name} has its section", flush=True)
    return 1 if section.failures else 0


def machine() -> str:
    """What kind of machine this is."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {python}, {platform.system()} {platform.machine()}"


def write(name: str, text: str) -> None:
    """Put a section on the page."""
    PAGE.write_text(with_section(PAGE.read_text(), name, text))


def with_section(page: str, name: str, text: str) -> str:
    """The page with a section in place of the one of the same name."""
    start, end = (re.escape(f"<!-- {mark}{name} -->") for mark in ("", "end of "))
    marked = MARKED.format(name, text)
    changed, count = re.subn(f"{start}.*?{end}", lambda _: marked, page, flags=re.DOTALL)
    return changed if count else f"{page.rstrip()}\n\n{marked}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
