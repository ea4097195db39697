"""The data plane (AWS's `execute-api`): the answers that clients of a stage get."""

import logging
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.checks import first_failure
from constructs_gw.local.http_responses import http_response
from constructs_gw.local.integrations import Integrations
from constructs_gw.local.live_apis import LiveApi, LiveApis, LiveStage
from constructs_gw.local.routing import route
from constructs_gw.plain_text import one_line
from constructs_gw.render import RenderedResponse, render
from constructs_gw.response_types import ResponseType

FORCED_TYPE_HEADER = "x-gateway-response"
"""The request header that asks for the answer of a response type, whatever the request is."""

MAX_PAYLOAD = 10 * 1024 * 1024
"""In bytes (developer guide, limits)."""

_LOG = logging.getLogger("constructs_gw.local")


class ExecuteApi:
    """Answers requests to `/_aws/execute-api/{rest_api_id}/{stage}/...`."""

    def __init__(self, apis: LiveApis, integrations: Integrations) -> None:
        self._apis = apis
        self._integrations = integrations

    async def answer(self, request: HttpRequest) -> Response:
        """What a client gets for a request."""
        rest_api_id, stage_name = request.path_params["rest_api_id"], request.path_params["stage"]
        api = self._apis.get(rest_api_id)
        stage = api.stages.get(stage_name) if api else None
        context = _context(request, rest_api_id, stage_name)
        if api is None or stage is None:
            return _no_stage(context)
        call = _call(request, api, stage, context)
        try:
            call = replace(call, body=await _body(request))
        except _TooLargeError:
            return _failed(call, Failure(ResponseType.REQUEST_TOO_LARGE, f"more than {MAX_PAYLOAD} bytes"))
        try:
            failure = _forced(call) or first_failure(call)
        except GatewayResponseError as error:
            return Response(f"{FORCED_TYPE_HEADER}: {error}\n", 400, media_type="text/plain")
        if failure is None:
            answer = await self._integrations.answer(call)
            if isinstance(answer, Response):
                return answer
            failure = answer
        return _failed(call, failure)


def _forced(call: Call) -> Failure | None:
    """The answer that the request asks for by name; raises GatewayResponseError for a type that no client meets."""
    name = call.header(FORCED_TYPE_HEADER)
    if name is None:
        return None
    kind = ResponseType.of(name.strip().upper())
    return Failure(kind, f"{FORCED_TYPE_HEADER} asks for it")


def _call(request: HttpRequest, api: LiveApi, stage: LiveStage, context: Mapping[str, str]) -> Call:
    path = "/" + request.path_params["path"]
    found = route(api.declared.resources, path, request.method)
    call = Call(
        api, stage, request.method, path, dict(request.headers.items()), dict(request.query_params.items()), context
    )
    if found is None:
        return call
    resource, method, parameters = found
    known = {**context, "resourcePath": resource.path, "resourceId": resource.resource_id}
    return replace(call, resource=resource, method=method, path_parameters=parameters, context=known)


class _TooLargeError(Exception):
    pass


async def _body(request: HttpRequest) -> bytes:
    parts = bytearray()
    async for part in _stream(request):
        parts += part
        if len(parts) > MAX_PAYLOAD:
            raise _TooLargeError
    return bytes(parts)


def _stream(request: HttpRequest) -> AsyncIterator[bytes]:
    if int(request.headers.get("content-length") or 0) > MAX_PAYLOAD:
        raise _TooLargeError
    return request.stream()


def _failed(call: Call, failure: Failure) -> Response:
    kind = failure.response_type
    request = call.request
    known = {**request.context, **failure.context}
    answer = render(call.stage.deployment.customizations, kind, replace(request, context=known))
    _LOG.info("%s", one_line(_line(call, failure, answer)))
    return http_response(answer.status, answer.headers, answer.body)


def _line(call: Call, failure: Failure, answer: RenderedResponse) -> str:
    source = f"from {answer.source}" if answer.source else "built in"
    notes = "".join(f"; undetermined: {note}" for note in answer.undetermined)
    return f"{call.http_method} {call.path} {answer.status} {answer.response_type} ({source}): {failure.why}{notes}"


def _no_stage(context: Mapping[str, str]) -> Response:
    """The answer for a stage that is not there, which no customization reaches (observed by MiniStack's tests)."""
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": context["requestId"],
        "x-amz-apigw-id": context["extendedRequestId"],
        "x-amzn-ErrorType": "ForbiddenException",
    }
    return http_response(403, headers, '{"message":"Forbidden"}')


def _context(request: HttpRequest, rest_api_id: str, stage: str) -> dict[str, str]:
    """The `$context` variables that every request has."""
    now = time.time()
    return {
        "accountId": "000000000000",
        "apiId": rest_api_id,
        "domainName": request.url.hostname or "",
        "extendedRequestId": uuid.uuid4().hex[:15] + "=",
        "httpMethod": request.method,
        "identity.sourceIp": request.client.host if request.client else "",
        "identity.userAgent": request.headers.get("user-agent", ""),
        "path": f"/{stage}/{request.path_params['path']}",
        "protocol": f"HTTP/{request.scope['http_version']}",
        "requestId": str(uuid.uuid4()),
        "requestTime": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": str(int(now * 1000)),
        "stage": stage,
    }
