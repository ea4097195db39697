"""An error answer tells what the authorizer knows of the client.

## Why is this bad?

The context of an authorizer is meant for your backend: user and tenant IDs, roles, claims of the token. In the answer
to a throttled or invalid request it ends up where nobody expects it: browser consoles, error trackers, shared caches.

## What to do instead

Leave the variable out, and write `$context.extendedRequestId`: your logs have the rest.

A key that says why access was denied (`$context.authorizer.reason` on ACCESS_DENIED or DEFAULT_4XX) is how an
authorizer talks to the client, and is not reported there. The principal and the claims are, everywhere.

## Source

Inferred. That a denying authorizer's context is there for ACCESS_DENIED: Stack Overflow 47921803 (observed).
"""

from collections.abc import Iterator

from constructs_gw.context_variables import context_variable_problem
from constructs_gw.errors import Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.INFO

_ABOUT_ACCESS = (None, ResponseType.ACCESS_DENIED, ResponseType.UNAUTHORIZED, ResponseType.DEFAULT_4XX)


def leaked_authorizer_context(use: VariableUseView) -> Iterator[Problem]:
    """A variable of the authorizer in a body or as a header's value."""
    name = use.variable.context_name or ""
    if not name.startswith("authorizer.") or context_variable_problem(name):
        return
    if name.startswith(("authorizer.principalId", "authorizer.claims.")) or use.kind not in _ABOUT_ACCESS:
        message = f"inferred: {use.variable.spelling} tells what your authorizer knows of the client"
        instead = "context.extendedRequestId" if use.media_type is None else "$context.extendedRequestId"
        yield Problem(message, f"leave it out, or write {instead}")
