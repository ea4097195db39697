"""Logical ids that stay what they were before `GatewayResponses` came."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw import GatewayResponseError, ResponseType
from constructs_gw.cdk import GatewayResponses, logical_ids_of
from constructs_gw.presets import cors, retry_after

from .conftest import resources, rest_api


def test_only_the_types_named_keep_a_logical_id(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    ids = {apigateway.ResponseType.THROTTLED: "TooFast"}
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)], logical_ids=ids)  # type: ignore[arg-type]
    assert list(resources(stack, "GatewayResponse")) == ["ErrorsQUOTAEXCEEDED0136488C", "TooFast"]


@pytest.mark.parametrize(
    ("logical_ids", "message"),
    [
        ({"THROTTLED": "Too-Fast"}, "logical_ids has 'Too-Fast'"),
        ({"THROTTLED": 1}, "logical_ids has 1"),
        ({"THROTTLED": "Old", "DEFAULT_4XX": "Old"}, "logical_ids has 'Old' twice"),
        (["THROTTLED"], "logical_ids=['THROTTLED'] is no mapping of response types"),
    ],
    ids=["characters", "number", "twice", "list"],
)
def test_what_cannot_be_logical_ids_is_refused(
    stack: cdk.Stack, api: apigateway.RestApi, logical_ids: Any, message: str
) -> None:
    presets = [cors(allow_origin="*"), retry_after(seconds=30)]
    with pytest.raises(GatewayResponseError) as caught:
        GatewayResponses(stack, "Errors", rest_api=api, presets=presets, logical_ids=logical_ids)
    fix = "give the logical id of each type's old resource: letters and digits"
    assert str(caught.value) == f"Orders/Errors: {message}; {fix}"


def old_template(*apis: str) -> dict[str, Any]:
    """A template with two gateway responses of each API."""
    stack = cdk.Stack(cdk.App(), "Orders")
    for name in apis:
        api = rest_api(stack, name)
        api.add_gateway_response("Cors", type=apigateway.ResponseType.DEFAULT_4_XX)
        apigateway.CfnGatewayResponse(stack, f"{name}Slow", rest_api_id=api.rest_api_id, response_type="THROTTLED")
    return dict(Template.from_stack(stack).to_json())


def test_the_old_logical_ids_are_kept(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    ids = logical_ids_of(old_template("Api"))
    assert ids == {ResponseType.DEFAULT_4XX: "ApiCorsD1F6C959", ResponseType.THROTTLED: "ApiSlow"}
    GatewayResponses(stack, "Errors", rest_api=api, presets=[cors(allow_origin="*")], logical_ids=ids)
    assert list(resources(stack, "GatewayResponse")) == ["ApiCorsD1F6C959", "ErrorsDEFAULT5XX75C6D78D", "ApiSlow"]


def test_those_of_one_api_of_several() -> None:
    ids = logical_ids_of(old_template("Api", "Other"), rest_api="Other34654A52")
    assert ids == {ResponseType.DEFAULT_4XX: "OtherCorsFDBAC914", ResponseType.THROTTLED: "OtherSlow"}


def test_an_api_named_by_its_attribute_is_the_same() -> None:
    template = old_template("Api")
    template["Resources"]["ApiSlow"]["Properties"]["RestApiId"] = {"Fn::GetAtt": ["ApiF70053CD", "RestApiId"]}
    assert list(logical_ids_of(template)) == ["DEFAULT_4XX", "THROTTLED"]


@pytest.mark.parametrize(
    ("template", "rest_api", "message"),
    [
        (
            old_template("Api", "Other"),
            None,
            "the template has gateway responses of several REST APIs: ApiF70053CD, Other34654A52; "
            "name one: rest_api=...",
        ),
        (
            old_template("Api"),
            "Api",
            "the template has no gateway responses of a REST API 'Api'; it has those of ApiF70053CD",
        ),
        (
            {"Resources": {}},
            None,
            "the template has no gateway responses; give the template as it was before GatewayResponses, "
            "of the stack that has them",
        ),
        ({}, None, "not a CloudFormation template: no Resources; give a synthesized template"),
        ("Orders", None, "template='Orders' is no template; write Template.from_stack(stack)"),
    ],
    ids=["several", "unknown", "none", "no template", "text"],
)
def test_no_logical_ids_without_one_api(template: Any, rest_api: str | None, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        logical_ids_of(template, rest_api=rest_api)
    assert str(caught.value) == message


def test_a_raw_deployment_keeps_the_logical_id_that_its_owner_gave_it(stack: cdk.Stack) -> None:
    # Another date in the id is how people force a deployment.
    api = rest_api(stack, deploy=False)
    deployment = apigateway.CfnDeployment(stack, "Raw", rest_api_id=api.rest_api_id)
    deployment.override_logical_id("Raw20261121")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)])
    [logical_id] = resources(stack, "Deployment")
    assert logical_id.startswith("Raw20261121")
