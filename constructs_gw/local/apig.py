r"""The control plane of Huawei Cloud's and Open Telekom Cloud's APIG as far as gateway responses go.

Each REST API is an API group, whose id is that of the REST API, in two gateways: `huaweicloud` offers the error types
that Huawei Cloud lists, `opentelekomcloud` those of Open Telekom Cloud. The project is `local`. The token `local`, or
the access key and secret key `local`, may do everything; the token or access key `forbidden` gets 403, `broken` 500.

    curl -H 'X-Auth-Token: local' \
      http://127.0.0.1:4010/v2/local/apigw/instances/huaweicloud/api-groups/Api/gateway-responses

A change is there at once; in the clouds it takes 5 to 10 seconds until clients see it (documented).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.local.apig_access import PROJECT_ID, authenticate
from constructs_gw.local.apig_errors import ApigError, Errors
from constructs_gw.local.apig_requests import MAX_BODY, error_response, read_object, read_response
from constructs_gw.local.apig_signatures import SignedRequest
from constructs_gw.local.apig_store import GatewayResponse, Group, Instance, new_id
from constructs_gw.local.http_requests import Route, bounded_body
from constructs_gw.local.http_responses import http_response, json_response
from constructs_gw.local.live_apis import LiveApis
from constructs_gw.local.log import log_answer

Answer: TypeAlias = tuple[int, Any]
"""Status and what the body is to say; None for no body."""


_PATH = re.compile(
    "/v2/(?P<project>[^/]+)/apigw/instances/(?P<instance>[^/]+)/api-groups/(?P<group>[^/]+)/gateway-responses"
    "(?:/(?P<response>[^/]+)(?:/(?P<type>[^/]+))?)?"
)
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""What can be an id. Undetermined: that a malformed one is refused is documented, what is malformed is not."""
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DRAINED = 8 * MAX_BODY
"""How much is read of a body that is too large, since most clients read no answer before all is sent."""
_DEFAULT_LIMIT, _MAX_LIMIT = 20, 500
"""Documented: Querying Group Responses, for `limit`."""


@dataclass(frozen=True, slots=True)
class Input:
    """The input of an operation, with what its path names looked up."""

    instance: Instance
    group: Group
    query: Mapping[str, str]
    body: bytes
    found_response: GatewayResponse | None
    found_type: ErrorType | None

    @property
    def response(self) -> GatewayResponse:
        """The gateway response that the path names."""
        assert self.found_response is not None
        return self.found_response

    @property
    def error_type(self) -> ErrorType:
        """The error type that the path names."""
        assert self.found_type is not None
        return self.found_type


def _list_responses(given: Input) -> Answer:
    offset, limit = max(0, _integer(given, "offset", 0)), _integer(given, "limit", _DEFAULT_LIMIT)
    limit = min(limit, _MAX_LIMIT) if limit > 0 else _DEFAULT_LIMIT
    responses = given.group.responses
    page = responses[offset : offset + limit]
    return 200, {"total": len(responses), "size": len(page), "responses": [_summary(response) for response in page]}


def _create_response(given: Input) -> Answer:
    response = given.group.add(read_response(given.body, given.instance.offered))
    return 201, _details(given.instance, response)


def _show_response(given: Input) -> Answer:
    return 200, _details(given.instance, given.response)


def _update_response(given: Input) -> Answer:
    given.group.update(given.response, read_response(given.body, given.instance.offered))
    return 200, _details(given.instance, given.response)


def _delete_response(given: Input) -> Answer:
    given.group.delete(given.response)
    return 204, None


def _show_type(given: Input) -> Answer:
    return 200, {given.error_type: _error(given.response, given.error_type)}


def _update_type(given: Input) -> Answer:
    given.response.modify(given.error_type, error_response(read_object(given.body)))
    return _show_type(given)


def _delete_type(given: Input) -> Answer:
    given.response.modify(given.error_type, None)
    return 204, None


OPERATIONS: Mapping[str, Mapping[str, Callable[[Input], Answer]]] = MappingProxyType(
    {
        "group": {"GET": _list_responses, "POST": _create_response},
        "response": {"GET": _show_response, "PUT": _update_response, "DELETE": _delete_response},
        "type": {"GET": _show_type, "PUT": _update_type, "DELETE": _delete_type},
    }
)
"""The eight operations by the last part of the path that they need, and HTTP method."""


def _summary(response: GatewayResponse) -> dict[str, object]:
    return {
        "id": response.response_id,
        "name": response.name,
        "default": response.is_default,
        "create_time": f"{response.created:%Y-%m-%dT%H:%M:%SZ}",
        "update_time": f"{response.updated:%Y-%m-%dT%H:%M:%SZ}",
    }


def _details(instance: Instance, response: GatewayResponse) -> dict[str, object]:
    return {**_summary(response), "responses": {kind: _error(response, kind) for kind in instance.offered}}


def _error(response: GatewayResponse, error_type: ErrorType) -> dict[str, object]:
    """The response of an error type; `default` says that it is what it would be if nobody had modified it.

    Inferred, from two facts that agree in no other way: the example of Modifying the Response of an Error Type puts
    what is the default already and gets true, and terraform-provider-huaweicloud gets false for what it modified.
    """
    error = response.error(error_type)
    return {**error.data, "default": error == error.default(error_type)}


def _integer(given: Input, name: str, default: int) -> int:
    text = given.query.get(name) or str(default)
    if not _INTEGER.fullmatch(text):
        raise ApigError(Errors.INVALID_IN_URL, name)
    return int(text)


def routes(apis: LiveApis) -> list[BaseRoute]:
    """Everything below `/v2`."""
    return [Route(_is_own, _ControlPlane(apis).answer)]


def _is_own(scope: Scope) -> bool:
    return f"{scope['path']}/".startswith("/v2/")


class _ControlPlane:
    def __init__(self, apis: LiveApis) -> None:
        self._apis = apis
        self._instances = {str(provider): Instance(provider) for provider in Provider}

    async def answer(self, request: Request) -> Response:
        """What a client gets for a request."""
        try:
            body = await _body(request)
            status, data = self._answer(_signed(request, body), request.query_params)
        except ApigError as error:
            log_answer(request, error.status, f": {error.code}")
            return _response(error.status, {"error_code": error.code, "error_msg": error.message})
        log_answer(request, status, "")
        return _response(status, data)

    def _answer(self, request: SignedRequest, query: Mapping[str, str]) -> Answer:
        path = _PATH.fullmatch(request.path)
        if path is None:
            raise ApigError(Errors.NO_OPERATION)
        operation = OPERATIONS[path.lastgroup or "group"].get(request.method)
        if operation is None:
            raise ApigError(Errors.NO_METHOD)
        authenticate(request, datetime.now(UTC))
        return operation(self._input(path.groupdict(), query, request.body))

    def _input(self, named: Mapping[str, str | None], query: Mapping[str, str], body: bytes) -> Input:
        if named["project"] != PROJECT_ID:
            raise ApigError(Errors.OTHER_PROJECT)
        instance_id, group_id = named["instance"] or "", named["group"] or ""
        instance = self._instances.get(instance_id)
        if instance is None:
            raise _missing("instance_id", instance_id, Errors.NO_INSTANCE)
        if self._apis.get(group_id) is None:
            raise _missing("group_id", group_id, Errors.NO_GROUP)
        group = instance.group(group_id)
        response = group.get(named["response"]) if named["response"] else None
        if named["response"] and response is None:
            raise _missing("response_id", named["response"], Errors.NO_RESPONSE)
        return Input(instance, group, query, body, response, _error_type(named["type"], instance))


def _missing(parameter: str, value: str, error: Errors) -> ApigError:
    """Why nothing has an id: it cannot be one, or there is none."""
    return ApigError(error, value) if _ID.fullmatch(value) else ApigError(Errors.INVALID_IN_URL, parameter)


def _error_type(name: str | None, instance: Instance) -> ErrorType | None:
    if name is None:
        return None
    if name not in instance.offered:
        raise ApigError(Errors.INVALID_IN_URL, "response_type")
    return ErrorType(name)


async def _body(request: Request) -> bytes:
    body = await bounded_body(request, MAX_BODY, drained=_DRAINED)
    if body is None:
        raise ApigError(Errors.TOO_LARGE)
    return body


def _signed(request: Request, body: bytes) -> SignedRequest:
    headers = {name: value.encode("latin-1").decode(errors="replace") for name, value in request.headers.items()}
    query = request.scope["query_string"].decode(errors="replace")
    return SignedRequest(request.method, request.scope["path"], query, headers, body)


def _response(status: int, content: Any) -> Response:
    headers = {"X-Request-Id": new_id()}
    if content is None:
        return http_response(status, headers, b"")
    return json_response(status, headers, content)
