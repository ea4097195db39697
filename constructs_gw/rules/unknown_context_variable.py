"""A `$context` variable that API Gateway does not have.

## Why is this bad?

Nothing refuses it, neither in a body nor in a header. What clients receive in its place is not known: nothing, or the
variable's name as it is written.

## What to do instead

Write the name as the developer guide lists it. The context that a Lambda authorizer returns is at
`$context.authorizer.KEY`, not at `$context.authorizer.context.KEY`.

## Source

API Gateway Developer Guide, api-gateway-mapping-template-reference (documented list; AWS may have added to it since);
`authorizer.KEY`: Stack Overflow 47921803 (observed).
"""

from collections.abc import Iterator

from constructs_gw.context_variables import context_variable_problem, find_context_variable
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.WARNING


def unknown_context_variable(use: VariableUseView) -> Iterator[Problem]:
    """A name that the catalog does not have, in a body or as a header's value."""
    name = use.variable.context_name
    problem = context_variable_problem(name) if name and find_context_variable(name) is None else None
    if problem:
        dollar = "$" if use.variable.spelling.startswith("$") else ""
        message, fix = (text.replace("$context.", f"{dollar}context.") for text in (problem.message, problem.fix))
        yield Problem(message, fix)
