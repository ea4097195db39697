"""Gateway responses through AWS's SDK: the calls of LocalStack's tests and what AWS answered to them.

Recorded in tests/aws/services/apigateway/test_apigateway_api.snapshot.json, TestApiGatewayGatewayResponse; each test
names its recording.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from .aws_client import API, DEFAULT_TEMPLATES, answer, served_to_sdk

PARAMETERS = {
    "gatewayresponse.header.x-request-path": "method.request.path.petId",
    "gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'",
    "gatewayresponse.header.x-request-query": "method.request.querystring.q",
    "gatewayresponse.header.x-request-header": "method.request.header.Accept",
}
TEMPLATES = {
    "application/json": '{\n     "message": $context.error.messageString,\n     "type":  "$context.error.responseType",'
    '\n     "stage":  "$context.stage",\n     "resourcePath":  "$context.resourcePath",\n     "stageVariables.a":  '
    '"$stageVariables.a",\n     "statusCode": "\'404\'"\n}'
}
ONE_PARAMETER = {"gatewayresponse.header.x-request-header": "method.request.header.Accept"}
TOKEN = "MISSING_AUTHENTICATION_TOKEN"
STATUS = {
    "ACCESS_DENIED": "403",
    "API_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_FAILURE": "500",
    "BAD_REQUEST_BODY": "400",
    "BAD_REQUEST_PARAMETERS": "400",
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "EXPIRED_TOKEN": "403",
    "INTEGRATION_FAILURE": "504",
    "INTEGRATION_TIMEOUT": "504",
    "INVALID_API_KEY": "403",
    "INVALID_SIGNATURE": "403",
    "MISSING_AUTHENTICATION_TOKEN": "403",
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "UNAUTHORIZED": "401",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "WAF_FILTERED": "403",
}


@pytest.fixture
def client() -> Iterator[Any]:
    with served_to_sdk() as (client, _):
        yield client


def default(kind: str) -> dict[str, Any]:
    """What AWS reports of a type that nothing customizes."""
    status = {} if STATUS[kind] is None else {"statusCode": STATUS[kind]}
    return {
        "defaultResponse": True,
        "responseParameters": {},
        "responseTemplates": DEFAULT_TEMPLATES,
        "responseType": kind,
        **status,
    }


def customized(kind: str, status: str, parameters: object, templates: object, is_default: bool = False) -> Any:
    """What AWS reports of a type."""
    return {
        "defaultResponse": is_default,
        "responseParameters": parameters,
        "responseTemplates": templates,
        "responseType": kind,
        "statusCode": status,
    }


def put(client: Any, kind: str = TOKEN, /, **parts: Any) -> dict[str, Any]:
    return answer(client.put_gateway_response(restApiId=API, responseType=kind, **parts))


def get(client: Any, kind: str = TOKEN) -> dict[str, Any]:
    return answer(client.get_gateway_response(restApiId=API, responseType=kind))


def get_all(client: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get_gateway_responses(restApiId=API)["items"]
    return sorted(items, key=lambda item: item["responseType"])


def update(client: Any, *operations: dict[str, Any], kind: str = "DEFAULT_4XX") -> dict[str, Any]:
    return answer(client.update_gateway_response(restApiId=API, responseType=kind, patchOperations=operations))


def http(status: int, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "ResponseMetadata": status}


def test_get_put_list_delete(client: Any) -> None:
    """test_gateway_response_crud."""
    assert get(client) == http(200, default(TOKEN))
    mine = customized(TOKEN, "404", PARAMETERS, TEMPLATES)
    given: dict[str, Any] = {"statusCode": "404", "responseParameters": PARAMETERS, "responseTemplates": TEMPLATES}
    assert put(client, **given) == http(201, mine)
    assert get_all(client) == [mine if kind == TOKEN else default(kind) for kind in STATUS]
    assert get(client) == http(200, mine)
    assert answer(client.delete_gateway_response(restApiId=API, responseType=TOKEN)) == http(202, {})
    assert get(client) == http(200, default(TOKEN))


@pytest.mark.parametrize(
    ("given", "status", "parameters", "templates"),
    [
        ({"statusCode": "404"}, "404", {}, DEFAULT_TEMPLATES),
        ({"responseParameters": ONE_PARAMETER}, "403", ONE_PARAMETER, DEFAULT_TEMPLATES),
        ({"responseTemplates": TEMPLATES}, "403", {}, TEMPLATES),
    ],
)
def test_put_replaces_all_and_what_is_left_out_has_its_default(
    client: Any, given: Any, status: str, parameters: Any, templates: Any
) -> None:
    """test_gateway_response_put."""
    put(client, statusCode="404", responseParameters=PARAMETERS, responseTemplates=TEMPLATES)
    assert put(client, **given) == http(201, customized(TOKEN, status, parameters, templates))


def test_types_without_customization_show_what_they_inherit(client: Any) -> None:
    """test_gateway_response_put: put-gateway-response-default-5xx and -default-ignored, get-gateway-responses."""
    put(client, TOKEN, responseTemplates=TEMPLATES)
    parts: dict[str, Any] = {"statusCode": "599", "responseParameters": ONE_PARAMETER, "responseTemplates": TEMPLATES}
    wide = customized("DEFAULT_5XX", "599", ONE_PARAMETER, TEMPLATES)
    assert put(client, "DEFAULT_5XX", **parts) == http(201, wide)
    foo = {"gatewayresponse.header.foo": "'bar'"}
    own = customized("AUTHORIZER_FAILURE", "500", foo, DEFAULT_TEMPLATES)
    assert put(client, "AUTHORIZER_FAILURE", responseParameters=foo) == http(201, own)
    expected = {kind: default(kind) for kind in STATUS}
    for kind, status in STATUS.items():
        if status and status.startswith("5"):
            expected[kind] = customized(kind, "599", ONE_PARAMETER, TEMPLATES, is_default=True)
    expected["AUTHORIZER_FAILURE"] = own
    expected["DEFAULT_5XX"] = wide
    expected[TOKEN] = customized(TOKEN, "403", {}, TEMPLATES)
    assert get_all(client) == list(expected.values())


def test_updating_a_type_that_is_not_customized_customizes_it(client: Any) -> None:
    """test_update_gateway_response: update-gateway-response-not-set, default-get-gateway-response."""
    expected = customized("DEFAULT_4XX", "444", {}, DEFAULT_TEMPLATES)
    assert update(client, {"op": "replace", "path": "/statusCode", "value": "444"}) == http(200, expected)
    assert get(client, "DEFAULT_4XX") == http(200, expected)


def test_update_changes_what_its_operations_name(client: Any) -> None:
    """test_update_gateway_response: put-gateway-response, update-gateway-response, get-gateway-response."""
    odd = {"application/json": '{"application/json": "{\\"message\\":$context.error.messageString}"}'}
    put(client, "DEFAULT_4XX", statusCode="404", responseParameters=PARAMETERS, responseTemplates=odd)
    xml = (
        "<gatewayResponse><message>$context.error.messageString</message>"
        "<type>$context.error.responseType</type></gatewayResponse>"
    )
    origin = "gatewayresponse.header.Access-Control-Allow-Origin"
    found = update(
        client,
        {"op": "replace", "path": "/statusCode", "value": "444"},
        {"op": "replace", "path": f"/responseParameters/{origin}", "value": "'example.com'"},
        {"op": "add", "path": "/responseTemplates/application~1xml", "value": xml},
    )
    parameters = {**PARAMETERS, origin: "'example.com'"}
    expected = customized("DEFAULT_4XX", "444", parameters, {**odd, "application/xml": xml})
    assert found == http(200, expected)
    assert get(client, "DEFAULT_4XX") == http(200, expected)


def test_update_removes(client: Any) -> None:
    put(client, responseParameters=PARAMETERS, responseTemplates={**TEMPLATES, "text/html": "x"})
    found = update(
        client,
        *({"op": "remove", "path": f"/responseParameters/{key}"} for key in PARAMETERS if key not in ONE_PARAMETER),
        {"op": "remove", "path": "/responseTemplates/text~1html"},
        kind=TOKEN,
    )
    assert found == http(200, customized(TOKEN, "403", ONE_PARAMETER, TEMPLATES))


def test_a_status_that_is_replaced_by_null_is_the_types_own_again(client: Any) -> None:
    """Documented for DEFAULT_4XX (developer guide, supported-gateway-response-types)."""
    put(client, "DEFAULT_4XX", statusCode="444")
    assert get(client)["statusCode"] == "444"
    assert "statusCode" not in update(client, {"op": "replace", "path": "/statusCode", "value": None})
    assert get(client)["statusCode"] == "403"


def test_a_template_file_decides_what_is_there_at_first() -> None:
    from constructs_gw.customization import Customization
    from constructs_gw.customization_set import CustomizationSet
    from constructs_gw.local.declarations import RestApi

    declared = CustomizationSet([Customization("THROTTLED", status_code=430, headers={"Retry-After": "30"})])
    with served_to_sdk(RestApi(API, "orders", declared)) as (client, _):
        parameters = {"gatewayresponse.header.Retry-After": "'30'"}
        expected = customized("THROTTLED", "430", parameters, DEFAULT_TEMPLATES)
        assert get(client, "THROTTLED") == http(200, expected)


def test_every_type_is_listed_once_without_pages(client: Any) -> None:
    """`limit` and `position` do not apply to this collection (API reference)."""
    found = client.get_gateway_responses(restApiId=API, limit=1, position="5")
    assert sorted(item["responseType"] for item in found["items"]) == list(STATUS)
    assert "position" not in found
