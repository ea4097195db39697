"""The preview page in a real browser."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.local.preview import Page as PreviewPage
from constructs_gw.local.preview import preview
from constructs_gw.local.preview_page import html

from .browser import axe, chromium
from .odd_template import ATTACK, DEFECTS, HOSTILE

ROOT = Path(__file__).parents[2]
WIDTHS = {"desktop": 1280, "phone": 360}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Mapping[str, Page]]:
    """A page of the browser for each colour scheme; what it shows begins anew with each `goto`."""
    with browser.new_context(color_scheme="light") as light, browser.new_context(color_scheme="dark") as dark:
        yield {"light": light.new_page(), "dark": dark.new_page()}


@pytest.fixture
def page(opened: Mapping[str, Page]) -> Page:
    opened["light"].set_viewport_size({"width": 1280, "height": 720})
    return opened["light"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "sam": html(preview(read_templates(ROOT / "tests" / "realistic" / "sam.yaml"), "sam.yaml")),
        "defects": html(made_of(DEFECTS, "template.json")),
        "few": html(few(made_of(DEFECTS, "template.json"))),
        "hostile": html(made_of(HOSTILE, f"{ATTACK}.json")),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


def few(page: PreviewPage) -> PreviewPage:
    """A page with an answer of each kind, since axe takes long over many."""
    kinds = ("ACCESS_DENIED", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "THROTTLED", "UNAUTHORIZED", "INTEGRATION_TIMEOUT")
    [api] = page.apis
    return replace(page, apis=[replace(api, answers=[one for one in api.answers if one.response_type in kinds])])


def made_of(data: Mapping[str, Any], name: str) -> PreviewPage:
    return preview([template_file(data, name)], name)


each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])
each_width = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)


@each_width
@each_scheme
@pytest.mark.parametrize("name", ["sam", "defects", "hostile"])
def test_the_page_fits_and_asks_for_nothing(
    opened: Mapping[str, Page], pages: Mapping[str, str], name: str, scheme: str, width: int
) -> None:
    page = opened[scheme]
    page.set_viewport_size({"width": width, "height": 800})
    with heard(page) as (said, asked):
        page.goto(pages[name])
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        assert background(page) == {"light": "rgb(251, 251, 250)", "dark": "rgb(20, 23, 26)"}[scheme]
    assert [url for url in asked if url != "data:,"] == [pages[name]]
    assert said == []


@contextmanager
def heard(page: Page) -> Iterator[tuple[list[str], list[str]]]:
    """What a page says in its console, and the addresses that it asks for."""
    said: list[str] = []
    asked: list[str] = []
    listeners: list[tuple[Any, Callable[[Any], None]]] = [
        ("console", lambda message: said.append(message.text)),
        ("pageerror", lambda error: said.append(str(error))),
        ("request", lambda request: asked.append(request.url)),
    ]
    for event, listener in listeners:
        page.on(event, listener)
    yield said, asked
    for event, listener in listeners:
        page.remove_listener(event, listener)


@each_width
@pytest.mark.parametrize(
    ("scheme", "rules", "least"),
    [pytest.param("light", None, 21, id="light"), pytest.param("dark", ["color-contrast"], 1, id="dark")],
)
def test_axe_finds_nothing(
    opened: Mapping[str, Page], pages: Mapping[str, str], scheme: str, rules: list[str] | None, least: int, width: int
) -> None:
    """All that a colour scheme changes is contrast."""
    page = opened[scheme]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(pages["few"])
    page.evaluate(axe())
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("options => axe.run(options)", options)
    assert [(one["id"], node["html"][:200]) for one in found["violations"] for node in one["nodes"]] == []
    assert len(found["passes"]) >= least


def background(page: Page) -> Any:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_panes_are_side_by_side_on_a_desktop_and_stacked_on_a_phone(page: Page, pages: Mapping[str, str]) -> None:
    page.goto(pages["sam"])
    columns = {}
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        panes = page.locator(".panes:not(.one)").first.locator(".pane")
        boxes = panes.evaluate_all("panes => panes.map(pane => pane.getBoundingClientRect().left)")
        columns[name] = len(set(boxes))
    assert columns == {"desktop": 2, "phone": 1}


def test_the_keyboard_reaches_the_overview_and_folds_an_answer(page: Page, pages: Mapping[str, str]) -> None:
    page.goto(pages["defects"])
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the answers"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "BAD_REQUEST_BODY"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#api-1-bad-request-body"
    page.locator("article summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("article details").first.get_attribute("open") is None


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize("is_guarded", [True, False], ids=["with-its-policy", "without-its-policy"])
def test_nothing_of_a_template_runs(browser: Browser, pages: Mapping[str, str], is_guarded: bool) -> None:
    with browser.new_context(bypass_csp=not is_guarded) as context:
        page = context.new_page()
        page.goto(pages["hostile"])
        assert page.evaluate("window.pwned") is None
        assert page.locator("script, img, svg, iframe, [onerror], [onload]").count() == 0
        assert page.locator("a:not([href^='#'])").count() == 0
        assert "<script>window.pwned = 1</script>" in page.inner_text("body")


def test_the_policy_forbids_scripts(page: Page, pages: Mapping[str, str]) -> None:
    page.goto(pages["defects"])
    refused = """() => new Promise(resolve => {
        addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.pwned = 1");
        document.body.append(image);
        setTimeout(resolve, 2000, "nothing");
    })"""
    assert page.evaluate(refused) == "script-src-attr"
