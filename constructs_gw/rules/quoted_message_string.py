"""`$context.error.messageString` stands between quotes and brings its own.

## Why is this bad?

The variable is the message as a JSON string, quotes included. `{"message": "$context.error.messageString"}` comes out
as `{"message": ""Unauthorized""}`, which no client can parse.

## What to do instead

Let it be a whole value, without quotes: `{"message": $context.error.messageString}`. There is no safe way to put the
message into a longer string: give the rest a member of its own.

## Source

"The quoted value of `$context.error.message`, namely `"$context.error.message"`" (API Gateway Developer Guide,
api-gateway-mapping-template-reference, documented); MiniStack PR #1756, measured on an AWS account (observed). The
guide's own console example has the quotes.
"""

from collections.abc import Iterator

from constructs_gw.context_variables import JsonSafety
from constructs_gw.edits import Rewrite
from constructs_gw.errors import Problem
from constructs_gw.json_body import without_quotes
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.ERROR


def quoted_message_string(use: VariableUseView) -> Iterator[Problem]:
    """A variable that is a JSON string itself, inside of a JSON string."""
    if use.json and use.json.is_quoted and use.variable.json_safety is JsonSafety.JSON:
        fix = f"write {use.variable.spelling} without quotes around it"
        edits = (Rewrite(without_quotes, (use.variable.spelling,)),) if use.json.is_whole else ()
        if not use.json.is_whole:
            fix = f'give it a member of its own, as in {{"message": {use.variable.spelling}}}'
        yield Problem(f"{use.variable.spelling} brings its own quotes and stands between quotes", fix, edits=edits)
