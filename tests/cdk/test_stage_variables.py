"""Headers whose value is a variable of the stage: a stage without it is warned about."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw import MappingValue
from constructs_gw.cdk import GatewayResponses, RestApiGatewayResponses
from constructs_gw.presets import cors

from .conftest import messages, rest_api

ORIGIN = cors(allow_origin=MappingValue.stage_variable("origin"))


def warned(stack: cdk.Stack, api: apigateway.RestApi) -> list[str]:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[ORIGIN])
    return messages(stack)


def missing(stage: str) -> str:
    return (
        f"WARNING: Orders/Errors: stage \"{stage}\" has no variable 'origin', so Access-Control-Allow-Origin is left "
        "out; add variables={'origin': ...} to its StageOptions [ack: constructs-gw:stage-variable]"
    )


@pytest.mark.parametrize("variables", [None, {"orgin": "https://shop.example.com"}])
def test_a_stage_without_the_variable_is_warned_about(stack: cdk.Stack, variables: Any) -> None:
    api = rest_api(stack, deploy_options=apigateway.StageOptions(variables=variables))
    assert warned(stack, api) == [missing("prod")]


def test_a_stage_with_the_variable_is_not(stack: cdk.Stack) -> None:
    variables = {"origin": "https://shop.example.com"}
    assert warned(stack, rest_api(stack, deploy_options=apigateway.StageOptions(variables=variables))) == []


def test_each_stage_of_the_api_is_looked_at(stack: cdk.Stack) -> None:
    api = rest_api(stack, deploy_options=apigateway.StageOptions(variables={"origin": "https://shop.example.com"}))
    assert api.latest_deployment
    apigateway.Stage(stack, "Beta", deployment=api.latest_deployment, stage_name="beta")
    rest_api(stack, "Other", deploy_options=apigateway.StageOptions(stage_name="other"))
    assert warned(stack, api) == [missing("beta")]


def test_variables_that_the_deployment_knows_are_not_judged(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    stage: Any = api.deployment_stage.node.default_child
    stage.variables = cdk.Fn.condition_if("IsProd", {"origin": "*"}, {"origin": "null"})
    assert warned(stack, api) == []


def test_a_stage_whose_name_the_deployment_knows_is_not_judged(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    stage: Any = api.deployment_stage.node.default_child
    stage.stage_name = cdk.CfnParameter(stack, "Stage").value_as_string
    assert warned(stack, api) == []


def test_the_mixin_warns_too(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.with_(RestApiGatewayResponses(presets=[ORIGIN]))
    assert messages(stack) == [missing("prod").replace("Orders/Errors", "Orders/Api/GatewayResponses")]
