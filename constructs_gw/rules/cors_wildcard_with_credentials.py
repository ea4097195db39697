"""An error answer allows every origin (`*`) together with credentials.

## Why is this bad?

Browsers refuse the pair: a script that sends cookies or an Authorization of the browser's own never sees the answer.

## What to do instead

Name the one origin that may send credentials. Where none is sent (a token in a header that the script sets is no
credential in this sense), leave `Access-Control-Allow-Credentials` out.

## Source

CORS check (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView, allowed_origin, allows_credentials

SEVERITY = Severity.ERROR


def cors_wildcard_with_credentials(response: ResponseView) -> Iterator[Problem]:
    """The wildcard with credentials."""
    origin = allowed_origin(response)
    if origin and origin.known_static == "*" and allows_credentials(response):
        message = "browsers refuse '*' together with Access-Control-Allow-Credentials 'true'"
        fix = "name the one origin that may send credentials, or leave Access-Control-Allow-Credentials out"
        yield Problem(message, fix, origin.place)
