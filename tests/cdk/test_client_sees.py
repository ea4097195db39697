"""The helper for a team's own tests."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw import GatewayResponseError, MappingValue
from constructs_gw.cdk import GatewayResponses, client_sees, mask_deployments
from constructs_gw.presets import cors, problem_details
from constructs_gw.render import Request

from .conftest import rest_api


def test_a_team_test_is_one_line(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[problem_details()])
    template = Template.from_stack(stack)
    assert client_sees(template, "THROTTLED").json() == {"title": "THROTTLED", "detail": "Too Many Requests"}


def test_an_api_without_customizations_shows_the_built_in_answer(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    answer = client_sees(Template.from_stack(stack), "UNAUTHORIZED")
    assert (answer.status, answer.body, answer.source) == (401, '{"message":"Unauthorized"}', None)


def test_the_variables_of_the_stage_are_filled_in(stack: cdk.Stack) -> None:
    options = apigateway.StageOptions(variables={"origin": "https://shop.example.com"})
    api = rest_api(stack, deploy_options=options)
    origin = MappingValue.stage_variable("origin")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[cors(allow_origin=origin)])
    answer = client_sees(Template.from_stack(stack), "UNAUTHORIZED")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"


def test_one_of_several_apis_has_to_be_named(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    rest_api(stack, "Other")
    template = Template.from_stack(stack)
    with pytest.raises(GatewayResponseError) as caught:
        client_sees(template, "THROTTLED")
    assert str(caught.value) == (
        "the template has several REST APIs: ApiF70053CD, Other34654A52; name one: rest_api=..."
    )
    assert client_sees(template, "THROTTLED", rest_api="Other34654A52").status == 429


def test_a_template_without_an_api_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(GatewayResponseError, match="the template has no REST API; give"):
        client_sees({"Resources": {}}, "THROTTLED")


ORIGINS = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi"},
        "Cors": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": "UNAUTHORIZED",
                "ResponseParameters": {
                    "gatewayresponse.header.Access-Control-Allow-Origin": "stageVariables.origin",
                    "gatewayresponse.header.X-Language": "method.request.header.Accept-Language",
                },
            },
        },
        **{
            name: {
                "Type": "AWS::ApiGateway::Stage",
                "Properties": {
                    "RestApiId": {"Ref": "Api"},
                    "StageName": name,
                    "Variables": {"origin": f"https://{name}.example.com"},
                },
            }
            for name in ("prod", "beta")
        },
    }
}


@pytest.mark.parametrize(
    ("request_", "origin"),
    [
        (Request(headers={"Accept-Language": "de"}), "https://prod.example.com"),
        (Request(headers={"Accept-Language": "de"}, context={"stage": "beta"}), "https://beta.example.com"),
        (Request(headers={"Accept-Language": "de"}, stage_variables={"origin": "null"}), "null"),
    ],
    ids=["first stage", "named stage", "own variable"],
)
def test_a_request_is_completed_by_the_stage(request_: Request, origin: str) -> None:
    answer = client_sees(ORIGINS, "UNAUTHORIZED", request=request_)
    assert dict(answer.headers)["X-Language"] == "de"
    assert answer.headers["Access-Control-Allow-Origin"] == origin


def test_a_request_that_is_none_is_refused() -> None:
    wrong: Any = {"headers": {}}
    with pytest.raises(GatewayResponseError) as caught:
        client_sees(ORIGINS, "UNAUTHORIZED", request=wrong)
    assert str(caught.value) == "request={'headers': {}} is no Request; give Request(headers=...)"


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        (lambda stack: stack, "<Stack Orders>"),
        (lambda _: "cdk.out/Orders.template.json", "'cdk.out/Orders.template.json'"),
        (lambda _: None, "None"),
        (lambda _: Template, "<class 'aws_cdk.assertions.Template'>"),
    ],
    ids=["stack", "path", "none", "class"],
)
@pytest.mark.parametrize("ask", [lambda given: client_sees(given, "THROTTLED"), mask_deployments])
def test_what_is_no_template_is_told_what_to_write(
    stack: cdk.Stack, wrong: Callable[[cdk.Stack], Any], shown: str, ask: Callable[[Any], Any]
) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        ask(wrong(stack))
    assert str(caught.value) == f"template={shown} is no template; write Template.from_stack(stack)"
