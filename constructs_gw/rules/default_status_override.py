"""DEFAULT_4XX or DEFAULT_5XX sets a status, which replaces that of other errors.

## Why is this bad?

The status goes to every type of the class that is not customized itself: with 400 on `DEFAULT_4XX`, throttled clients
get no 429 and do not back off, and an expired login looks like a bad request. Clients, retries and alarms go by the
status.

## What to do instead

Leave the status out: each type keeps its own. Give another status to the one type that needs it.

## Source

API Gateway Developer Guide, supported-gateway-response-types: it changes the status of all others (documented);
LocalStack's recorded answers of AWS show 599 on each 5XX type (recorded against AWS). MiniStack lets each type keep its
own, which it says was measured: do not rely on either.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem, listed
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.WARNING


def default_status_override(api: ApiView) -> Iterator[Problem]:
    """A status on a DEFAULT_* that is not the own one of each type which it goes to."""
    for default in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        found = api.customizations.get(default)
        if found is None or found.status is None or found.status_code is None:
            continue
        if found.is_success or found.is_bodiless or found.lacks_location:
            continue  # worse, and reported as such
        lost = sorted({heir.default_status or 0 for heir in api.heirs(default)} - {found.status_code})
        if lost:
            replaced = listed(map(str, lost), most=len(lost))
            yield Problem(
                f"status {found.status_code} replaces {replaced} in {default[-3:]} errors that have no own entry",
                "leave the status out, and give it to the one response type that it is meant for",
                found.status.place,
            )
