"""`local_gateway`, for tests of a team's own."""

import json
from pathlib import Path

import httpx
import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw import GatewayResponseError
from constructs_gw.cdk import GatewayResponses
from constructs_gw.local import local_gateway
from constructs_gw.presets import problem_details

from .sample import template


def test_a_synthesized_stack_is_served() -> None:
    stack = Stack(App(), "Orders")
    api = apigateway.RestApi(stack, "Api")
    api.root.add_method("GET", authorization_type=apigateway.AuthorizationType.IAM)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[problem_details()])
    with local_gateway(Template.from_stack(stack)) as gateway:
        answer = httpx.get(gateway.base_url())
    assert answer.status_code == 403
    assert answer.json() == {"title": "MISSING_AUTHENTICATION_TOKEN", "detail": "Missing Authentication Token"}


def test_a_path_is_served(tmp_path: Path) -> None:
    path = tmp_path / "template.json"
    path.write_text(json.dumps(template({})))
    with local_gateway(path) as gateway:
        assert httpx.get(gateway.base_url("Api", "prod")).status_code == 403


def test_an_api_or_stage_that_is_not_served_is_an_error() -> None:
    with local_gateway(template({})) as gateway:
        with pytest.raises(GatewayResponseError, match=r"^no REST API 'Apy' is served; name one of Api$"):
            gateway.base_url("Apy")
        with pytest.raises(GatewayResponseError, match=r"^no stage 'live' is served; name one of prod$"):
            gateway.base_url(stage="live")
