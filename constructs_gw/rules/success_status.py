"""An error answer has a status that says it is none.

## Why is this bad?

To clients, caches, retries and alarms 200 is a success, whatever the body says: `fetch` resolves with `ok: true`, a
CDN may keep the answer, and a denied caller looks served. A redirect without `Location` leads nowhere.

## What to do instead

Leave the status out, or write one from 400 to 599. A redirect, say to a login page, needs the header `Location`.

If 200 is there to let preflight requests pass: give the route an `OPTIONS` method instead.

## Source

RFC 9110, sections 15.3 and 15.4 (standard). API Gateway takes any status from 100 to 599, and redirects with `Location`
work (observed). That the answer is meant as an error is inferred, hence a warning.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING


def success_status(response: ResponseView) -> Iterator[Problem]:
    """A status of success, or of a redirect that names no place."""
    if response.status is None or response.is_bodiless:
        return
    code = response.status_code
    own = response.kind.default_status if response.kind else None
    fix = f"leave the status out{f' ({own} then)' if own else ''}, or write one from 400 to 599"
    if response.is_success:
        yield Problem(f"status {code} tells clients and caches that the request succeeded", fix, response.status.place)
    elif response.lacks_location:
        message = f"status {code} without the header Location leads nowhere"
        yield Problem(message, f"add the header Location, or {fix}", response.status.place)
