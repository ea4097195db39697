"""A variable that only access logs have.

## Why is this bad?

A gateway response finds nothing there: `"status": "$context.status"` comes out as `"status": ""`, and the clients that
were to act on it cannot.

## What to do instead

Write the status itself, as each gateway response has its own: `"status": 403`. Put the other variables into the
access log format of the stage, with `$context.extendedRequestId`, which the answer can have as well.

A finding on `$context.authorizer.error` and its like is an info only: a key of the authorizer's own context can have
the same name.

## Source

API Gateway Developer Guide, api-gateway-variables-for-access-logging (documented); `$context.status` is empty:
MiniStack PR #1756, measured on an AWS account (observed).
"""

from collections.abc import Iterator

from constructs_gw.context_variables import Availability, find_context_variable
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.ERROR


def access_log_only_variable(use: VariableUseView) -> Iterator[Problem]:
    """A variable of access logs in a body or as a header's value."""
    found = find_context_variable(use.variable.context_name or "")
    if found is None or found.availability.value is not Availability.ACCESS_LOG:
        return
    if found.name.startswith("authorizer."):
        message = f"{use.variable.spelling} is a variable of access logs; nobody has measured what it is here"
        yield Problem(message, "give the key of your authorizer's context another name", severity=Severity.INFO)
    else:
        fix = "write the status itself" if found.name == "status" else "leave it out, or log it"
        yield Problem(f"{use.variable.spelling} has a value in access logs only", fix)
