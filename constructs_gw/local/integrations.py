"""What answers a request that passes every check: MOCK integrations, and a backend for all others."""

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx
from starlette.responses import Response

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.declarations import DEFAULT_TIMEOUT
from constructs_gw.local.http_responses import http_response, text_response
from constructs_gw.local.mock_integrations import mock_answer
from constructs_gw.response_types import ResponseType

MAX_PAYLOAD = 10 * 1024 * 1024
"""In bytes, of requests and of answers (developer guide, limits)."""

_HOP_BY_HOP = frozenset(
    b"""connection content-length expect host keep-alive proxy-authenticate proxy-authorization proxy-connection te
    trailer transfer-encoding upgrade""".split()
)
_REMAPPED = frozenset(b"authorization content-md5 date max-forwards server user-agent www-authenticate".split())
"""Headers of an integration's answer that reach the client as `x-amzn-Remapped-...` (recorded for all of these by
LocalStack; developer guide, api-gateway-known-issues, lists more that may, documented)."""
_NETWORK_ERROR = "Network error communicating with endpoint"
"""Of HTTP integrations (public issue threads); Lambda integrations say `Internal server error` (recorded)."""


def checked_backend(url: str) -> str:
    """A `--backend` without the slash at its end; raises GatewayResponseError for one that no request can go to."""
    try:
        httpx.URL(url)
        found = urlsplit(url)
        is_right = found.scheme in ("http", "https") and found.hostname and not (found.query or found.fragment)
        _ = found.port  # raises for one that is none
    except (httpx.InvalidURL, ValueError):
        is_right = False
    if not is_right:
        fix = "give a URL such as http://127.0.0.1:8000, with a path before all others if you like"
        raise GatewayResponseError(Problem(f"{url!r} is no URL of a backend", fix))
    return url.rstrip("/")


class Integrations:
    """Answers in place of a method's integration."""

    def __init__(self, backend: str | None = None) -> None:
        self._backend = checked_backend(backend) if backend is not None else None
        # Neither proxies of the environment nor connections that would have to be closed.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(trust_env=False, timeout=None, limits=limits) if self._backend else None

    async def answer(self, call: Call) -> Response | Failure:
        """What a client gets, or why the integration failed."""
        integration = call.method.integration if call.method else None
        if integration is not None and integration.type == "MOCK":
            return await mock_answer(call, integration)
        if self._backend is None or self._client is None:
            what = f"{call.http_method} {call.path} passes every check and would reach its integration"
            return text_response(501, f"{what}; give --backend URL to forward it")
        seconds = integration.timeout if integration else DEFAULT_TIMEOUT
        try:
            return await asyncio.wait_for(_forwarded(call, self._client, self._backend), seconds)
        except (TimeoutError, httpx.TimeoutException):
            return Failure(ResponseType.INTEGRATION_TIMEOUT, f"the backend did not answer within {seconds:g} seconds")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return _failure(call, f"the backend did not answer: {error or type(error).__name__}")


def _failure(call: Call, why: str) -> Failure:
    kind = call.method.integration.type if call.method and call.method.integration else ""
    context = {"error.message": _NETWORK_ERROR} if kind.startswith("HTTP") else {}
    return Failure(ResponseType.INTEGRATION_FAILURE, why, context)


async def _forwarded(call: Call, client: httpx.AsyncClient, backend: str) -> Response | Failure:
    """The backend's answer as it is; redirects are the client's."""
    request = httpx.Request(
        call.http_method, backend + call.target, headers=_end_to_end(call.raw_headers), content=call.body or None
    )
    found = await client.send(request, stream=True)
    try:
        body = bytearray()
        async for part in found.aiter_raw():
            body += part
            if len(body) > MAX_PAYLOAD:
                return _failure(call, f"the backend's answer is larger than {MAX_PAYLOAD} bytes")
    finally:
        await found.aclose()
    kept = (_remapped(name, value) for name, value in _end_to_end(found.headers.raw))
    return http_response(found.status_code, kept, bytes(body))


def _remapped(name: bytes, value: bytes) -> tuple[str, str]:
    prefix = "x-amzn-Remapped-" if name.lower() in _REMAPPED else ""
    return prefix + name.decode("latin-1"), value.decode("latin-1")


def _end_to_end(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers without those of one connection, which `Connection` may name more of."""
    named = [re.split(rb"[\s,]+", value.lower()) for name, value in headers if name.lower() == b"connection"]
    dropped = _HOP_BY_HOP.union(*named)
    return [(name, value) for name, value in headers if name.lower() not in dropped]
