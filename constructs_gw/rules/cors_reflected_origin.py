"""An error answer allows whatever origin the request names.

## Why is this bad?

With `Access-Control-Allow-Credentials` every site can make its visitors' browsers call the API with their cookies, and
read the answers. Without it, reflection is as open as `'*'`, but a cache may hand one site's answer to another, unless
the answer says `Vary: Origin`.

## What to do instead

Name the one origin; give each stage its own with `stageVariables.NAME`. Where everybody may read, and no credentials
are sent, write `'*'`, or add `Vary: 'Origin'`.

## Source

CORS protocol and HTTP caches, CORS protocol and credentials (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView, allowed_origin, allows_credentials

SEVERITY = Severity.ERROR


def cors_reflected_origin(response: ResponseView) -> Iterator[Problem]:
    """An origin that the request supplies."""
    origin = allowed_origin(response)
    if origin is None or not origin.is_from_request:
        return
    vary = response.headers.get("vary")
    if allows_credentials(response):
        message = f"{origin.text} allows every site, and credentials are allowed: any site reads its visitors' errors"
        yield Problem(message, "name the one origin, or use stageVariables.NAME for one per stage", origin.place)
    elif vary is None or (vary.known_static is not None and not {"origin", "*"} & _names(vary.known_static)):
        message = f"{origin.text} allows every site, and without Vary: Origin a cache may hand on another site's answer"
        fix = "write \"'*'\", which is as open, or add header Vary with \"'Origin'\""
        yield Problem(message, fix, origin.place, Severity.WARNING)


def _names(text: str) -> set[str]:
    return {name.strip().casefold() for name in text.split(",")}
