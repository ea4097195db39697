"""Security headers on error answers."""

from collections.abc import Mapping
from types import MappingProxyType

from constructs_gw.errors import dict_problems
from constructs_gw.preset import Contribution, Preset, raise_of

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
"""OWASP's REST Security Cheat Sheet, without the Content-Security-Policy: its keywords such as `'none'` are written
in single quotes, and no spelling of those inside a mapping value is documented."""


def security_headers(overrides: Mapping[str, str | None] | None = None) -> Preset:
    """Add the headers that OWASP recommends for APIs to every error answer.

    `overrides` adds headers, replaces the value of one, or drops it with None.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> render(compose([security_headers()]), "THROTTLED").headers["Strict-Transport-Security"]
        'max-age=31536000; includeSubDomains'
    """
    given = {} if overrides is None else overrides
    raise_of("security_headers", dict_problems(given, 'give a dict by header, such as {"X-A": "v"}'))
    values = {name.casefold(): (name, text) for name, text in [*SECURITY_HEADERS.items(), *given.items()]}
    contribution = Contribution(headers={name: text for name, text in values.values() if text is not None})
    return Preset.of("security_headers", lambda _: contribution)
