"""A JSON body holds text of the client's choice, which nothing escapes.

## Why is this bad?

API Gateway pastes `$context.path`, `$context.identity.userAgent` and request parameters as they are. A double quote in
them ends the string: the body is JSON no longer, or has members that you did not write.

## What to do instead

Leave the variable out: the client knows what it has sent. `$context.resourcePath` is the route as you have declared it,
`$context.extendedRequestId` finds the request in your logs, where its text belongs.

A key of an authorizer's context (`$context.authorizer.KEY`) is an info only: your own code decides what it holds. Have
it free of double quotes, backslashes and line breaks, or escaped for JSON.

## Source

Inferred: "only simple variable substitutions" (API Gateway Developer Guide, documented), and `$context.error.message`
is not escaped (observed). Whether request parameters are filled in at all is documented, yet not measured.
"""

from collections.abc import Iterator

from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.WARNING

_SAID_ELSEWHERE = ("error.message", "authorizer.claims.", "authorizer.principalId")


def reflected_json(use: VariableUseView) -> Iterator[Problem]:
    """A variable with text of the client, or of an authorizer, in a JSON body."""
    if not _is_reflected(use):
        return
    if use.variable.name.startswith("context.authorizer."):
        message = f"inferred: nothing escapes what your authorizer has put into {use.variable.spelling}"
        yield Problem(message, "have it free of double quotes and backslashes", severity=Severity.INFO)
    else:
        instead = ", or write $context.resourcePath" if use.variable.name == "context.path" else ""
        yield Problem(f"{use.variable.spelling} is the client's own text, unescaped", f"leave it out{instead}")


def _is_reflected(use: VariableUseView) -> bool:
    if use.json is None or use.variable.json_safety is not JsonSafety.UNSAFE or use.variable.is_secret:
        return False
    is_own_json = use.variable.name.startswith("context.authorizer.") and not use.json.is_quoted
    return not is_own_json and not (use.variable.context_name or "").startswith(_SAID_ELSEWHERE)
