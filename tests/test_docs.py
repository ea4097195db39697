"""Every block of Python in the README and in `docs/` runs, and prints what the page says; links lead somewhere."""

import contextlib
import io
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```\n(?:\n\1```text\n(.*?)^\1```)?", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]*)#?([^)]*)\)")


def blocks() -> Iterator[object]:
    for page in PAGES:
        for number, (_, code, output) in enumerate(BLOCK.findall(page.read_text()), 1):
            yield pytest.param(page.name, code, output, id=f"{page.stem}-{number}")


@pytest.mark.parametrize(("page", "code", "output"), list(blocks()))
def test_a_block_prints_what_the_page_says(page: str, code: str, output: str, snapshot: SnapshotAssertion) -> None:
    printed = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        exec(compile(textwrap.dedent(code), page, "exec"), names)
    assert printed.getvalue() == textwrap.dedent(output)
    for name, test in names.items():
        if name.startswith("test_") and callable(test):  # a team's test; `snapshot` is the one fixture it may take
            test(*[snapshot] * test.__code__.co_argcount)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    for path, anchor in LINK.findall(page.read_text()):
        if "://" in path:
            continue
        target = page.parent / path if path else page
        assert target.exists()
        headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE) if target.suffix == ".md" else []
        slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs
