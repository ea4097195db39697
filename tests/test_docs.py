"""Every block of Python in the pages of `docs/` runs, and prints what the page says it prints."""

import contextlib
import io
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```\n(?:\n\1```text\n(.*?)^\1```)?", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]*)#?([^)]*)\)")


def blocks() -> Iterator[object]:
    for page in sorted(DOCS.rglob("*.md")):
        for number, (_, code, output) in enumerate(BLOCK.findall(page.read_text())):
            yield pytest.param(code, output, id=f"{page.stem}-{number}")


@pytest.mark.parametrize(("code", "output"), list(blocks()))
def test_a_block_prints_what_the_page_says(code: str, output: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(textwrap.dedent(code), "docs", "exec"), {"__name__": "__main__"})
    assert printed.getvalue() == textwrap.dedent(output)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    for path, anchor in LINK.findall(page.read_text()):
        if "://" in path:
            continue
        target = page.parent / path if path else page
        assert target.exists()
        headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE) if target.suffix == ".md" else []
        slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs
