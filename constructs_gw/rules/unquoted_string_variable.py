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
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseTemplateView

SEVERITY = Severity.ERROR


def unquoted_string_variable(template: ResponseTemplateView) -> Iterator[Problem]:
    """A variable that is a value of its own, and is JSON between quotes only."""
    for part in template.json_variables:
        name = part.variable.context_name or ""
        if part.is_quoted or not part.is_whole or not part.wants_quotes:
            continue
        if name == "error.message":
            yield Problem(
                f"{part.variable.spelling} stands without quotes",
                "write $context.error.messageString, which brings its own",
            )
        elif name.casefold().endswith("accountid"):
            message = (
                f"{part.variable.spelling} stands without quotes, and an account ID that begins with 0 is no number"
            )
            yield Problem(message, f'write "{part.variable.spelling}"', severity=Severity.WARNING)
        elif part.variable.json_safety is not JsonSafety.UNSAFE:  # those do not belong into JSON at all: reflected-json
            yield Problem(f"{part.variable.spelling} stands without quotes", f'write "{part.variable.spelling}"')
