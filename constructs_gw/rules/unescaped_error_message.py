"""The error message stands between JSON quotes without being escaped.

## Why is this bad?

`$context.error.message` is raw text, and it can carry the client's: for an unknown route with an `Authorization`
header it is `'x' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer ...'`. A double quote
or a backslash in it breaks the body, or adds members to it.

## What to do instead

Write `{"message": $context.error.messageString}`, without quotes: that is the message as a JSON string, escaped.

The message of some types is API Gateway's own words in every answer that anybody has published, such as `Too Many
Requests` for `THROTTLED`: there it is an info only.

`$context.error.validationErrorString` has no such twin. Whether API Gateway escapes the quotes in it is undetermined,
so it is an info only: captures of `"$context.error.validationErrorString"` show bodies that parse. Send a request that
fails validation, see what your API answers, and acknowledge the finding.

## Source

The client's text in the message: awslabs/aws-cognito-angular-quickstart#50 (observed); that other types never have it
is inferred from recorded and observed messages; `messageString`: API Gateway
Developer Guide (documented). The validation error: a capture of restish (observed), inferred for the rest.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.WARNING


def unescaped_error_message(use: VariableUseView) -> Iterator[Problem]:
    """The message, or the reason of a failed validation, inside of a JSON string."""
    if use.json is None or not use.json.is_quoted:
        return
    if use.variable.context_name == "error.message":
        fix = "write $context.error.messageString without quotes around it"
        if not use.json.is_whole:
            fix = 'give it a member of its own, as in {"message": $context.error.messageString}'
        if use.kind is None or use.kind.can_quote_the_client:
            yield Problem(f"{use.variable.spelling} is pasted without being escaped, the client's text included", fix)
        else:
            message = f"{use.variable.spelling} is not escaped; as far as is known, {use.kind} has nothing to escape"
            yield Problem(message, fix, severity=Severity.INFO)
    elif use.variable.context_name == "error.validationErrorString":
        message = f"nobody has measured whether the quotes in {use.variable.spelling} are escaped; captures suggest it"
        fix = "see that the answer to an invalid request parses, then acknowledge this"
        yield Problem(message, fix, severity=Severity.INFO)
