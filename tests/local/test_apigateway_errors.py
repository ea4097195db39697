"""Errors of the control plane through AWS's SDK, with AWS's recorded words.

Recorded by LocalStack in tests/aws/services/apigateway/test_apigateway_api.snapshot.json unless a test says otherwise.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from .aws_client import API, served_to_sdk

TYPES = (
    "[REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, "
    "BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, "
    "INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, "
    "API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]"
)
FAKE_TYPE = (
    "1 validation error detected: Value 'FAKE_RESPONSE_TYPE' at 'responseType' failed to satisfy constraint: "
    f"Member must satisfy enum value set: {TYPES}"
)
WRONG_OP = (
    "1 validation error detected: Value 'wrong-op' at 'updateGatewayResponseInput.patchOperations.1.member.op' "
    "failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]"
)
NO_API = "Invalid API identifier specified 000000000000:fake-api-id"
ORIGIN = "/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Any, str]]:
    """A server where DEFAULT_4XX has a header and an XML template; no test changes it."""
    with served_to_sdk() as (client, url):
        client.put_gateway_response(
            restApiId=API,
            responseType="DEFAULT_4XX",
            responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'"},
            responseTemplates={"application/json": "{}", "application/xml": "<x/>"},
        )
        before = client.get_gateway_responses(restApiId=API)["items"]
        yield client, url
        assert client.get_gateway_responses(restApiId=API)["items"] == before


@pytest.fixture
def client(server: tuple[Any, str]) -> Any:
    return server[0]


def error_of(call: Callable[..., Any], **arguments: Any) -> tuple[int, str, str]:
    """The status, the error type and the message of an error."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response: Any = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def put_error(client: Any, **parts: Any) -> tuple[int, str, str]:
    return error_of(client.put_gateway_response, restApiId=API, responseType="THROTTLED", **parts)


def patch_error(client: Any, *operations: Any, kind: str = "DEFAULT_4XX") -> tuple[int, str, str]:
    return error_of(client.update_gateway_response, restApiId=API, responseType=kind, patchOperations=list(operations))


@pytest.mark.parametrize("operation", ["get", "put", "update", "delete"])
def test_an_unknown_api_or_type(client: Any, operation: str) -> None:
    """test_gateway_response_validation; for Put, the unknown API is inferred."""
    call = getattr(client, f"{operation}_gateway_response")
    found = error_of(call, restApiId="fake-api-id", responseType="DEFAULT_4XX")
    assert found == (404, "NotFoundException", NO_API)
    found = error_of(call, restApiId=API, responseType="FAKE_RESPONSE_TYPE")
    assert found == (400, "ValidationException", FAKE_TYPE)


def test_the_list_of_an_unknown_api(client: Any) -> None:
    """test_gateway_response_validation."""
    assert error_of(client.get_gateway_responses, restApiId="fake-api-id") == (404, "NotFoundException", NO_API)


def test_deleting_what_is_not_customized(client: Any) -> None:
    """test_gateway_response_validation."""
    found = error_of(client.delete_gateway_response, restApiId=API, responseType="DEFAULT_5XX")
    assert found == (404, "NotFoundException", "Gateway response type not defined on api")


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({"op": "add", "path": "/statusCode", "value": "444"}, "Invalid patch path /statusCode"),
        ({"op": "remove", "path": "/statusCode"}, "Invalid patch path /statusCode"),
        ({"op": "add", "value": "'example.com'"}, "Invalid patch path null"),
        ({"op": "add", "path": "/wrongPath", "value": "'example.com'"}, "Invalid patch path /wrongPath"),
        (
            {"op": "replace", "path": "/responseTemplates/application~1xml", "value": None},
            "Invalid null or empty value in responseTemplates",
        ),
        ({"op": "replace", "path": ORIGIN, "value": None}, "Invalid null or empty value in responseParameters"),
        ({"op": "replace", "path": ORIGIN, "value": ""}, "Invalid null or empty value in responseParameters"),
    ],
)
def test_patch_operations_that_are_refused(client: Any, operation: Any, expected: str) -> None:
    """test_update_gateway_response."""
    assert patch_error(client, operation) == (400, "BadRequestException", expected)


def test_replacing_what_is_not_there(client: Any) -> None:
    """test_update_gateway_response; for templates, the words of test_update_method_wrong_param_names (inferred)."""
    operation = {"op": "replace", "path": ORIGIN, "value": "'example.com'"}
    expected = "Invalid parameter name specified"
    assert patch_error(client, operation, kind="DEFAULT_5XX") == (404, "NotFoundException", expected)
    operation = {"op": "remove", "path": "/responseTemplates/text~1html"}
    assert patch_error(client, operation) == (404, "NotFoundException", "Content-Type specified was not found")


def test_an_unknown_patch_operation(client: Any) -> None:
    """test_update_gateway_response; two at once as in test_update_method_response_wrong_operations."""
    wrong = {"op": "wrong-op", "path": "/statusCode", "value": "'example.com'"}
    assert patch_error(client, wrong) == (400, "ValidationException", WRONG_OP)
    right = {"op": "replace", "path": "/statusCode", "value": "400"}
    part = WRONG_OP.removeprefix("1 validation error detected: ")
    expected = f"2 validation errors detected: {part}; {part.replace('.1.', '.3.')}"
    assert patch_error(client, wrong, right, wrong) == (400, "ValidationException", expected)


def test_all_of_the_patch_operations_are_done_or_none(client: Any) -> None:
    right = {"op": "replace", "path": "/statusCode", "value": "477"}
    assert patch_error(client, right, {"op": "remove", "path": "/statusCode"})[0] == 400
    assert client.get_gateway_response(restApiId=API, responseType="THROTTLED")["statusCode"] == "429"
    assert "statusCode" not in client.get_gateway_response(restApiId=API, responseType="DEFAULT_4XX")


@pytest.mark.parametrize("status", ["wrong", "4xx", "600", "99", "", "\N{FULLWIDTH DIGIT FOUR}04", "404\n"])
def test_a_status_code_that_is_none(client: Any, status: str) -> None:
    """test_integration_response_invalid_statuscode, where it is in the path; the prefix is inferred."""
    expected = (
        f"1 validation error detected: Value '{status}' at 'putGatewayResponseInput.statusCode' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [1-5]\d\d"
    )
    assert put_error(client, statusCode=status) == (400, "ValidationException", expected)
    operation = {"op": "replace", "path": "/statusCode", "value": status}
    assert patch_error(client, operation)[:2] == (400, "BadRequestException")


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("method.response.header.Access-Control-Allow-Origin", "'*'", None),
        ("gatewayresponse.header.", "'*'", None),
        ("gatewayresponse.header.X Y", "'*'", None),
        ("gatewayresponse.header.X\n", "'*'", None),
        ("gatewayresponse.header.X", "*", "*"),
        ("gatewayresponse.header.X", "", ""),
        ("gatewayresponse.header.X", '"*"', '"*"'),
        ("gatewayresponse.header.X", "'", "'"),
        ("gatewayresponse.header.X", "integration.response.header.X", "integration.response.header.X"),
        ("gatewayresponse.header.X", "method.request.body", "method.request.body"),
        ("gatewayresponse.header.X", "'a' + context.stage", "'a' + context.stage"),
        ("gatewayresponse.header.X", "stageVariables.${Token[A.1]}", "stageVariables.${Token[A.1]}"),
        ("gatewayresponse.path.X", "*", "*"),
        # undetermined: nobody has recorded what AWS makes of these
        ("gatewayresponse.header.X", "'default-src 'self''", "'default-src 'self''"),
        ("gatewayresponse.header.X", "'a\r\nSet-Cookie: b'", "'a\r\nSet-Cookie: b'"),
        ("gatewayresponse.header.X", "'caf\N{LATIN SMALL LETTER E WITH ACUTE}'", "'caf\xe9'"),
        ("gatewayresponse.header.X", "context.nothing", "context.nothing"),
    ],
)
def test_a_mapping_expression_that_is_none(client: Any, key: str, value: str, wrong: str | None) -> None:
    """The words are observed (aws-cli#2879, where it was the key that was wrong)."""
    expected = (
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
        f"[Invalid mapping expression specified: {key if wrong is None else wrong}]"
    )
    assert put_error(client, responseParameters={key: value}) == (400, "BadRequestException", expected)
    if value:
        operation = {"op": "add", "path": f"/responseParameters/{key}", "value": value}
        assert patch_error(client, operation) == (400, "BadRequestException", expected)


@pytest.mark.parametrize("content_type", ["123", "", "text/html\n", "${Token[A.1]}"])
def test_a_content_type_that_is_none(client: Any, content_type: str) -> None:
    """test_integration_response_invalid_responsetemplates, for 123."""
    expected = f"Validation Result: warnings : [], errors : [Invalid content type specified: {content_type}]"
    assert put_error(client, responseTemplates={content_type: "x"}) == (400, "BadRequestException", expected)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"responseParameters": {"gatewayresponse.header.X": True}},
            "class java.lang.Boolean can not be converted to an String",
        ),
        (
            {"responseTemplates": {"application/json": 123}},
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
        ),
    ],
)
def test_values_that_are_no_text(server: tuple[Any, str], parts: Any, expected: str) -> None:
    """test_put_integration_request_parameter_bool_type, test_integration_response_invalid_responsetemplates."""
    response = httpx.put(f"{server[1]}/restapis/{API}/gatewayresponses/THROTTLED", json=parts)
    assert response.status_code == 400
    assert response.headers["x-amzn-ErrorType"] == "SerializationException"
    assert response.json() == {"message": expected}
    assert response.headers["x-amzn-RequestId"]


def test_two_headers_that_are_one(client: Any) -> None:
    """Undetermined on AWS; refused, because an answer could not be served."""
    both = {"gatewayresponse.header.X-A": "'1'", "gatewayresponse.header.x-a": "'2'"}
    assert put_error(client, responseParameters=both)[:2] == (400, "BadRequestException")


def test_an_operation_that_is_not_here(client: Any) -> None:
    status, code, message = error_of(client.create_rest_api, name="x")
    assert (status, code) == (501, "NotImplementedException")
    assert message.startswith("POST /restapis is not emulated here; there are GetRestApis, ")
    assert error_of(client.get_usage_plans)[:2] == (501, "NotImplementedException")
    assert error_of(client.get_account)[:2] == (501, "NotImplementedException")
