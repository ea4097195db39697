"""The preview as one HTML page that needs no network and runs no script."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from itertools import accumulate

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from constructs_gw.answers import status_text
from constructs_gw.errors import Problem
from constructs_gw.local.preview import Answer, ApiAnswers, Page, Verdict
from constructs_gw.local.preview_panes import cut
from constructs_gw.plain_text import one_line
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding

MAX_TEXT = 2_000
"""Characters of a message or a name that are shown."""

MAX_PAGE = 20_000_000
"""Characters of a page with several APIs, about."""
_MARKUP, _MARKUP_OF_LINE = 30_000, 25


def html(page: Page) -> str:
    """The page; every text of a template is escaped, its control characters included."""
    shown = _small_enough(page)
    template = _ENVIRONMENT.get_template("preview.html")
    return template.render(page=shown, count=page.count, style=Markup(_STYLE), policy=_POLICY)


def _small_enough(page: Page) -> Page:
    """A page with as many APIs as a browser opens with ease, at least one; it says how many are not shown."""
    sizes = accumulate(_size(api) for api in page.apis)
    apis = [
        api for number, (api, size) in enumerate(zip(page.apis, sizes, strict=True)) if not number or size < MAX_PAGE
    ]
    missing = len(page.apis) - len(apis)
    if not missing:
        return page
    what = f"{missing} of {len(page.apis)} APIs are not shown, as the page would be too large; --api ID shows one"
    return replace(page, apis=apis, notes=[what, *page.notes])


def _size(api: ApiAnswers) -> int:
    """About how many characters an API takes in the page."""
    panes = (pane for answer in api.answers for pane in (answer.before, answer.after))
    return _MARKUP + sum(len(line.text) + _MARKUP_OF_LINE for pane in panes for line in pane.lines)


def _shown(value: object) -> object:
    """What stands for a value in the page: text in which nothing invisible is left; autoescape does the rest."""
    if isinstance(value, Markup | _Line) or not isinstance(value, str):
        return value
    return one_line(cut(value, MAX_TEXT))


class _Line(str):
    """Text that has been made visible and cut already."""


def _problem(problem: Problem) -> str:
    return f"{problem.at}: {problem.message}" if problem.at else problem.message


def _tally(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """How many findings there are of each severity, acknowledged ones last, by what to call them."""
    counts = Counter("acknowledged" if found.reason is not None else str(found.severity) for found in findings)
    return [(name, counts[name]) for name in (*map(str, Severity), "acknowledged") if counts[name]]


def _unseen(headers: Iterable[str]) -> list[str]:
    """The headers that a script may miss: those of CORS itself are for the browser."""
    return [name for name in headers if not name.casefold().startswith("access-control-")]


def _findings(answer: Answer) -> list[Finding]:
    """What the findings about an answer are: its own, and those about the type that it comes from."""
    return [*answer.declared.findings, *(answer.default.findings if answer.default else ())]


_HEADINGS = {
    Verdict.REJECTED: "API Gateway would reject this customization; the deployment fails.",
    Verdict.UNCLEAR: "Which of several customizations applies nobody can say; the last one is shown.",
    Verdict.LEFT_OUT: "This customization is left out: what becomes of it is not shown here.",
}

_STYLE = files("constructs_gw.local").joinpath("preview.css").read_text("utf-8")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"
_ENVIRONMENT = Environment(
    loader=PackageLoader("constructs_gw.local", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    finalize=_shown,
)
_ENVIRONMENT.filters |= {
    "status_text": status_text,
    "problem": _problem,
    "tally": _tally,
    "line": _Line,
    "unseen": _unseen,
}
_ENVIRONMENT.globals |= {"findings_of": _findings, "headings": _HEADINGS}
