"""The sample app: what its template holds, and that each of its presets visibly does something."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from app import OrdersStack
from constructs_gw import ResponseType
from constructs_gw.cdk import client_sees
from constructs_gw.response_types import CLIENT_TYPES


@pytest.fixture(scope="module")
def template() -> Template:
    context = json.loads((Path(__file__).parents[1] / "cdk.json").read_text())["context"]
    return Template.from_stack(OrdersStack(cdk.App(context=context), "Orders"))


def test_the_template_is_the_recorded_one(template: Template, snapshot: SnapshotAssertion) -> None:
    assert template.to_json() == snapshot(extension_class=JSONSnapshotExtension)


@pytest.mark.parametrize("kind", [kind for kind in CLIENT_TYPES if kind is not ResponseType.REQUEST_TOO_LARGE])
def test_the_shop_can_read_every_error(template: Template, kind: ResponseType) -> None:
    headers = client_sees(template, kind).headers
    assert headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert headers["Access-Control-Allow-Credentials"] == "true"


def test_an_error_is_problem_details_with_a_hint_and_an_id(template: Template) -> None:
    assert client_sees(template, "INVALID_API_KEY").json() == {
        "title": "INVALID_API_KEY",
        "detail": "Forbidden",
        "hint": "Send the key of your usage plan in the x-api-key header.",
        "requestId": "FkpZPEAWIAMF8Hw=",
    }


def test_a_throttled_client_is_told_when_to_come_back(template: Template) -> None:
    headers = client_sees(template, "THROTTLED").headers
    assert headers["Retry-After"] == "30"
    assert headers["Access-Control-Expose-Headers"] == "x-amzn-ErrorType, x-amzn-RequestId, Retry-After, X-Request-Id"


def test_an_unauthorized_client_is_told_how_to_authenticate(template: Template) -> None:
    assert client_sees(template, "UNAUTHORIZED").headers["WWW-Authenticate"] == 'Bearer realm="orders"'


def test_missing_parameters_are_named(template: Template) -> None:
    answer = client_sees(template, "BAD_REQUEST_PARAMETERS").json()
    assert answer["validationErrors"] == "Missing required request parameters: [name]"


def test_the_deployment_waits_for_every_response(template: Template) -> None:
    [deployment] = template.find_resources("AWS::ApiGateway::Deployment").values()
    assert set(template.find_resources("AWS::ApiGateway::GatewayResponse")) <= set(deployment["DependsOn"])
