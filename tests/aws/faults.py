"""A local gateway to which things happen on the way: refusals, lost answers, hangs, other writers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from constructs_gw.local.server import gateway, serving
from tests.faults import Fault, Faults, cut_after, cut_before, hang, stop_at, then
from tests.local.aws_client import API, an_api

from .conftest import Live, client_of

__all__ = [
    "Fault",
    "Faulty",
    "conflict",
    "cut_after",
    "cut_before",
    "deny",
    "faulty",
    "hang",
    "refuse",
    "stop_at",
    "then",
    "throttle",
]


def refuse(status: int, code: str, message: str = "no") -> Fault:
    """Answer with an error of AWS, and do nothing."""

    async def answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"x-amzn-errortype", code.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"message": message}).encode()})

    return answer


throttle = refuse(429, "TooManyRequestsException", "Too Many Requests")
conflict = refuse(
    409, "ConflictException", "Unable to complete operation due to concurrent modification. Please try again later."
)
deny = refuse(403, "AccessDeniedException", "User is not authorized to perform: apigateway:PUT on resource: arn")


@dataclass(frozen=True, slots=True)
class Faulty:
    """A live API to which things happen, and another writer's client to which nothing does."""

    url: str
    faults: Faults
    live: Live
    other: Live


@contextmanager
def faulty() -> Iterator[Faulty]:
    """An API without customizations."""
    application = gateway((an_api(),))
    faults = Faults(application)
    with serving(faults) as url, serving(application) as calm:  # type: ignore[arg-type]  # any ASGI application
        yield Faulty(url, faults, Live(client_of(url, read_timeout=0.5), API), Live(client_of(calm), API))
