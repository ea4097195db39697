"""Values that only the deployment knows: they are quoted like static text, and their content is never inspected."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_ssm as ssm

from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses, client_sees
from constructs_gw.presets import cors, error_body, retry_after, status

from .conftest import resources, responses, rest_api

ALLOW_ORIGIN = "gatewayresponse.header.Access-Control-Allow-Origin"


def quoted(value: Any) -> dict[str, Any]:
    return {"Fn::Join": ["", ["'", value, "'"]]}


def allowed_origin(stack: cdk.Stack, api: apigateway.RestApi, origin: Any) -> Any:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[cors(allow_origin=origin)])
    return responses(stack)["DEFAULT_4XX"]["ResponseParameters"][ALLOW_ORIGIN]


def test_an_origin_from_a_parameter_is_quoted(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    parameter = cdk.CfnParameter(stack, "Origin")
    assert allowed_origin(stack, api, parameter.value_as_string) == quoted({"Ref": "Origin"})


def test_an_origin_with_a_known_part_is_quoted_as_one(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    parameter = cdk.CfnParameter(stack, "Domain")
    assert allowed_origin(stack, api, f"https://{parameter.value_as_string}") == {
        "Fn::Join": ["", ["'https://", {"Ref": "Domain"}, "'"]]
    }


def test_an_origin_from_ssm_is_quoted(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    value = ssm.StringParameter.value_for_string_parameter(stack, "/shop/origin")
    [reference] = [part for part in allowed_origin(stack, api, value)["Fn::Join"][1] if isinstance(part, dict)]
    assert reference["Ref"].startswith("SsmParameterValueshoporigin")


def test_an_origin_of_another_stack_is_quoted(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    shop = cdk.Stack(stack.node.scope, "Shop")  # type: ignore[arg-type]
    origin = cdk.CfnParameter(shop, "Origin").value_as_string
    assert allowed_origin(stack, api, origin) == quoted({"Fn::ImportValue": "Shop:ExportsOutputRefOriginAEED2D05"})


def test_a_condition_is_quoted(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    cdk.CfnCondition(stack, "IsProd", expression=cdk.Fn.condition_equals("a", "a"))
    choice = cdk.Fn.condition_if("IsProd", "https://shop.example.com", "https://test.example.com")
    assert allowed_origin(stack, api, choice) == quoted(
        {"Fn::If": ["IsProd", "https://shop.example.com", "https://test.example.com"]}
    )


def test_a_number_parameter_becomes_a_quoted_string(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    seconds = cdk.CfnParameter(stack, "Wait", type="Number").value_as_number
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=seconds)])
    assert responses(stack)["THROTTLED"]["ResponseParameters"]["gatewayresponse.header.Retry-After"] == quoted(
        {"Ref": "Wait"}
    )


def test_a_number_parameter_can_be_a_status_code(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    code: Any = cdk.CfnParameter(stack, "Code", type="Number").value_as_number
    GatewayResponses(stack, "Errors", rest_api=api, presets=[status({"THROTTLED": code})])
    assert responses(stack)["THROTTLED"]["StatusCode"] == {"Ref": "Code"}


def test_tokens_in_a_body_stand_in_quotes_and_number_tokens_bare(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    region = cdk.CfnParameter(stack, "Region").value_as_string
    limit = cdk.CfnParameter(stack, "Limit", type="Number").value_as_number
    GatewayResponses(stack, "Errors", rest_api=api, presets=[error_body({"region": region, "limit": limit})])
    assert responses(stack)["DEFAULT_4XX"]["ResponseTemplates"]["application/json"] == {
        "Fn::Join": ["", ['{"region": "', {"Ref": "Region"}, '", "limit": ', {"Ref": "Limit"}, "}"]]
    }


def test_tokens_in_customizations_are_quoted(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    team: Any = cdk.Fn.import_value("Team")
    entry = Customization("THROTTLED", headers={"X-Team": team}, templates=ResponseTemplate.json({"team": team}))
    GatewayResponses(stack, "Errors", rest_api=api, customizations=[entry])
    made = responses(stack)["THROTTLED"]
    assert made["ResponseParameters"] == {"gatewayresponse.header.X-Team": quoted({"Fn::ImportValue": "Team"})}


def test_a_changed_token_changes_the_deployment() -> None:
    def deployment(name: str) -> str:
        stack = cdk.Stack(cdk.App(), "Orders")
        api = rest_api(stack)
        origin = cdk.CfnParameter(stack, name).value_as_string
        GatewayResponses(stack, "Errors", rest_api=api, presets=[cors(allow_origin=origin)])
        return next(iter(resources(stack, "Deployment")))

    assert deployment("Origin") == deployment("Origin")
    assert deployment("Origin") != deployment("OtherOrigin")


def test_a_client_sees_the_default_of_a_parameter(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    from aws_cdk.assertions import Template

    parameter = cdk.CfnParameter(stack, "Origin", default="https://shop.example.com")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[cors(allow_origin=parameter.value_as_string)])
    answer = client_sees(Template.from_stack(stack), "THROTTLED")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
