"""Realistic documents that were changed, previewed: a page without a script, and no element that a text brought."""

from html.parser import HTMLParser
from pathlib import Path

from constructs_gw.assembly import read_template
from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.preview import preview
from constructs_gw.local.preview_page import html
from proof.fuzz.choices import Choices

SEEDS = None
LONGEST = 200
MARKUP = "</pre></style></title><img src=x><script>"


class Elements(HTMLParser):
    """The names of a page's elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a name."""
        self.names.add(tag)


def attempt(content: bytes) -> None:
    """A document with markup in place of one of its texts."""
    document = Choices(content).document().replace(b"'*'", MARKUP.encode())
    try:
        page = html(preview([read_template(document, Path(MARKUP))], MARKUP))
    except GatewayResponseError as error:
        str(error)
        return
    assert not Elements(page).names & {"script", "img"}
    page.encode()
