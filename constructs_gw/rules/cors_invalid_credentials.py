"""`Access-Control-Allow-Credentials` holds something other than `true`.

## Why is this bad?

Browsers compare the value byte by byte with `true`. With `True`, `1` or `yes` they keep the answer from every script
that sends cookies, as if the header were not there.

## What to do instead

Write `"'true'"`. Where no credentials are sent, leave the header out; `false` says the same.

## Source

CORS check (Fetch, standard).
"""

from collections.abc import Iterator

from constructs_gw.edits import Rewrite, replaced
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR

_MEANT = "'true'"


def cors_invalid_credentials(parameter: ParameterView) -> Iterator[Problem]:
    """A value that allows nothing, and is not meant to."""
    text = parameter.known_static
    if parameter.header != "access-control-allow-credentials" or text in (None, "true", "false"):
        return
    if parameter.quoted_expression:
        return  # invalid-mapping-expression says that
    is_true = text.strip().casefold() == "true"
    fix = f'write "{_MEANT}"' if is_true else f'write "{_MEANT}", or leave it out'
    edits = (Rewrite(replaced, (_MEANT,)),) if is_true else ()
    yield Problem(f"{text!r} allows no credentials: browsers know the lower-case true alone", fix, edits=edits)
