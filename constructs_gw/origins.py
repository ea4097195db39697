"""Web origins as CORS compares them: byte for byte with the text that a browser sends (WHATWG Fetch and HTML)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from constructs_gw.tokens import TOKEN

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")
_PARTS = re.compile(r"(?:([^/?#]*)://|//)?([^/?#]*)(.*)", re.DOTALL)  # matches any text
_DEFAULT_PORT = re.compile(r"(http://.*):80|(https://.*):443", re.IGNORECASE)
_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1)(?::\d+)?", re.IGNORECASE)
_OPAQUE = "\ue000"  # stands for a token, whose name is not to be judged


@dataclass(frozen=True, slots=True)
class OriginDefect:
    """Why a text equals no browser's origin."""

    what: str
    """To go on from the text: `ends in a slash`."""
    meant: str | None
    """The origin that is most likely meant."""
    is_certain: bool = False
    """Whether no other can be meant: the text names its scheme, and nothing of it is left to the deployment."""


def origins_in(text: str) -> list[str]:
    """The origins of a list in text; CORS knows no such list."""
    return [part for part in re.split(r"[\s,;|]+", text) if part]


@lru_cache(64)  # an API has few origins, again and again
def origin_defect(text: str) -> OriginDefect | None:
    """Why the text equals no origin, as far as it is known before deployment; None for an origin, `*` and `null`."""
    masked = TOKEN.sub(_OPAQUE, text)
    known = masked.replace(_OPAQUE, "")
    if masked and known in ("", "*", "null"):
        return None
    parts = _PARTS.match(masked.strip())
    scheme, host, path = parts.groups("") if parts else ("", "", "")
    has_no_scheme = not scheme and not masked.startswith(_OPAQUE)
    checks = {
        "is empty": not masked,
        "has spaces around it": masked != masked.strip(),
        "has a wildcard, which CORS does not know": "*" in known,
        "has no scheme": bool(masked) and has_no_scheme,
        "ends in a slash": path == "/",
        "has a path": len(path) > 1,
        "has capital letters": (scheme + host) != (scheme + host).lower(),
        "names the default port, which browsers leave out": _DEFAULT_PORT.fullmatch(f"{scheme}://{host}") is not None,
    }
    whats = [what for what, is_so in checks.items() if is_so]
    if not whats and (_OPAQUE in masked or _ORIGIN.fullmatch(masked)):
        return None
    first = (scheme or ("http" if _LOCAL.fullmatch(host) else "https" if has_no_scheme else "")).lower()
    meant = _meant(first, host.strip(" ,;").lower(), text)
    is_certain = bool(meant and scheme) and _OPAQUE not in masked
    return OriginDefect(" and ".join(whats) or "is not scheme://host[:port]", meant, is_certain)


def _meant(scheme: str, host: str, text: str) -> str | None:
    origin = f"{scheme}://{host}" if scheme else host
    port = _DEFAULT_PORT.fullmatch(origin)
    origin = (port[1] or port[2]) if port else origin
    tokens = TOKEN.finditer(text)
    if "*" in origin or not (_OPAQUE in origin or _ORIGIN.fullmatch(origin)):
        return None
    return re.sub(_OPAQUE, lambda _: next(tokens)[0], origin)
