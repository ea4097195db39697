r"""The control plane of Huawei Cloud's and Open Telekom Cloud's APIG as far as gateway responses go.

Each REST API is an API group, whose id is that of the REST API, in two gateways: `huaweicloud` offers the error types
that Huawei Cloud lists, `opentelekomcloud` those of Open Telekom Cloud. The project is `local`. The token `local`, or
the access key and secret key `local`, may do everything; the token or access key `forbidden` gets 403, `broken` 500.

    curl -H 'X-Auth-Token: local' \
      http://127.0.0.1:4010/v2/local/apigw/instances/huaweicloud/api-groups/Api/gateway-responses

A change is there at once; in the clouds it takes 5 to 10 seconds until clients see it (documented).
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.local.apig_access import PROJECT_ID, authenticate
from constructs_gw.local.apig_errors import ApigError, Errors
from constructs_gw.local.apig_requests import MAX_BODY, error_response, read_object, read_response
from constructs_gw.local.apig_signatures import SignedRequest
from constructs_gw.local.apig_store import GatewayResponse, Group, Instance, new_id
from constructs_gw.local.http_responses import http_response
from constructs_gw.local.live_apis import LiveApis
from constructs_gw.plain_text import one_line

Answer: TypeAlias = tuple[int, Any]
"""Status and what the body is to say; None for no body."""

_LOG = logging.getLogger("constructs_gw.local")
_MAX_LOGGED = 500

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
class Call:
    """An operation's request, with what its path names looked up."""

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


def _list_responses(call: Call) -> Answer:
    offset, limit = max(0, _integer(call, "offset", 0)), _integer(call, "limit", _DEFAULT_LIMIT)
    limit = min(limit, _MAX_LIMIT) if limit > 0 else _DEFAULT_LIMIT
    responses = call.group.responses
    page = responses[offset : offset + limit]
    return 200, {"total": len(responses), "size": len(page), "responses": [_summary(response) for response in page]}


def _create_response(call: Call) -> Answer:
    response = call.group.add(read_response(call.body, call.instance.offered))
    return 201, _details(call.instance, response)


def _show_response(call: Call) -> Answer:
    return 200, _details(call.instance, call.response)


def _update_response(call: Call) -> Answer:
    call.group.update(call.response, read_response(call.body, call.instance.offered))
    return 200, _details(call.instance, call.response)


def _delete_response(call: Call) -> Answer:
    call.group.delete(call.response)
    return 204, None


def _show_type(call: Call) -> Answer:
    return 200, {call.error_type: _error(call.response, call.error_type)}


def _update_type(call: Call) -> Answer:
    call.response.modify(call.error_type, error_response(read_object(call.body)))
    return _show_type(call)


def _delete_type(call: Call) -> Answer:
    call.response.modify(call.error_type, None)
    return 204, None


OPERATIONS: Mapping[str, Mapping[str, Callable[[Call], Answer]]] = MappingProxyType(
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
    shown: dict[str, object] = {"body": error.body, "default": error == error.default(error_type)}
    if error.headers:
        shown["headers"] = [{"key": key, "value": value} for key, value in error.headers]
    return shown if error.status is None else {**shown, "status": error.status}


def _integer(call: Call, name: str, default: int) -> int:
    text = call.query.get(name) or str(default)
    if not _INTEGER.fullmatch(text):
        raise ApigError(Errors.INVALID_IN_URL, name)
    return int(text)


def routes(apis: LiveApis) -> list[BaseRoute]:
    """Everything below `/v2`."""
    return [_ControlPlane(apis)]


class _ControlPlane(BaseRoute):
    """A route of its own: the patterns of Starlette's take no line break, and a path can have one."""

    def __init__(self, apis: LiveApis) -> None:
        self._apis = apis
        self._instances = {str(provider): Instance(provider) for provider in Provider}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for this control plane."""
        is_below = scope["type"] == "http" and f"{scope['path']}/".startswith("/v2/")
        return (Match.FULL if is_below else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            body = await _body(request)
            answer = self._answer(_signed(request, body), request.query_params)
        except ApigError as error:
            answer = error.status, {"error_code": error.code, "error_msg": error.message}
        except ClientDisconnect:
            return
        _log(request, *answer)
        await _response(*answer)(scope, receive, send)

    def _answer(self, request: SignedRequest, query: Mapping[str, str]) -> Answer:
        path = _PATH.fullmatch(request.path)
        if path is None:
            raise ApigError(Errors.NO_OPERATION)
        operation = OPERATIONS[path.lastgroup or "group"].get(request.method)
        if operation is None:
            raise ApigError(Errors.NO_METHOD)
        authenticate(request, datetime.now(UTC))
        return operation(self._call(path.groupdict(), query, request.body))

    def _call(self, named: Mapping[str, str | None], query: Mapping[str, str], body: bytes) -> Call:
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
        return Call(instance, group, query, body, response, _error_type(named["type"], instance))


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
    parts, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= MAX_BODY:
            parts += part
        elif size > _DRAINED:
            break
    if size > MAX_BODY:
        raise ApigError(Errors.TOO_LARGE)
    return bytes(parts)


def _signed(request: Request, body: bytes) -> SignedRequest:
    headers = {name: value.encode("latin-1").decode(errors="replace") for name, value in request.headers.items()}
    query = request.scope["query_string"].decode(errors="replace")
    return SignedRequest(request.method, request.scope["path"], query, headers, body)


def _log(request: Request, status: int, content: Any) -> None:
    """One line for an answer: an error's code alone, as its message can have what the request has."""
    code = content.get("error_code") if isinstance(content, Mapping) else None
    path = request.scope["path"][:_MAX_LOGGED]
    _LOG.info("%s", one_line(f"{request.method} {path} {status}{f': {code}' if code else ''}"))


def _response(status: int, content: Any) -> Response:
    headers = {"X-Request-Id": new_id()}
    if content is None:
        return http_response(status, headers, b"")
    return http_response(status, {**headers, "Content-Type": "application/json"}, json.dumps(content))
