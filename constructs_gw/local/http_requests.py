"""HTTP requests as they arrive: whose they are, the path as it was sent, a body that is not too long."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Route(BaseRoute):
    """Answers the requests that are its own, whatever is in their path: Starlette's patterns take no line break."""

    def __init__(self, is_own: Callable[[Scope], bool], answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._is_own = is_own
        self._answer = answer

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is its own."""
        is_own = scope["type"] == "http" and self._is_own(scope)
        return (Match.FULL if is_own else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; nothing is sent to a client that has gone away."""
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)


def raw_path(scope: Scope) -> str:
    """The path as it was sent: what a server decoded cannot be told from what was never encoded."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return path.partition(b"?")[0].decode("latin-1")


async def bounded_body(request: Request, most: int, *, drained: int = 0) -> bytes | None:
    """The body; None for one of more than `most` bytes, of which no more than `drained` are read."""
    content, size = bytearray(), 0
    if _declared_length(request) > max(most, drained):
        return None
    async for part in request.stream():
        size += len(part)
        if size <= most:
            content += part
        elif size > drained:
            return None
    return bytes(content) if size <= most else None


def _declared_length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length[:20]) if length.isascii() and length.isdigit() else 0
