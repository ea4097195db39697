"""The challenge that tells a client how to authenticate."""

import re

from constructs_gw.errors import Problem
from constructs_gw.preset import Contribution, Preset, raise_of
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import TOKEN

_AUTH_PARAM = re.compile(r"[A-Za-z0-9!#$%&*+.^_`|~-]+")


def challenge(scheme: str = "Bearer", **parameters: str | int) -> Preset:
    """Add `WWW-Authenticate` to UNAUTHORIZED, as RFC 9110 asks of every 401.

    `challenge("Basic", realm="orders")` sends `Basic realm="orders"`: quotes in a value are escaped. An underscore
    at the end of a parameter's name is dropped, for names that Python keeps. `Basic` makes browsers ask for a password.

    Source: it reaches the client unchanged (observed in public code; only integration responses have it renamed).

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> answer = render(compose([challenge("Bearer", realm="orders")]), "UNAUTHORIZED")
        >>> answer.headers["WWW-Authenticate"]
        'Bearer realm="orders"'
    """
    problems = [
        Problem(f"{name!r} is not a scheme or parameter name", "use a token such as Bearer or realm")
        for name in (scheme, *parameters)
        if not _AUTH_PARAM.fullmatch(TOKEN.sub("x", name))
    ]
    raise_of("challenge", problems)
    values = (f"{name.rstrip('_')}={_quoted_string(value)}" for name, value in parameters.items())
    text = f"{scheme} {', '.join(values)}".strip()
    return Preset("challenge", {ResponseType.UNAUTHORIZED: Contribution(headers={"WWW-Authenticate": text})})


def _quoted_string(value: str | int) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
