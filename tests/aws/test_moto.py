"""What moto does otherwise than AWS, and that the engine gets by with it."""

import pytest
from botocore.exceptions import ClientError

from constructs_gw.aws.rest_api import code_of
from constructs_gw.gateway_response import GatewayResponse

from .conftest import Live


def test_it_knows_no_type_without_a_customization(on_moto: Live) -> None:
    with pytest.raises(ClientError) as raised:
        on_moto.client.get_gateway_response(restApiId=on_moto.rest_api_id, responseType="THROTTLED")
    assert (code_of(raised.value), on_moto.listed()) == ("NotFoundException", [])
    assert on_moto.gateway.get("THROTTLED") is None


def test_it_fills_in_no_default(on_moto: Live) -> None:
    on_moto.gateway.put("THROTTLED", GatewayResponse("503"))
    assert on_moto.listed() == [{"responseType": "THROTTLED", "statusCode": "503", "defaultResponse": False}]


def test_it_resets_what_has_no_customization(on_moto: Live) -> None:
    on_moto.client.delete_gateway_response(restApiId=on_moto.rest_api_id, responseType="THROTTLED")


def test_it_takes_what_aws_refuses(on_moto: Live) -> None:
    on_moto.gateway.put("NO_SUCH_TYPE", GatewayResponse("9999"))
    assert on_moto.gateway.get("NO_SUCH_TYPE") == GatewayResponse("9999")


def test_an_api_that_is_not_there_is_an_error(on_moto: Live) -> None:
    with pytest.raises(ClientError, match="NotFoundException"):
        Live(on_moto.client, "nosuchapi1").gateway.get("THROTTLED")
