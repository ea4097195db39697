"""A redirect goes where the request says.

## Why is this bad?

A link to the API with `?next=https://evil.example` sends whoever follows it to any page, with the API's good name in
front. Attackers use that for phishing and to carry off tokens.

## What to do instead

Write a fixed URL, `'https://login.example.com/'`, or one for each stage, `stageVariables.loginUrl`. Let the page
that it leads to find out where to return.

## Source

CWE-601. API Gateway fills in `Location` as it is (substrate redirects that way: observed); that nothing in between
checks the value is inferred. A query string or path is in a link and plainly exploitable; a header or another part of
the request takes more.
"""

from collections.abc import Iterator

from constructs_gw.context_variables import find_context_variable
from constructs_gw.errors import Problem
from constructs_gw.mapping import MappingSource
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView, ResponseView

SEVERITY = Severity.ERROR
_HEADERS = (MappingSource.REQUEST_HEADER, MappingSource.MULTI_VALUE_REQUEST_HEADER)


def open_redirect(response: ResponseView) -> Iterator[Problem]:
    """A location that the client decides."""
    location = response.headers.get("location")
    if location is None or not _is_the_clients(location):
        return
    message = f"{location.text} lets a link send its visitor to any page"
    fix = "write a fixed URL, or stageVariables.NAME for one per stage"
    if response.status is None or (response.status.known and not response.status.known.startswith("3")):
        message = f"{location.text} would let a link send its visitor to any page, once the status is a redirect"
        yield Problem(message, fix, location.place, Severity.INFO)
    elif location.is_from_request and location.expression and location.expression[0] not in _HEADERS:
        yield Problem(message, fix, location.place)
    else:
        message = f"{location.text} decides where the answer leads (inferred: whoever sets it can mislead the client)"
        yield Problem(message, fix, location.place, Severity.WARNING)


def _is_the_clients(location: ParameterView) -> bool:
    """Whether the request alone decides it; what an authorizer returns has been through code of the API's owner."""
    source, name = location.expression or (MappingSource.STATIC, "")
    variable = find_context_variable(name) if source is MappingSource.CONTEXT_VARIABLE else None
    return source.is_request or bool(variable and variable.is_client_controlled and not name.startswith("authorizer."))
