"""A variable with text stands in JSON without quotes.

## Why is this bad?

API Gateway pastes the text as it is: `"type": $context.error.responseType` comes out as `"type": UNAUTHORIZED`, which
no client can parse. Only `$context.error.messageString` brings its own quotes.

## What to do instead

Write `"$context.error.responseType"`. For the message write `$context.error.messageString`, without quotes: it is
escaped, which `"$context.error.message"` is not.

## Source

The developer guide's examples quote `$context.error.responseType` (set-up-gateway-response-using-the-console,
documented), except for the one on the page of `responseTemplates`, which is broken; RFC 8259 (standard). That an
account ID is a number unless it begins with 0 is inferred.
"""

from collections.abc import Iterator

from constructs_gw.context_variables import JsonSafety
from constructs_gw.edits import Rewrite
from constructs_gw.errors import Problem
from constructs_gw.json_body import with_value
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.ERROR


def unquoted_string_variable(use: VariableUseView) -> Iterator[Problem]:
    """A variable that is a value of its own, and is JSON between quotes only."""
    place = use.json
    if place is None or place.is_quoted or not place.is_whole or not place.wants_quotes:
        return
    spelling = use.variable.spelling
    message, fix = f"{spelling} stands without quotes", f'write "{spelling}"'
    edits = (Rewrite(with_value, (spelling, f'"{spelling}"')),)
    name = use.variable.context_name or ""
    if name == "error.message":
        edits = (Rewrite(with_value, (spelling, "$context.error.messageString")),)
        yield Problem(message, "write $context.error.messageString, which brings its own", edits=edits)
    elif name.casefold().endswith("accountid"):
        message = f"{message}, and an account ID that begins with 0 is no number"
        yield Problem(message, fix, severity=Severity.WARNING, edits=edits)
    elif use.variable.json_safety is not JsonSafety.UNSAFE:  # those do not belong into JSON at all: reflected-json
        yield Problem(message, fix, edits=edits)
