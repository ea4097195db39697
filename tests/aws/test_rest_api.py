"""What is asked of API Gateway and what is made of its answers, each checked by botocore's model of the service.

The answers are recorded against AWS (LocalStack, test_gateway_response_crud and _put) unless a test says otherwise.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from constructs_gw.aws import RestApiGateway
from constructs_gw.aws import rest_api as module
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType

from .conftest import client_of

BODY = {"application/json": '{"message":$context.error.messageString}'}
HEADER = {"gatewayresponse.header.X-A": "'1'"}
DEFAULT = {
    "responseType": "THROTTLED",
    "statusCode": "429",
    "responseParameters": {},
    "responseTemplates": BODY,
    "defaultResponse": True,
}
CUSTOMIZED = {**DEFAULT, "responseParameters": HEADER, "defaultResponse": False}


@pytest.fixture(scope="module")
def client() -> Any:
    return client_of("http://127.0.0.1:9")


@pytest.fixture
def aws(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def gateway(client: Any) -> RestApiGateway:
    return RestApiGateway(client, "a1b2c3d4e5", sleep=lambda _: None)


def of(**arguments: Any) -> dict[str, Any]:
    return {"restApiId": "a1b2c3d4e5", **arguments}


def test_a_list_has_the_customized_types(aws: Stubber, gateway: RestApiGateway) -> None:
    denied = {**DEFAULT, "responseType": "ACCESS_DENIED", "statusCode": "403"}
    aws.add_response("get_gateway_responses", {"items": [denied, CUSTOMIZED]}, of())
    assert gateway.list() == {"THROTTLED": GatewayResponse("429", HEADER, BODY)}


def test_a_list_of_several_pages_is_read_to_its_end(aws: Stubber, gateway: RestApiGateway) -> None:
    """AWS gives all types at once (documented); `position` is in botocore's model."""
    for position, page in ((None, "2"), ("2", "3"), ("3", "3")):
        given = {"position": position} if position else {}
        aws.add_response("get_gateway_responses", {"items": [DEFAULT], "position": page}, of(**given))
    assert len(list(gateway.items())) == 3


def test_a_type_that_aws_may_add_is_listed_and_kept() -> None:
    found = module.response_of({**CUSTOMIZED, "responseType": "NEW_TYPE", "statusCode": "418"})
    assert found.parts("NEW_TYPE")["statusCode"] == "418"


@pytest.mark.parametrize(("answer", "found"), [(DEFAULT, None), (CUSTOMIZED, GatewayResponse("429", HEADER, BODY))])
def test_a_default_is_no_customization(
    aws: Stubber, gateway: RestApiGateway, answer: dict[str, Any], found: GatewayResponse | None
) -> None:
    aws.add_response("get_gateway_response", answer, of(responseType="THROTTLED"))
    assert gateway.get("THROTTLED") == found


def test_a_default_type_is_reported_without_a_status(aws: Stubber, gateway: RestApiGateway) -> None:
    answer = {name: value for name, value in CUSTOMIZED.items() if name != "statusCode"}
    aws.add_response("get_gateway_response", {**answer, "responseType": "DEFAULT_4XX"}, of(responseType="DEFAULT_4XX"))
    assert gateway.get("DEFAULT_4XX") == GatewayResponse(None, HEADER, BODY)


@pytest.mark.parametrize(
    ("response", "given"),
    [
        (GatewayResponse(), {}),
        (GatewayResponse("503"), {"statusCode": "503"}),
        (GatewayResponse(None, HEADER, BODY), {"responseParameters": HEADER, "responseTemplates": BODY}),
        (GatewayResponse(templates={"application/json": ""}), {"responseTemplates": {"application/json": ""}}),
    ],
    ids=["nothing", "a status", "a header and a body", "an empty body"],
)
def test_a_put_has_what_is_customized(
    aws: Stubber, gateway: RestApiGateway, response: GatewayResponse, given: dict[str, Any]
) -> None:
    aws.add_response("put_gateway_response", CUSTOMIZED, of(responseType="THROTTLED", **given))
    gateway.put("THROTTLED", response)


def test_a_reset_of_what_has_no_customization_is_no_error(aws: Stubber, gateway: RestApiGateway) -> None:
    aws.add_client_error(
        "delete_gateway_response", "NotFoundException", "Gateway response type not defined on api", 404
    )
    aws.add_response("get_gateway_responses", {"items": [DEFAULT]}, of())
    gateway.delete("THROTTLED")


@pytest.mark.parametrize("operation", ["get", "delete"])
def test_an_api_that_is_not_there_is_an_error(aws: Stubber, gateway: RestApiGateway, operation: str) -> None:
    for name in (f"{operation}_gateway_response", "get_gateway_responses"):
        aws.add_client_error(name, "NotFoundException", "Invalid API identifier specified 000000000000:a1b2c3d4e5", 404)
    with pytest.raises(ClientError, match="Invalid API identifier"):
        getattr(gateway, operation)("THROTTLED")


def test_a_deployment_names_its_stage(aws: Stubber, gateway: RestApiGateway) -> None:
    """The id is that of the API reference's example."""
    given = of(stageName="prod", description="constructs-gw aws push")
    aws.add_response("create_deployment", {"id": "dzpu0t"}, given)
    assert gateway.deploy("prod") == "dzpu0t"


@pytest.mark.parametrize("kind", ResponseType)
def test_default_types_stand_in_for_others(gateway: RestApiGateway, kind: ResponseType) -> None:
    assert gateway.is_fallback(kind) is (kind in {one.fallback for one in ResponseType})


def test_attempts_end_when_patience_does(
    aws: Stubber, gateway: RestApiGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    aws.add_client_error("get_gateway_responses", "TooManyRequestsException", "Too Many Requests", 429)
    with pytest.raises(ClientError, match="Too Many Requests"):
        gateway.list()


@pytest.mark.parametrize("status", ["404", 404])
def test_a_status_of_a_file_may_be_a_number(status: object) -> None:
    assert module.response_of({"statusCode": status}).status_code == "404"
