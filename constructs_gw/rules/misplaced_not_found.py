"""RESOURCE_NOT_FOUND is customized, and unknown routes answer with another type.

## Why is this bad?

API Gateway answers a route or method that does not exist with `MISSING_AUTHENTICATION_TOKEN`: 403 "Missing
Authentication Token". `RESOURCE_NOT_FOUND` is for what is still not found once the caller is authenticated, which
clients hardly ever meet.

## What to do instead

Customize `MISSING_AUTHENTICATION_TOKEN`, with status 404 if that is what you want to say. Calls without a signature to
methods with IAM authorization become 404 then, too.

## Source

API Gateway Developer Guide, supported-gateway-response-types (documented); unknown routes in LocalStack's recorded
answers of AWS (recorded against AWS). That unknown routes are meant is inferred, hence a warning.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.WARNING


def misplaced_not_found(api: ApiView) -> Iterator[Problem]:
    """RESOURCE_NOT_FOUND with what unknown routes do not answer with, while nothing is said of their own type."""
    found = api.customizations.get(ResponseType.RESOURCE_NOT_FOUND)
    unknown_route = ResponseType.MISSING_AUTHENTICATION_TOKEN
    if found is None or unknown_route in api.customizations or api.has_unread_types:
        return
    inherited = api.effective(unknown_route)
    headers, bodies = (inherited.headers.keys(), inherited.bodies) if inherited else (set(), {})
    if not found.headers.keys() <= headers or found.bodies != bodies or found.status_code not in (None, 404):
        message = f"unknown routes do not answer with {found.kind} but with {unknown_route}, which is not customized"
        yield Problem(message, f"customize {unknown_route}, with status 404 if that is meant", found.type.place)
