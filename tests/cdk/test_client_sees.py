"""The helper for a team's own tests."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw import GatewayResponseError, MappingValue
from constructs_gw.cdk import GatewayResponses, client_sees
from constructs_gw.presets import cors, problem_details

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
