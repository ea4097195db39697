"""Caches may keep an error answer.

## Why is this bad?

`Cache-Control: public`, `max-age` or `s-maxage` above zero and a future `Expires` let browsers and CDNs go on serving
the error after its cause is gone: the route exists now, the user is signed in, the backend is back. A shared cache
hands one caller's 403 to all others.

## What to do instead

Write `'no-store'`. `Retry-After` tells clients when to come back, and is no caching.

## Source

RFC 9111, sections 3 and 5.2.2 (standard): a cache may store an answer with any status that it understands if it has
explicit freshness, and one to a request with Authorization if it says `public` or `s-maxage`. That you do not want this
is inferred.
"""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.tokens import has_token
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING
_PAST = 2025


def cacheable_error(response: ResponseView) -> Iterator[Problem]:
    """Leave to keep an error answer."""
    control, expires = response.headers.get("cache-control"), response.headers.get("expires")
    fix = "write \"'no-store'\""
    if control:
        directives = _directives(control.static or "")
        kept = [f"{name}={value}" if value else name for name, value in directives.items() if _keeps(name, value)]
        is_refused = "no-store" in directives or "no-cache" in directives or any(map(has_token, directives))
        if kept and not is_refused:
            is_private = "private" in directives
            who = "the client's own cache may keep" if is_private else "browsers and CDNs may keep"
            message = f"{', '.join(kept)}: {who} this error after its cause is gone"
            yield Problem(message, fix, control.place, Severity.INFO if is_private else None)
    elif expires and _is_future(expires.known_static or ""):
        message = f"Expires {expires.known_static!r}: browsers and CDNs may keep this error after its cause is gone"
        yield Problem(message, "leave Expires out, and set header Cache-Control to \"'no-store'\"", expires.place)


def _directives(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(","))
    return {
        name.strip() if has_token(name) else name.strip().casefold(): value.strip().strip('"')
        for name, _, value in pairs
    }


def _keeps(name: str, value: str) -> bool:
    is_for_long = name in ("max-age", "s-maxage") and value.isdecimal() and int(value[:10]) > 0
    return name in ("public", "immutable") or is_for_long


def _is_future(date: str) -> bool:
    """Whether a date may be to come; `0` and old dates are the customary ways to say that an answer is stale."""
    try:
        return parsedate_to_datetime(date).year > _PAST
    except (ValueError, TypeError):
        return False
