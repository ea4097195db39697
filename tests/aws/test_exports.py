"""What a stage serves, by its export: on the local gateway through AWS's SDK, and as AWS was seen to spell it."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from constructs_gw.aws.exports import deployed
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import GatewayResponse
from tests.local.aws_client import API, served_to_sdk

IMPORTED = {
    "DEFAULT_5XX": {
        "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'"}
    },
    "AUTHORIZER_FAILURE": {
        "statusCode": 401,
        "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'"},
        "responseTemplates": {"application/json": '{"message":$context.error.messageString}'},
    },
}
"""As an import takes them, where statusCode may be a number; that an export has the same form is inferred."""


class Exporting:
    """A client whose export is a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get_export(self, **_: Any) -> Any:
        return {"body": io.BytesIO(self.text.encode())}


def test_an_export_in_the_form_of_an_import_is_read() -> None:
    document = {"openapi": "3.0.1", "paths": {}, "x-amazon-apigateway-gateway-responses": IMPORTED}
    origin = {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'"}
    assert deployed(Exporting(json.dumps(document)), "a1", "prod") == {
        "DEFAULT_5XX": GatewayResponse(None, origin),
        "AUTHORIZER_FAILURE": GatewayResponse(
            "401", origin, {"application/json": '{"message":$context.error.messageString}'}
        ),
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", "openapi: 3.0.1", "[" * 100_000, '{"openapi": 1' + " " * 20_000_000])
def test_what_is_no_export_is_said(text: str) -> None:
    with pytest.raises(GatewayResponseError, match="the export of prod is no OpenAPI document; leave out --stage"):
        deployed(Exporting(text), "a1", "prod")


def test_the_local_gateway_exports_what_a_stage_was_deployed_with() -> None:
    with served_to_sdk() as (client, _):
        assert deployed(client, API, "prod") == {}
        given = {"statusCode": "503", "responseParameters": {"gatewayresponse.header.Retry-After": "'30'"}}
        client.put_gateway_response(restApiId=API, responseType="THROTTLED", **given)
        client.put_gateway_response(restApiId=API, responseType="DEFAULT_4XX", responseTemplates={"text/html": "x"})
        assert deployed(client, API, "prod") == {}
        client.create_deployment(restApiId=API, stageName="prod")
        assert deployed(client, API, "prod") == {
            "THROTTLED": GatewayResponse("503", given["responseParameters"]),  # type: ignore[arg-type]
            "DEFAULT_4XX": GatewayResponse(None, {}, {"text/html": "x"}),
        }


def test_the_local_gateway_exports_extensions_only_if_asked_for() -> None:
    with served_to_sdk() as (client, _):
        client.put_gateway_response(restApiId=API, responseType="THROTTLED", statusCode="503")
        client.create_deployment(restApiId=API, stageName="prod")
        plain = client.get_export(restApiId=API, stageName="prod", exportType="oas30")
        assert sorted(json.load(plain["body"])) == ["info", "openapi", "paths"]
        assert plain["contentType"] == "application/json"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"stageName": "nope"}, "NotFoundException"),
        ({"restApiId": "nope"}, "NotFoundException"),
        ({"exportType": "raml"}, "BadRequestException"),
        ({"exportType": "swagger"}, "NotImplementedException"),
        ({"accepts": "application/yaml"}, "NotImplementedException"),
    ],
)
def test_the_local_gateway_refuses_other_exports(given: dict[str, str], code: str) -> None:
    with served_to_sdk() as (client, _), pytest.raises(ClientError) as refused:
        client.get_export(**{"restApiId": API, "stageName": "prod", "exportType": "oas30", **given})
    assert refused.value.response["Error"]["Code"] == code
