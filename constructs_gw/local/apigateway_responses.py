"""Operations on gateway responses.

What they answer is recorded (LocalStack, test_gateway_response_crud, _put and _validation,
test_update_gateway_response) unless marked otherwise.
"""

import re
from collections.abc import Mapping
from typing import Any

from constructs_gw.customization import STATUS_CODE
from constructs_gw.customization_set import DEFAULT_TEMPLATES
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.local.apigateway_errors import (
    bad_request,
    content_type_error,
    enum_violations,
    mapping_error,
    not_found,
    raise_constraints,
    violation,
)
from constructs_gw.local.apigateway_inputs import Input, text, texts
from constructs_gw.local.apigateway_patch import operation_violations, patched, read_operations
from constructs_gw.local.live_apis import LiveApi
from constructs_gw.mapping import NAME, MappingValue
from constructs_gw.response_template import is_media_type
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import has_token

MAX_HEADER_BYTES = 10_240
"""API Gateway's quota for a request's line and headers (developer guide, limits); for an answer's it is inferred."""

_ENUM = tuple(
    map(
        ResponseType,
        """REQUEST_TOO_LARGE RESOURCE_NOT_FOUND AUTHORIZER_CONFIGURATION_ERROR MISSING_AUTHENTICATION_TOKEN
        BAD_REQUEST_BODY INVALID_SIGNATURE INVALID_API_KEY BAD_REQUEST_PARAMETERS AUTHORIZER_FAILURE UNAUTHORIZED
        INTEGRATION_TIMEOUT ACCESS_DENIED DEFAULT_4XX DEFAULT_5XX WAF_FILTERED QUOTA_EXCEEDED THROTTLED
        API_CONFIGURATION_ERROR UNSUPPORTED_MEDIA_TYPE INTEGRATION_FAILURE EXPIRED_TOKEN""".split(),  # noqa: SIM905
    )
)
"""In the order of AWS's error text (recorded)."""

_LISTED = tuple(
    map(
        ResponseType,
        """INTEGRATION_FAILURE RESOURCE_NOT_FOUND REQUEST_TOO_LARGE THROTTLED UNSUPPORTED_MEDIA_TYPE
        AUTHORIZER_CONFIGURATION_ERROR DEFAULT_5XX DEFAULT_4XX BAD_REQUEST_PARAMETERS BAD_REQUEST_BODY EXPIRED_TOKEN
        ACCESS_DENIED INVALID_API_KEY UNAUTHORIZED API_CONFIGURATION_ERROR QUOTA_EXCEEDED INTEGRATION_TIMEOUT
        MISSING_AUTHENTICATION_TOKEN INVALID_SIGNATURE AUTHORIZER_FAILURE WAF_FILTERED""".split(),  # noqa: SIM905
    )
)
"""In the order of the API reference's sample response of GetGatewayResponses; no order is promised."""

_KEY = re.compile(rf"gatewayresponse\.(header|path|querystring)\.({NAME.pattern})")


def get_gateway_response(given: Input) -> dict[str, Any]:
    """GetGatewayResponse: a type's customization, or what it has without one."""
    kind = _response_type(given)
    return _shown(given.api, kind)


def get_gateway_responses(given: Input) -> dict[str, Any]:
    """GetGatewayResponses: every type. `limit` and `position` do not apply (documented)."""
    return {"item": [_shown(given.api, kind) for kind in _LISTED]}


def put_gateway_response(given: Input) -> dict[str, Any]:
    """PutGatewayResponse: replaces the whole customization; what is left out has its default."""
    status = text(given.body, "statusCode")
    response = GatewayResponse(status, texts(given.body, "responseParameters"), texts(given.body, "responseTemplates"))
    kind = _response_type(given, _status_violations(status))
    api = given.api
    _check(kind, response)
    api.responses[kind] = response
    return _shown(api, kind)


def update_gateway_response(given: Input) -> dict[str, Any]:
    """UpdateGatewayResponse: all of the operations or none; the first one on a type makes its customization."""
    operations = read_operations(given.body)
    kind = _response_type(given, operation_violations(operations, "updateGatewayResponseInput"))
    api = given.api
    if operations:  # what none at all do is undetermined
        response = patched(api.responses.get(kind, GatewayResponse()), operations)
        _check(kind, response)
        api.responses[kind] = response
    return _shown(api, kind)


def delete_gateway_response(given: Input) -> None:
    """DeleteGatewayResponse: the type has its default again."""
    kind = _response_type(given)
    if given.api.responses.pop(kind, None) is None:
        raise not_found("Gateway response type not defined on api")


def _response_type(given: Input, violations: list[str] | None = None) -> ResponseType:
    """The type in the path; raises what the service's model refuses, the body's members first (inferred order)."""
    name = given.path["response_type"]
    raise_constraints([*(violations or ()), *enum_violations(name, "responseType", _ENUM)])
    return ResponseType(name)


def _status_violations(status: str | None) -> list[str]:
    """What is wrong with a status code.

    The words are recorded for operations that have it in their path; that a member of the body has the input's name
    before it is inferred from `putIntegrationInput.type` (recorded, test_put_integration_wrong_type).
    """
    if status is None or STATUS_CODE.fullmatch(status):
        return []
    return [violation(status, "putGatewayResponseInput.statusCode", r"regular expression pattern: [1-5]\d\d")]


def _shown(api: LiveApi, kind: ResponseType) -> dict[str, Any]:
    """A type as AWS reports it: one without customization shows what it inherits from a DEFAULT_* that has one.

    Recorded for the list; inferred for one type alone, and for REQUEST_TOO_LARGE.
    """
    own = api.responses.get(kind)
    inherited = api.responses.get(kind.fallback) if kind.fallback else None
    response = own or inherited or GatewayResponse()
    status = response.status_code or kind.default_status
    return {
        "defaultResponse": own is None,
        "responseParameters": dict(response.parameters),
        "responseTemplates": dict(response.templates or DEFAULT_TEMPLATES),
        "responseType": kind.value,
        **({} if status is None else {"statusCode": str(status)}),
    }


def _check(kind: ResponseType, response: GatewayResponse) -> None:
    """Raise what API Gateway refuses, and what nothing is known about: every response that is kept can be served.

    Undetermined, and refused here: single quotes, control characters and characters outside ASCII in static text;
    `$context` variables that no page lists; two headers that differ in case only; a prefix in a header's name.
    """
    wrong = {part: fix for key, value in response.parameters.items() for part, fix in _wrong_part(key, value).items()}
    if wrong:
        raise mapping_error(wrong, next(iter(wrong.values())))
    content_types = [name for name in response.templates if not is_media_type(name) or has_token(name)]
    if content_types:
        raise content_type_error(content_types)
    _check_size(response.parameters)
    try:
        response.customization(kind)
    except GatewayResponseError as error:
        problem = error.problems[0]
        raise bad_request(str(problem)) from None


def _wrong_part(key: str, value: str) -> dict[str, str]:
    """The key or the value if API Gateway's parser refuses it, with what to write instead."""
    if not _KEY.fullmatch(key):
        return {key: "write gatewayresponse.header. and the header's name"}
    try:
        parsed = MappingValue.parse(value)
    except GatewayResponseError as error:
        return {value: str(error.problems[0])}
    return {} if parsed.is_static or not has_token(value) else {value: "write a name without ${...}"}


def _check_size(parameters: Mapping[str, str]) -> None:
    size = sum(len(key) + len(value) for key, value in parameters.items())
    if size > MAX_HEADER_BYTES:
        raise bad_request(f"responseParameters have {size} bytes; at most {MAX_HEADER_BYTES} are taken here")
