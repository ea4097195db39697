"""The data plane (AWS's `execute-api`): the answers that clients of a stage get."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from constructs_gw.errors import nearest
from constructs_gw.local.authorization import MAX_METHOD_ARN, has_too_long_arn
from constructs_gw.local.calls import FORCED_TYPE_HEADER, Call, Failure
from constructs_gw.local.checks import first_failure
from constructs_gw.local.http_requests import Route, bounded_body, raw_path
from constructs_gw.local.http_responses import http_response, json_response, text_response
from constructs_gw.local.integrations import MAX_PAYLOAD, Integrations
from constructs_gw.local.live_apis import ACCOUNT_ID, LiveApi, LiveApis, LiveStage
from constructs_gw.local.log import log
from constructs_gw.local.routing import route
from constructs_gw.plain_text import without_tokens
from constructs_gw.render import RenderedResponse, render
from constructs_gw.response_types import ResponseType

PREFIX = "/_aws/execute-api/"

MAX_HEADERS = 10_240
"""In bytes, of the request line and the header values together (developer guide, limits)."""


def routes(apis: LiveApis, integrations: Integrations) -> list[BaseRoute]:
    """Everything below `/_aws/execute-api/{rest_api_id}/{stage}`, whatever the method."""
    return [Route(lambda scope: raw_path(scope).startswith(PREFIX), _ExecuteApi(apis, integrations).answer)]


class _ExecuteApi:
    def __init__(self, apis: LiveApis, integrations: Integrations) -> None:
        self._apis = apis
        self._integrations = integrations

    async def answer(self, request: HttpRequest) -> Response:
        """What a client gets for a request."""
        rest_api_id, stage_name, path = _split(raw_path(request.scope))
        api = self._apis.get(rest_api_id)
        stage = api.stages.get(stage_name) if api else None
        context = _context(request, rest_api_id, stage_name, path)
        if api is None or stage is None:
            return _own(context, 403, "Forbidden", "ForbiddenException", self._no_stage(rest_api_id, stage_name))
        if _size_of_head(request.scope) > MAX_HEADERS:
            why = f"request line and headers have more than {MAX_HEADERS} bytes; undetermined: the answer to that"
            return _own(context, 431, "Request Header Fields Too Large", None, why)
        return await self._answer(request, _call(request, api, stage, path, context))

    def _no_stage(self, rest_api_id: str, stage: str) -> str:
        served = ", ".join(f"{api.declared.rest_api_id}/{name}" for api in self._apis for name in api.stages)
        return f"no stage {stage!r} of an API {rest_api_id!r}; served are {served}"

    async def _answer(self, request: HttpRequest, call: Call) -> Response:
        forced = call.header(FORCED_TYPE_HEADER)
        if forced is not None:
            return _forced(call, forced)
        body = await bounded_body(request, MAX_PAYLOAD)
        if body is None:
            return _failed(call, Failure(ResponseType.REQUEST_TOO_LARGE, f"the body has more than {MAX_PAYLOAD} bytes"))
        if has_too_long_arn(call):
            why = f"the method's ARN has more than {MAX_METHOD_ARN} bytes; undetermined: the form of the body"
            return _own(call.context, 414, "Request URI too long", None, why)
        call = replace(call, body=body)
        answer = await first_failure(call) or await self._integrations.answer(call)
        return _failed(call, answer) if isinstance(answer, Failure) else _integrated(call, answer)


def _split(path: str) -> tuple[str, str, str]:
    """The API, the stage and the path in it."""
    rest_api_id, _, rest = path.removeprefix(PREFIX).partition("/")
    stage, _, below = rest.partition("/")
    return unquote(rest_api_id), unquote(stage), f"/{below}"


def _size_of_head(scope: Scope) -> int:
    values = sum(len(value) for _, value in scope["headers"])
    return len(scope["method"]) + len(raw_path(scope)) + len(scope["query_string"]) + values


FORCEABLE = tuple(kind for kind in ResponseType if not kind.is_default)


def _forced(call: Call, name: str) -> Response:
    """The answer that the request asks for by name, in any case; 400 for a type that no client meets."""
    kind = next((kind for kind in FORCEABLE if kind == name.strip().upper()), None)
    if kind is None:
        guess = nearest(name.strip(), FORCEABLE)
        fix = f"write {guess}" if guess else f"use one of {', '.join(FORCEABLE)}"
        return text_response(400, f"{FORCED_TYPE_HEADER}: {name!r} is no response type that a client gets; {fix}")
    return _failed(call, Failure(kind, f"{FORCED_TYPE_HEADER} asks for it"))


def _call(request: HttpRequest, api: LiveApi, stage: LiveStage, path: str, context: Mapping[str, str]) -> Call:
    query = request.scope["query_string"].decode("latin-1")
    call = Call(
        api,
        stage,
        request.method,
        path,
        dict(request.headers.items()),
        dict(request.query_params.items()),
        context,
        target=f"{path}?{query}" if query else path,
        raw_headers=request.scope["headers"],
    )
    found = route(api.declared.resources, path, request.method)
    if found is None:
        return call
    resource, method, parameters = found
    known = {**context, "resourcePath": resource.path, "resourceId": resource.resource_id}
    return replace(call, resource=resource, method=method, path_parameters=parameters, context=known)


def _failed(call: Call, failure: Failure) -> Response:
    """The gateway response of a failure."""
    kind, request = failure.response_type, call.request
    known = {**request.context, **failure.context}
    answer = render(call.stage.deployment.customizations, kind, replace(request, context=known))
    log(_line(call, failure, answer))
    named = {"x-amzn-ErrorType": failure.error_type} if failure.error_type else {}
    headers = {name: without_tokens(value) for name, value in {**answer.headers, **named}.items()}
    return http_response(answer.status, headers, without_tokens(answer.body))


def _line(call: Call, failure: Failure, answer: RenderedResponse) -> str:
    source = f"from {answer.source}" if answer.source else "built in"
    unknown = [failure.undetermined] if failure.undetermined else []
    notes = "".join(f"; undetermined: {note}" for note in [*unknown, *answer.undetermined])
    return f"{call.http_method} {call.path} {answer.status} {answer.response_type} ({source}): {failure.why}{notes}"


def _integrated(call: Call, answer: Response) -> Response:
    """An integration's answer, with the headers that API Gateway adds to every one."""
    kind = call.method.integration.type if call.method and call.method.integration else "no"
    log(f"{call.http_method} {call.path} {answer.status_code}: {kind} integration")
    added = [(name.encode(), value.encode()) for name, value in _request_ids(call.context).items()]
    answer.raw_headers = [*answer.raw_headers, *added]
    return answer


def _request_ids(context: Mapping[str, str]) -> dict[str, str]:
    return {"x-amzn-RequestId": context["requestId"], "x-amz-apigw-id": context["extendedRequestId"]}


def _own(context: Mapping[str, str], status: int, message: str, error_type: str | None, why: str) -> Response:
    """An answer that is no gateway response: no customization reaches it (403: observed; 414: documented)."""
    log(f"{context['httpMethod']} {context['path']} {status} (no gateway response): {why}")
    named = {"x-amzn-ErrorType": error_type} if error_type else {}
    return json_response(status, {**_request_ids(context), **named}, {"message": message})


def _context(request: HttpRequest, rest_api_id: str, stage: str, path: str) -> dict[str, str]:
    """The `$context` variables that every request has."""
    now = time.time()
    return {
        "accountId": ACCOUNT_ID,
        "apiId": rest_api_id,
        "domainName": request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", ""),
        "extendedRequestId": uuid.uuid4().hex[:15] + "=",
        "httpMethod": request.method,
        "identity.sourceIp": request.client.host if request.client else "",
        "identity.userAgent": request.headers.get("user-agent", ""),
        "path": f"/{stage}{path}",
        "protocol": f"HTTP/{request.scope['http_version']}",
        "requestId": str(uuid.uuid4()),
        "requestTime": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": str(int(now * 1000)),
        "stage": stage,
    }
