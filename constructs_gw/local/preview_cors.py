"""What a script of another origin can read of an answer, by the Fetch standard (https://fetch.spec.whatwg.org/)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from constructs_gw.mapping import MappingSource, MappingValue
from constructs_gw.origins import origin_defect
from constructs_gw.tokens import has_token

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
EXPOSE_HEADERS = "Access-Control-Expose-Headers"

SAFELISTED = frozenset(
    ("cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma")
)
"""What scripts read of every answer that they can read (Fetch, CORS-safelisted response-header name)."""

FORBIDDEN = frozenset(("set-cookie", "set-cookie2"))
"""What scripts never read (Fetch, forbidden response-header name)."""

T = TypeVar("T")

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_WHITESPACE = " \t\r\n"


class Readers(StrEnum):
    """Whose scripts can read an answer."""

    NOBODY = "nobody"
    ONE = "one"
    """Those of one origin."""
    CALLER = "caller"
    """Those of whichever origin asks: the answer repeats its `Origin`."""
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a script of another origin can read of an answer."""

    readers: Readers
    origin: str = ""
    """Of the one origin."""
    why: str = ""
    """Why nobody can, or what else decides it."""
    takes_credentials: bool = False
    """Whether it can be read after a request with `credentials: "include"`."""
    headers: tuple[str, ...] = ()
    """The headers that are read after a request without credentials."""
    headers_with_credentials: tuple[str, ...] = ()
    hidden: tuple[str, ...] = field(default=())
    """The headers that are read after neither."""


def reading(headers: Mapping[str, str], allow_origin: MappingValue | None) -> Reading:
    """What of an answer can be read; `allow_origin` is what its Access-Control-Allow-Origin is made of."""
    value = _value(headers, ALLOW_ORIGIN)
    if value is None:
        return Reading(Readers.NOBODY, why=_without_value(allow_origin), hidden=tuple(headers))
    if allow_origin is not None and _is_echo(allow_origin):
        return _read(headers, Readers.CALLER)
    if value == "*":
        return _read(headers, Readers.ANY)
    defect = origin_defect(value)
    if defect:
        why = f"{ALLOW_ORIGIN} {value!r} {defect.what}, so it equals no origin"
        return Reading(Readers.NOBODY, why=why, hidden=tuple(headers))
    return _read(headers, Readers.ONE, value, _deciding(value, allow_origin))


def _read(headers: Mapping[str, str], readers: Readers, origin: str = "", why: str = "") -> Reading:
    """Fetch, "CORS check": a wildcard is no match for a request with credentials, and only `true` allows them."""
    takes_credentials = readers is not Readers.ANY and _value(headers, ALLOW_CREDENTIALS) == "true"
    plain = readable_headers(headers, with_credentials=False)
    credentialed = readable_headers(headers, with_credentials=True) if takes_credentials else ()
    hidden = tuple(name for name in headers if name not in (*plain, *credentialed))
    return Reading(readers, origin, why, takes_credentials, plain, credentialed, hidden)


def readable_headers(headers: Mapping[str, str], *, with_credentials: bool) -> tuple[str, ...]:
    """The headers of an answer that a script sees which passed the CORS check."""
    exposed = _exposed(_value(headers, EXPOSE_HEADERS) or "")
    is_all = "*" in exposed and not with_credentials
    return tuple(
        name
        for name in headers
        if name.casefold() not in FORBIDDEN and (is_all or name.casefold() in SAFELISTED | exposed)
    )


def _exposed(value: str) -> frozenset[str]:
    """The names of a list of headers; none where any of them is no name (Fetch, "extract header list values")."""
    names = [name for part in value.split(",") if (name := part.strip(_WHITESPACE))]
    return frozenset(map(str.casefold, names)) if all(map(_TOKEN.fullmatch, names)) else frozenset()


def named(headers: Mapping[str, T], name: str) -> T | None:
    """What a header has, by its name in any case."""
    return next((value for other, value in headers.items() if other.casefold() == name.casefold()), None)


def _value(headers: Mapping[str, str], name: str) -> str | None:
    found = named(headers, name)
    return None if found is None else found.strip(_WHITESPACE)


def _is_echo(value: MappingValue) -> bool:
    sources = (MappingSource.REQUEST_HEADER, MappingSource.MULTI_VALUE_REQUEST_HEADER)
    return value.source in sources and value.text.casefold() == "origin"


def _without_value(allow_origin: MappingValue | None) -> str:
    return f"there is no {ALLOW_ORIGIN}" + (f", since {allow_origin} has no value here" if allow_origin else "")


def _deciding(value: str, allow_origin: MappingValue | None) -> str:
    if has_token(value):
        return "the deployment decides which origin that is"
    return "" if allow_origin is None or allow_origin.is_static else f"it is what {allow_origin} holds here"
