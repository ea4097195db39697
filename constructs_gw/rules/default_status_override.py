"""DEFAULT_4XX or DEFAULT_5XX, or each type of its class alike, sets a status that replaces that of other errors.

## Why is this bad?

The status goes to every type of the class that is not customized itself: with 400 on `DEFAULT_4XX`, throttled clients
get no 429 and do not back off, and an expired login looks like a bad request. Clients, retries and alarms go by the
status.

## What to do instead

Leave the status out: each type keeps its own. Give another status to the one type that needs it.

## Source

API Gateway Developer Guide, supported-gateway-response-types: it changes the status of all others (documented);
LocalStack's recorded answers of AWS show 599 on each 5XX type (recorded against AWS). MiniStack lets each type keep its
own, and does not say whether that was measured: do not rely on either.
"""

from collections.abc import Iterable, Iterator

from constructs_gw.errors import Problem, listed
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.WARNING


def default_status_override(api: ApiView) -> Iterator[Problem]:
    """A status on a DEFAULT_*, or on all of its class, that is not the own one of each type which it goes to."""
    for default in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        yield from _on_each(api, default)
        found = api.customizations.get(default)
        if found is None or found.status is None or found.status_code is None:
            continue
        if found.is_success or found.is_bodiless or found.lacks_location:
            continue  # worse, and reported as such
        replaced = _replaced(api.heirs(default), found.status_code)
        if replaced:
            yield Problem(
                f"status {found.status_code} replaces {replaced} in {default[-3:]} errors that have no own entry",
                "leave the status out, and give it to the one response type that it is meant for",
                found.status.place,
            )


def _on_each(api: ApiView, default: ResponseType) -> Iterator[Problem]:
    """One status in every type of a class, as `Customization("DEFAULT_4XX", status_code=404)` comes out."""
    every = [kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default]
    [status, *others] = {_own_status(api, kind) for kind in every}
    if others or status is None or status < 400:
        return
    yield Problem(
        f"every {default[-3:]} error has status {status}, instead of {_replaced(every, status)}",
        "give it to the one response type that it is meant for",
        next(api.customizations[kind].place for kind in every if kind in api.customizations),
    )


def _replaced(kinds: Iterable[ResponseType], status: int) -> str:
    """The other statuses that types would have, in words."""
    lost = sorted({kind.default_status or 0 for kind in kinds} - {status})
    return listed(map(str, lost), most=len(lost))


def _own_status(api: ApiView, kind: ResponseType) -> int | None:
    """The status of a type, whatever its DEFAULT_* says; None for what is not known."""
    own = api.customizations.get(kind)
    return own.status_code if own and own.status else kind.default_status
