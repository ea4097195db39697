"""What MiniStack does as AWS does where moto does not, and one thing that both do otherwise."""

import pytest
from botocore.exceptions import ClientError

from constructs_gw.gateway_response import GatewayResponse

from .conftest import Live


def test_it_knows_every_type(on_ministack: Live) -> None:
    found = on_ministack.client.get_gateway_response(restApiId=on_ministack.rest_api_id, responseType="THROTTLED")
    assert (found["defaultResponse"], found["statusCode"], len(on_ministack.listed())) == (True, "429", 21)
    assert on_ministack.gateway.get("THROTTLED") is None


def test_it_fills_in_the_default(on_ministack: Live) -> None:
    on_ministack.gateway.put("THROTTLED", GatewayResponse(parameters={"gatewayresponse.header.X-A": "'1'"}))
    found = on_ministack.gateway.get("THROTTLED")
    assert found
    assert (found.status_code, dict(found.templates)) == (
        "429",
        {"application/json": '{"message":$context.error.messageString}'},
    )


def test_it_resets_what_has_no_customization(on_ministack: Live) -> None:
    on_ministack.client.delete_gateway_response(restApiId=on_ministack.rest_api_id, responseType="THROTTLED")


def test_it_refuses_what_aws_refuses(on_ministack: Live) -> None:
    for kind, status in (("NO_SUCH_TYPE", "404"), ("THROTTLED", "9999")):
        with pytest.raises(ClientError):
            on_ministack.gateway.put(kind, GatewayResponse(status))
