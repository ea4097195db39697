"""What `make site` asks of the pages in `docs/`, without building them; `tests/built_site.py` looks at the built."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_a_link_stays_among_the_pages(page: Path) -> None:
    targets = [(page.parent / path).resolve() for path in LINK.findall(page.read_text())]
    assert [target for target in targets if not target.is_relative_to(DOCS)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_what_belongs_to_an_item_of_a_numbered_list_is_indented_by_four(page: Path) -> None:
    """By three it belongs to the item on GitHub, and not in the site."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"^ {1,3}(?:```|[-*] |\d+\. ).*", text, re.MULTILINE) == []
