"""The control plane (AWS's `apigateway`) as far as gateway responses go, for SDK code without an account.

Credentials are neither checked nor logged: any will do. Each operation is done at once, between two requests, so that
none is lost when several clients write.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from constructs_gw.local import apigateway_export as exports
from constructs_gw.local import apigateway_links as links
from constructs_gw.local import apigateway_responses as responses
from constructs_gw.local import apigateway_stages as stages
from constructs_gw.local.apigateway_errors import ApiGatewayError, not_emulated
from constructs_gw.local.apigateway_inputs import MAX_BODY, Input, read_body
from constructs_gw.local.http_requests import Route, bounded_body, raw_path
from constructs_gw.local.http_responses import json_response
from constructs_gw.local.live_apis import LiveApis
from constructs_gw.local.log import log_answer

Answer: TypeAlias = Mapping[str, Any] | None
"""The members of an answer; None for no body."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation and where it is found."""

    name: str
    method: str
    path: str
    run: Callable[[Input], Answer]
    status: int = 200
    with_links: Callable[[Input, Mapping[str, Any]], Mapping[str, Any]] | None = None


_API = "/restapis/{restapi_id}"
_RESPONSE = f"{_API}/gatewayresponses/{{response_type}}"
_DEPLOYMENT = f"{_API}/deployments/{{deployment_id}}"
_STAGE = f"{_API}/stages/{{stage_name}}"
_ONE, _ALL = links.gateway_response, links.gateway_responses

OPERATIONS = (
    Operation("GetRestApis", "GET", "/restapis", stages.get_rest_apis),
    Operation("GetRestApi", "GET", _API, stages.get_rest_api),
    Operation("GetGatewayResponses", "GET", f"{_API}/gatewayresponses", responses.get_gateway_responses, 200, _ALL),
    Operation("GetGatewayResponse", "GET", _RESPONSE, responses.get_gateway_response, 200, _ONE),
    Operation("PutGatewayResponse", "PUT", _RESPONSE, responses.put_gateway_response, 201, _ONE),
    Operation("UpdateGatewayResponse", "PATCH", _RESPONSE, responses.update_gateway_response, 200, _ONE),
    Operation("DeleteGatewayResponse", "DELETE", _RESPONSE, responses.delete_gateway_response, 202),
    Operation("CreateDeployment", "POST", f"{_API}/deployments", stages.create_deployment, 201),
    Operation("GetDeployments", "GET", f"{_API}/deployments", stages.get_deployments),
    Operation("GetDeployment", "GET", _DEPLOYMENT, stages.get_deployment),
    Operation("GetStages", "GET", f"{_API}/stages", stages.get_stages),
    Operation("GetStage", "GET", _STAGE, stages.get_stage),
    Operation("UpdateStage", "PATCH", _STAGE, stages.update_stage),
    Operation("GetExport", "GET", f"{_STAGE}/exports/{{export_type}}", exports.get_export),
)
"""Paths, methods and the status of success: botocore's model of the service."""

_COLLECTIONS = """account apikeys clientcertificates domainnameaccessassociations domainnames
    rejectdomainnameaccessassociations restapis sdktypes tags usageplans vpclinks""".split()  # noqa: SIM905
"""What the paths of the service begin with (botocore's model of it)."""


def routes(apis: LiveApis) -> list[BaseRoute]:
    """The operations, and an answer for those that are not here."""

    async def answer(request: Request) -> Response:
        try:
            operation, data = await _answer(request, apis)
        except ApiGatewayError as error:
            fix = f"; {error.fix}" if error.fix else ""
            log_answer(request, error.status, f": {error.error_type}: {error.message}{fix}")
            return _response(error.status, {"message": error.message}, {"x-amzn-ErrorType": error.error_type})
        log_answer(request, operation.status, f" {operation.name}")
        return _response(operation.status, data)

    return [Route(_is_own, answer)]


def _is_own(scope: Scope) -> bool:
    return scope["path"].lstrip("/").partition("/")[0] in _COLLECTIONS


async def _answer(request: Request, apis: LiveApis) -> tuple[Operation, Answer]:
    operation, path = _find(request.method, _segments(request.scope))
    body = read_body(await _content(request), request.headers.get("content-type", ""))
    given = Input(apis, path, dict(request.query_params), body, request.headers.get("accept", ""))
    data = operation.run(given)
    if data is not None and operation.with_links and links.wants_links(given.accept):
        data = operation.with_links(given, data)
    return operation, data


def _segments(scope: Scope) -> tuple[str, ...]:
    """The parts of the path; a slash that is percent-encoded in one of them is its own."""
    return tuple(unquote(part) for part in raw_path(scope).strip("/").split("/"))


def _find(method: str, segments: tuple[str, ...]) -> tuple[Operation, dict[str, str]]:
    """The operation of a request, with its path parameters."""
    for operation in OPERATIONS:
        pattern = operation.path.strip("/").split("/")
        pairs = list(zip(pattern, segments, strict=False))
        is_same = all(name.startswith("{") or name == part for name, part in pairs)
        if operation.method == method and len(pattern) == len(segments) and is_same:
            return operation, {name.strip("{}"): part for name, part in pairs if name.startswith("{")}
    if method not in ("DELETE", "GET", "PATCH", "POST", "PUT"):
        raise ApiGatewayError("MethodNotAllowedException", f"no operation of API Gateway has the method {method}")
    names = ", ".join(operation.name for operation in OPERATIONS)
    raise not_emulated(f"{method} /{'/'.join(segments)}", f"there are {names}")


async def _content(request: Request) -> bytes:
    content = await bounded_body(request, MAX_BODY)
    if content is None:
        raise ApiGatewayError("RequestEntityTooLargeException", f"the body has more than {MAX_BODY} bytes")
    return content


def _response(status: int, data: Answer, headers: Mapping[str, str] | None = None) -> Response:
    return json_response(status, {"x-amzn-RequestId": str(uuid.uuid4()), **(headers or {})}, data)
