"""The CORS of error answers, from that of the preflight."""

from typing import Any

import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw import GatewayResponseError
from constructs_gw.cdk import cors_from_preflight
from constructs_gw.presets import cors


def test_origin_credentials_and_exposed_headers_are_said_once() -> None:
    options = apigateway.CorsOptions(
        allow_origins=["https://shop.example.com"], allow_credentials=True, expose_headers=["X-Total"]
    )
    assert cors_from_preflight(options) == cors(
        allow_origin="https://shop.example.com",
        allow_credentials=True,
        expose_headers=["x-amzn-ErrorType", "x-amzn-RequestId", "X-Total"],
    )


def test_the_options_can_be_those_of_the_api(api: apigateway.RestApi) -> None:
    options = apigateway.CorsOptions(allow_origins=apigateway.Cors.ALL_ORIGINS)
    resource = api.root.add_resource("orders", default_cors_preflight_options=options)
    assert resource.default_cors_preflight_options is not None
    assert cors_from_preflight(resource.default_cors_preflight_options) == cors(allow_origin="*")


def test_several_origins_are_refused_with_the_alternatives() -> None:
    options = apigateway.CorsOptions(allow_origins=["https://a.example", "https://b.example"])
    with pytest.raises(GatewayResponseError) as caught:
        cors_from_preflight(options)
    assert str(caught.value) == (
        "cors(): ['https://a.example', 'https://b.example'] is a list of origins; browsers take one: "
        "give each stage its own with MappingValue.stage_variable(...), echo the caller's with echo_origin=True, "
        'or allow "*" (the last two without credentials)'
    )


@pytest.mark.parametrize("wrong", [None, {"allow_origins": ["*"]}])
def test_what_is_no_cors_options_is_refused(wrong: Any) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        cors_from_preflight(wrong)
    assert str(caught.value) == (
        f"cors_from_preflight(): options={wrong!r} is no CorsOptions; give apigateway.CorsOptions(...)"
    )


def test_credentials_in_text_are_not_taken_for_yes() -> None:
    options = apigateway.CorsOptions(allow_origins=["https://shop.example.com"])
    options._values["allow_credentials"] = "false"  # what `python -O` lets through
    with pytest.raises(GatewayResponseError) as caught:
        cors_from_preflight(options)
    assert str(caught.value) == "cors_from_preflight(): allow_credentials='false' is no bool; give True or False"
