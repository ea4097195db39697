"""What happens to requests on the way to a server: lost answers, hangs, other writers."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Fault: TypeAlias = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]


@dataclass
class Faults:
    """Does to a request what is planned for it, once each: `PUT THROTTLED`, `POST deployments`."""

    app: ASGIApp
    planned: list[tuple[str, Fault]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def plan(self, request: str, *faults: Fault) -> None:
        """What happens to a request, the next time and the times after that."""
        self.planned += ((request, fault) for fault in faults)

    def count(self, request: str) -> int:
        """How often a request came."""
        return self.requests.count(request)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = f"{scope['method']} {scope['path'].rpartition('/')[2]}"
        self.requests.append(request)
        found = next((each for each in self.planned if each[0] == request), None)
        if found is None:
            await self.app(scope, receive, send)
            return
        self.planned.remove(found)
        await found[1](self.app, scope, receive, send)


async def cut_before(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Close the connection, and do nothing."""
    _abort(send)


async def cut_after(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Do it, and close the connection in place of the answer."""
    await app(scope, receive, _nowhere)
    _abort(send)


async def hang(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Do it, and answer when nobody waits any more."""
    await app(scope, receive, _nowhere)
    while (await receive())["type"] != "http.disconnect":
        pass


def then(act: Callable[[], Any]) -> Fault:
    """Do it, and let somebody else act before the answer."""

    async def do(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await app(scope, receive, keep)
        await asyncio.to_thread(act)
        for message in answer:
            await send(message)

    return do


def stop_at(reached: threading.Event) -> Fault:
    """Tell that the request came, and never do it."""

    async def wait(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        reached.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    return wait


async def _nowhere(message: Message) -> None:
    pass


def _abort(send: Send) -> None:
    send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's: ASGI cannot close a connection
