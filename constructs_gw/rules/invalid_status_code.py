r"""A status code is none that API Gateway takes.

## Why is this bad?

The deployment fails: `Value '4xx' at 'statusCode' failed to satisfy constraint: Member must satisfy regular
expression pattern: [1-5]\d\d`. CloudFormation's schema takes any text here, so nothing says it earlier.

## What to do instead

Write one status from 100 to 599 as text, such as `"404"`. It stands without the single quotes that header values
need. `"4xx"` is no status: leave the status out, and each type that falls back to `DEFAULT_4XX` keeps its own.

## Source

The pattern: API Gateway's service model (documented); the rejection, recorded for an integration response, which has
the same pattern: LocalStack (recorded against AWS); `4xx` proposed as a fix: clebert/aws-simple#74 (observed).
"""

import re
from collections.abc import Iterator

from constructs_gw.customization import STATUS_CODE
from constructs_gw.edits import Rewrite, replaced
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.tokens import has_token, known_text
from constructs_gw.views import ResponseView

SEVERITY = Severity.ERROR

_MEANT = re.compile(r"['\"\s]*([1-5][0-9][0-9])['\"\s]*(?:[A-Za-z.].*)?")


def invalid_status_code(response: ResponseView) -> Iterator[Problem]:
    """A status that is no number from 100 to 599."""
    text = response.status.text if response.status else None
    if response.status is None or text is None or STATUS_CODE.fullmatch(text) or _can_be_status(text):
        return
    meant = _MEANT.fullmatch(text)
    edits = (Rewrite(replaced, (meant[1],)),) if meant else ()
    yield Problem(f"{text!r} is not a status code", _fix(text, meant and meant[1]), response.status.place, edits=edits)


def _can_be_status(text: str) -> bool:
    """Whether a text can turn out to be a status, whatever its tokens stand for."""
    return has_token(text) and re.fullmatch(r"[0-9]{0,2}", known_text(text)) is not None


def _fix(text: str, meant: str | None) -> str:
    if meant:
        return f'write "{meant}"'
    if has_token(text):
        return "write the number alone, without quotes of its own"
    if re.fullmatch(r"[1-5][xX]{2}", text):
        return f'write one status, such as "{text[0]}00", or leave it out: each type then keeps its own'
    return 'write one from 100 to 599, such as "404"'
