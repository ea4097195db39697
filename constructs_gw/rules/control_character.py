"""A header value has a line break, another control character or a character outside ASCII.

## Why is this bad?

HTTP has no such thing in a header: a line break would end it, and whoever receives a control character may refuse the
answer. In YAML they come from blocks: `|` keeps every line break, and both `|` and `>` keep the last one.

## What to do instead

Write the value on one line, or as a `>-` block, which joins the lines and drops the last break. Write ASCII: an
address percent-encoded, prose in the body.

## Source

RFC 9110, 5.5: CR, LF and NUL are invalid in a field value (standard). What API Gateway does with a break behind the
closing quote, or with a character outside ASCII, nobody has measured: that is info (inferred).
"""

import re
from collections.abc import Iterator

from constructs_gw.edits import Rewrite
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.tokens import known_text
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a tab is legal
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def control_character(parameter: ParameterView) -> Iterator[Problem]:
    """A character that a header cannot hold."""
    text = known_text(parameter.text or "")
    if text.isascii() and text.isprintable():
        return
    control = _CONTROL.search(text.strip())
    foreign = _NOT_ASCII.search(text)
    if control:
        is_break = control[0] in "\r\n"
        what = "line break" if is_break else f"control character ({control[0]!r})"
        fix = "write it on one line" if is_break else "leave it out"
        yield Problem(f"the value has a {what}, which no header can hold", fix)
    elif _CONTROL.search(text):
        message = "a line break stands outside of the value; nobody has measured whether API Gateway drops it"
        fix = "write it on one line, or begin the block with >-"
        yield Problem(message, fix, severity=Severity.INFO, edits=(Rewrite(str.strip),))
    if foreign:
        message = f"the value has {foreign[0]!r}; inferred: clients do not get a character outside ASCII as it is"
        yield Problem(message, "write it in ASCII", severity=Severity.INFO)
