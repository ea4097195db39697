"""What answers a request that passes every check: MOCK integrations, and a backend for all others."""

import httpx
from starlette.responses import Response

from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.http_responses import http_response
from constructs_gw.response_types import ResponseType

_HOP_BY_HOP = frozenset(
    ("connection", "content-length", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")
)


class Integrations:
    """Answers in place of a method's integration."""

    def __init__(self, backend: str | None = None) -> None:
        self._backend = backend.rstrip("/") if backend else None
        self._client = httpx.AsyncClient() if backend else None

    async def answer(self, call: Call) -> Response | Failure:
        """What a client gets, or why the integration failed."""
        integration = call.method.integration if call.method else None
        if integration is not None and integration.type == "MOCK":
            return _mock(call)
        if self._backend is None or self._client is None:
            what = f"{call.http_method} {call.path} passes every check and would reach its integration"
            return Response(f"{what}; give --backend URL to forward it\n", 501, media_type="text/plain")
        headers = {name: value for name, value in call.headers.items() if name.lower() not in _HOP_BY_HOP}
        try:
            found = await self._client.request(
                call.http_method,
                self._backend + call.path,
                params=dict(call.query_string),
                headers=headers,
                content=call.body,
                timeout=integration.timeout if integration else 29,
            )
        except httpx.TimeoutException:
            return Failure(ResponseType.INTEGRATION_TIMEOUT, "the backend did not answer in time")
        except httpx.HTTPError as error:
            return Failure(ResponseType.INTEGRATION_FAILURE, f"the backend cannot be reached: {error}")
        kept = {name: value for name, value in found.headers.items() if name.lower() not in _HOP_BY_HOP}
        return http_response(found.status_code, kept, found.content)


def _mock(call: Call) -> Response | Failure:
    integration = call.method.integration if call.method else None
    responses = integration.responses if integration else ()
    chosen = next((response for response in responses if not response.selection_pattern), None)
    if chosen is None:
        return Failure(ResponseType.API_CONFIGURATION_ERROR, "no integration response of the MOCK integration matches")
    headers = {
        name.removeprefix("method.response.header."): text
        for name, expression in chosen.parameters.items()
        if (text := call.parameter(expression)) is not None
    }
    body = chosen.templates.get("application/json", "")
    return http_response(int(chosen.status_code), {"Content-Type": "application/json", **headers}, body)
