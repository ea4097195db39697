r"""A body is served as JSON and is none.

## Why is this bad?

API Gateway stores any text and sends it with `Content-Type: application/json`. Clients fail when they parse the body,
and show that failure in place of the error. Three of the templates in AWS's own documentation are such:
`{"message": test 4xx b }`, `{ "message": 'API-specific errors' }` and one with `"statusCode": '488'`.

## What to do instead

Put names and text between double quotes, leave out the last comma, and write `\n` for a line break inside of a string.
For a body that is meant to be something else, use its media type.

The body is judged with sample values in place of its variables. A variable that merely has no quotes, or too many, is
said by `unquoted-string-variable` and `quoted-message-string`; VTL is said by `vtl-directive`.

## Source

RFC 8259 (standard); templates are stored without being checked (tests of Terraform's AWS provider, recorded against
AWS).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.json_body import json_fault
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseTemplateView

SEVERITY = Severity.ERROR

_FIXES = {
    "'": "write double quotes: JSON has no single ones",
    "\n": "write \\n for a line break inside of a string",
    "": "close what is open: a quote, a brace or a bracket is missing",
    ",": "look for a comma too many, or a value that is missing",
    "}": "look for a comma too many, or a value that is missing",
    "]": "look for a comma too many, or a value that is missing",
    "\\": "write the quotes without backslashes",
}


def invalid_json_body(template: ResponseTemplateView) -> Iterator[Problem]:
    """A JSON body that is none, its variables being right."""
    if not template.is_json or template.vtl or not (template.text or "").strip():
        return
    rest = json_fault(template.json_parts)
    if rest is not None:
        where = f"from {_short(rest)} on" if rest else "at its end"
        fix = _FIXES.get(rest[:1], "put text between double quotes, and commas between members")
        yield Problem(f"the body is not JSON {where}", fix)


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")
