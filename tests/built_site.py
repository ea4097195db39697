"""What `make site` has built is complete, asks for nothing from the network, and looks like pages; it runs this.

Opened as files in Chromium, which is how a reader without a server opens them.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.local.browser import chromium
from tests.test_api_pages import PUBLIC

ROOT = Path(__file__).parents[1]
DOCS, SITE = ROOT / "docs", ROOT / "site"
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "preconnect", "modulepreload", "dns-prefetch"}
PLAIN = {"pre", "code", "script", "style", "svg", *(f"h{level}" for level in range(1, 7))}


class Html(HTMLParser):
    """What a page loads, where it links to, the places in it, and the text of its paragraphs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.prose: list[str] = [""]
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open += [tag] if tag in PLAIN else []
        self.prose += [""] if tag in ("p", "li", "td") else []
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag in LOADED and LOADED[tag] in given:
            self.loaded.append(given[LOADED[tag]])
        if tag == "link" and LOADED_LINKS & set(given.get("rel", "").split()):
            self.loaded.append(given["href"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.prose[-1] += data


def pages() -> list[Path]:
    """All but the one for a server, which says that there is no such page."""
    return sorted({*SITE.rglob("*.html")} - {SITE / "404.html"})


@cache
def html(path: Path) -> Html:
    return Html(path.read_text())


def built(page: Path) -> Path:
    """The page that a file of docs/ becomes."""
    return (SITE / page.relative_to(DOCS)).with_name("index.html" if page.stem == "README" else f"{page.stem}.html")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_page_is_built_and_in_the_navigation() -> None:
    home = SITE / "index.html"
    linked = {(home.parent / urlsplit(link).path).resolve() for link in html(home).links}
    wanted = {built(page) for page in DOCS.rglob("*.md")}
    assert len(wanted) > 80
    assert sorted(map(shown, wanted - (linked & {*pages()}))) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert {link for path in pages() for link in html(path).loaded if urlsplit(link).netloc} == set()


def test_no_style_sheet_loads_anything_from_elsewhere() -> None:
    sheets = [*SITE.rglob("*.css")]
    assert sheets
    loaded = (url for sheet in sheets for url in re.findall(r"(?:url\(|@import )['\"]?([^'\")]+)", sheet.read_text()))
    assert [url for url in loaded if urlsplit(url).netloc] == []


def links_to_nowhere(path: Path) -> Iterator[str]:
    for link in html(path).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        is_there = target.is_file() and (not parts.fragment or unquote(parts.fragment) in html(target).ids)
        if not is_there and parts.fragment != "__skip":
            yield f"{shown(path)}: {link}"


def test_every_link_leads_to_a_page_and_a_place_in_it() -> None:
    assert [link for path in pages() for link in links_to_nowhere(path)] == []


def test_every_public_name_is_described() -> None:
    for module, names in PUBLIC.items():
        page = html(SITE / "reference" / "api" / f"{module}.html")
        described = {place.rpartition(".")[2] for place in page.ids if place.startswith(f"{module}.")}
        assert set(names or import_module(module).__all__) - described == set(), module


def test_no_markdown_is_left() -> None:
    left = re.compile(r"^(?:```|[-*] |\d+\. |#+ |\|.*\|$|:::|--8<--|!!! )", re.MULTILINE)
    found = [(shown(path), text) for path in pages() for text in html(path).prose[1:] if left.search(text)]
    assert found == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(browser: Browser) -> tuple[Page, list[str]]:
    """A tab, and what goes wrong in it: what it asks the network for, and errors of scripts."""
    tab, wrong = browser.new_page(), list[str]()
    tab.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    return tab, wrong


def test_search_works_in_pages_that_are_opened_as_files(browser: Browser) -> None:
    tab, wrong = opened(browser)
    tab.goto((SITE / "index.html").as_uri())
    tab.keyboard.press("Control+k")
    tab.keyboard.type("lost-default-headers")
    tab.locator("a", has_text="lost-default-headers").locator("visible=true").first.wait_for()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/lost-default-headers.html**")
    assert wrong == []


def test_no_page_is_wider_than_the_window(browser: Browser) -> None:
    tab, wide = browser.new_page(java_script_enabled=False), []
    for path in pages():
        tab.goto(path.as_uri())
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 900})
            wide += [(shown(path), width)] if tab.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    assert wide == []
