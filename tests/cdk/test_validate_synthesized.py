"""What the rules say of templates that CDK makes: those of this library are clean under all of them."""

from collections.abc import Sequence

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template as Synthesized

from constructs_gw import MappingValue, Preset
from constructs_gw.cdk import GatewayResponses, cors_from_preflight
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)
from constructs_gw.template import Template
from constructs_gw.validate import validate

from .conftest import document, rest_api, spec_rest_api

SHOP = "https://shop.example.com"
EVERY_PRESET = [
    challenge("Bearer"),
    cors(allow_origin=SHOP, allow_credentials=True),
    hints(),
    not_found(),
    problem_details(),
    redirect("ACCESS_DENIED", location="https://login.example.com/"),
    request_id(),
    retry_after(seconds=30),
    security_headers(),
    status({"INVALID_API_KEY": 401}),
    validation_errors(),
]
"""All but `error_body`, which gives the body another shape than `problem_details` does."""


def findings(stack: cdk.Stack) -> list[str]:
    found = validate([Template(Synthesized.from_stack(stack).to_json())])
    return [f"{finding.severity} {finding.rule} {finding.resource}: {finding.message}" for finding in found]


def api_for(stack: cdk.Stack, options: apigateway.CorsOptions) -> apigateway.RestApi:
    return rest_api(stack, default_cors_preflight_options=options)


def test_preflight_without_gateway_responses_leaves_errors_unreadable(stack: cdk.Stack) -> None:
    api_for(stack, apigateway.CorsOptions(allow_origins=[SHOP]))
    assert findings(stack) == [
        "error missing-error-cors ApiF70053CD: preflight is answered, but 4XX and 5XX answers have no "
        "Access-Control-Allow-Origin: scripts see a CORS error"
    ]


@pytest.mark.parametrize(
    "options",
    [
        apigateway.CorsOptions(allow_origins=[SHOP]),
        apigateway.CorsOptions(allow_origins=[SHOP], allow_credentials=True),
        apigateway.CorsOptions(allow_origins=apigateway.Cors.ALL_ORIGINS),
    ],
    ids=["one origin", "credentials", "all origins"],
)
def test_cors_from_preflight_makes_them_readable(stack: cdk.Stack, options: apigateway.CorsOptions) -> None:
    GatewayResponses(stack, "Errors", rest_api=api_for(stack, options), presets=[cors_from_preflight(options)])
    assert findings(stack) == []


def test_every_preset_at_once_is_clean(stack: cdk.Stack) -> None:
    api = api_for(stack, apigateway.CorsOptions(allow_origins=[SHOP], allow_credentials=True))
    GatewayResponses(stack, "Errors", rest_api=api, presets=EVERY_PRESET)
    assert findings(stack) == []


@pytest.mark.parametrize(
    "presets",
    [
        *([preset] for preset in EVERY_PRESET),
        [error_body({"error": {"id": "$context.extendedRequestId"}})],
        [cors(echo_origin=True), retry_after(seconds=30)],
        [cors(allow_origin=MappingValue.stage_variable("origin"))],
        [cors(allow_origin="*"), challenge("Bearer"), request_id()],
    ],
    ids=lambda presets: "+".join(preset.name for preset in presets),
)
def test_a_preset_is_clean(stack: cdk.Stack, presets: Sequence[Preset]) -> None:
    GatewayResponses(stack, "Errors", rest_api=rest_api(stack), presets=presets)
    assert findings(stack) == []


def test_every_preset_in_a_definition_is_clean(stack: cdk.Stack) -> None:
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, document()), presets=EVERY_PRESET)
    assert findings(stack) == []
