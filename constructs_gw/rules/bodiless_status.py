"""A gateway response has a status whose answers have no body.

## Why is this bad?

By HTTP, 204, 205 and 304 have no body and 1xx is no final answer at all, while every gateway response has a body. A
client may drop it, wait for more, or take it for the beginning of the next answer. 204 and 205 also say that the
request succeeded.

## What to do instead

Leave the status out, or write one from 400 to 599.

## Source

RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5 (standard). API Gateway accepts these statuses; what it then sends
has not been measured (inferred).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING


def bodiless_status(response: ResponseView) -> Iterator[Problem]:
    """A status without a body."""
    code = response.status_code
    if response.status is None or code is None or not response.is_bodiless:
        return
    what = "is no final answer" if code < 200 else "has no body" + (" and says success" if response.is_success else "")
    yield Problem(
        f"an answer with status {code} {what} by HTTP; what API Gateway sends then nobody has measured",
        "leave the status out, or write one from 400 to 599",
        response.status.place,
    )
