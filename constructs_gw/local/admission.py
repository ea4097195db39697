"""What is refused before it reaches a stage or a control plane, whoever asks for it."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from constructs_gw.local.execute_api import PREFIX
from constructs_gw.local.http_responses import text_response
from constructs_gw.local.log import log
from constructs_gw.plain_text import one_line

_SCHEMES = (b"http://", b"https://")
_MAX_SHOWN = 200

_LOCAL_DOMAINS = frozenset(("internal", "local", "localhost", "test"))
"""What no public name ends in (RFC 6761 and 6762; `internal`: reserved by ICANN in 2024)."""

_CLOUDS = re.compile(
    r"((?:[a-z]+-)?apigateway\.[a-z0-9-]+\.amazonaws|apig\.[a-z0-9-]+\.(myhuaweicloud|otc\.t-systems))\.com"
)
"""The clouds' own names of the control planes, which recorded requests have: nobody else can let them lead here."""


class Admission:
    """Passes on the requests that are admitted, their targets in origin form."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or pass it on."""
        if scope["type"] == "http":
            scope = origin_form(scope)
            refused = _ambiguous(scope) or _of_a_page(scope)
            if refused:
                return await refused(scope, receive, send)
        await self._app(scope, receive, send)


def origin_form(scope: Scope) -> Scope:
    """A request whose target is a whole URL as if it had the URL's path and `Host` (RFC 9112, 3.2.2)."""
    raw: bytes = scope.get("raw_path") or b""
    if not raw.lower().startswith(_SCHEMES):
        return scope
    authority, _, path = raw.partition(b"://")[2].partition(b"/")
    decoded = scope["path"].partition("://")[2].partition("/")[2]
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "raw_path": b"/" + path, "path": f"/{decoded}", "headers": [(b"host", authority), *headers]}


def _ambiguous(scope: Scope) -> Response | None:
    """400 for two lengths of one body, which a proxy may read otherwise than we do (RFC 9112, 6.3)."""
    names = {name for name, _ in scope["headers"]}
    if not {b"content-length", b"transfer-encoding"} <= names:
        return None
    answer = text_response(400, "send Content-Length or Transfer-Encoding, not both")
    answer.raw_headers.append((b"connection", b"close"))
    return answer


def _of_a_page(scope: Scope) -> Response | None:
    """403 for a call of a control plane that a web page makes: any page in a browser here could make it.

    Browsers put `Origin` on every request that may change something; that a page may read an answer, it has to make its
    own name lead here (DNS rebinding), which `Host` then shows. Clients that are no browsers do neither.
    """
    if scope["path"].startswith(PREFIX):
        return None
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    if b"origin" in headers:
        return _forbidden(scope, "control planes take no requests of web pages, which Origin is the sign of")
    if host and _is_loopback(scope.get("server")) and not is_local_name(host):
        return _forbidden(scope, f"the host {_cut(host)} is no name of this machine; use localhost or 127.0.0.1")
    return None


def is_local_name(host: str) -> bool:
    """Whether a `Host` is an IP address or a name that no stranger can let lead to this machine in the public DNS."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if _CLOUDS.fullmatch(name):
        return True
    last = name.rstrip(".").rpartition(".")[2]
    return "." not in name.rstrip(".") or ":" in name or last.isdigit() or last in _LOCAL_DOMAINS


def _is_loopback(server: tuple[str, int | None] | None) -> bool:
    """Whether a request came in by an address that only this machine reaches."""
    try:
        return server is not None and ip_address(server[0]).is_loopback
    except ValueError:
        return False


def _forbidden(scope: Scope, why: str) -> Response:
    log(f"{scope['method']} {_cut(scope['path'])} 403 (refused): {why}")
    return text_response(403, one_line(why))


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."
