"""A stack update by CDK that changes only a gateway response: whether a client of the stage meets it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw.cdk import GatewayResponses, RestApiGatewayResponses
from constructs_gw.preset import Preset
from constructs_gw.presets import cors, hints

from .server import Answer, MiniStack

UNKNOWN_ROUTE = "MISSING_AUTHENTICATION_TOKEN"
BUILT_IN = '{"message":"Missing Authentication Token"}'
OLD, NEW = "Look at /docs.", "Look at /help."
FIRST, LAST = "Aaa", "Zzz"
"""Construct ids before and after the Deployment's: MiniStack makes what is independent in alphabetical order."""

Build: TypeAlias = Callable[..., object]


def of_a_rest_api(stack: cdk.Stack, *presets: Preset) -> None:
    """A RestApi with a Deployment and a Stage of its own."""
    GatewayResponses(stack, LAST, rest_api=rest_api(stack), presets=presets)


def of_a_second_deployment(stack: cdk.Stack, *presets: Preset) -> None:
    """A Deployment and a Stage of the user's."""
    api = rest_api(stack, deploy=False)
    GatewayResponses(stack, LAST, rest_api=api, presets=presets)
    deployment = apigateway.Deployment(stack, "Deployment", api=api)
    apigateway.Stage(stack, "Stage", deployment=deployment, stage_name="prod")


def of_a_raw_deployment(stack: cdk.Stack, *presets: Preset) -> None:
    """A CfnDeployment and a CfnStage of the user's."""
    api = rest_api(stack, deploy=False)
    GatewayResponses(stack, LAST, rest_api=api, presets=presets)
    deployment = apigateway.CfnDeployment(stack, "Deployment", rest_api_id=api.rest_api_id)
    deployment.node.add_dependency(*api.methods)
    apigateway.CfnStage(stack, "Stage", rest_api_id=api.rest_api_id, deployment_id=deployment.ref, stage_name="prod")


def of_a_cfn_rest_api(stack: cdk.Stack, *presets: Preset) -> None:
    """An API, a Deployment and a Stage made of L1 constructs alone."""
    api = apigateway.CfnRestApi(stack, "Api", name="orders")
    method = apigateway.CfnMethod(
        stack,
        "Get",
        rest_api_id=api.ref,
        resource_id=api.attr_root_resource_id,
        http_method="GET",
        authorization_type="NONE",
        integration=apigateway.CfnMethod.IntegrationProperty(type="MOCK"),
    )
    deployment = apigateway.CfnDeployment(stack, "Deployment", rest_api_id=api.ref)
    deployment.add_dependency(method)
    apigateway.CfnStage(stack, "Stage", rest_api_id=api.ref, deployment_id=deployment.ref, stage_name="prod")
    GatewayResponses(stack, LAST, rest_api=api, presets=presets)
    cdk.CfnOutput(stack, "RestApiId", value=api.ref)


def of_a_nested_stack(stack: cdk.Stack, *presets: Preset) -> None:
    """A RestApi in a nested stack, with the construct in the API's own scope."""
    nested = cdk.NestedStack(stack, "Nested")
    api = apigateway.RestApi(nested, "Api", cloud_watch_role=False)
    api.root.add_method("GET", apigateway.MockIntegration())
    GatewayResponses(api, LAST, rest_api=api, presets=presets)
    cdk.CfnOutput(stack, "RestApiId", value=api.rest_api_id)


def of_a_platform(stack: cdk.Stack, *presets: Preset) -> None:
    """A RestApi that a mixin over the whole app finds."""
    rest_api(stack)
    cdk.Mixins.of(stack.node.root).apply(RestApiGatewayResponses(presets=presets))


def of_an_imported_api(stack: cdk.Stack, *presets: Preset, owned: str) -> None:
    """An API of another stack, with a Deployment and a Stage of one's own."""
    api = apigateway.RestApi.from_rest_api_id(stack, "Api", owned)
    deployment = apigateway.Deployment(stack, "Deployment", api=api)
    apigateway.Stage(stack, "Stage", deployment=deployment, stage_name="mine")
    GatewayResponses(stack, LAST, rest_api=api, presets=presets, deployment=deployment)


def plain(stack: cdk.Stack, construct_id: str, text: str) -> None:
    """The failing control: a CfnGatewayResponse as one writes it by hand."""
    apigateway.CfnGatewayResponse(
        stack,
        construct_id,
        rest_api_id=rest_api(stack).rest_api_id,
        response_type=UNKNOWN_ROUTE,
        response_templates={"application/json": f'{{"hint":"{text}"}}'},
    )


@pytest.mark.parametrize(
    "build",
    [
        of_a_rest_api,
        of_a_second_deployment,
        of_a_raw_deployment,
        of_a_cfn_rest_api,
        of_a_platform,
    ],
)
def test_a_response_reaches_the_stage_at_first_and_when_it_changes(ministack: MiniStack, build: Build) -> None:
    name = build.__name__.replace("_", "-")
    for text in (OLD, NEW):
        api = deploy(ministack, name, build, hint(text))
        assert json.loads(unknown_route(ministack, api).body)["hint"] == text


def test_a_response_in_a_nested_stack_reaches_the_stage_at_first(ministack: MiniStack) -> None:
    """MiniStack cannot update it: it then finds no RootResourceId on the nested stack's RestApi."""
    api = deploy(ministack, "of-a-nested-stack", of_a_nested_stack, hint(NEW))
    assert json.loads(unknown_route(ministack, api).body)["hint"] == NEW


def test_a_changed_origin_reaches_the_stage(ministack: MiniStack) -> None:
    for origin in ("https://old.example.com", "https://new.example.com"):
        api = deploy(ministack, "origin", of_a_rest_api, cors(allow_origin=origin))
        assert unknown_route(ministack, api).headers["access-control-allow-origin"] == origin


def test_a_response_of_an_imported_api_reaches_the_stage_of_its_deployment_only(ministack: MiniStack) -> None:
    owned = deploy(ministack, "owner", rest_api)
    for text in (OLD, NEW):
        deploy(ministack, "guest", of_an_imported_api, hint(text), owned=owned)
        assert json.loads(unknown_route(ministack, owned, "mine").body)["hint"] == text
    assert unknown_route(ministack, owned).body == BUILT_IN


def test_a_changed_plain_response_does_not_reach_the_stage(ministack: MiniStack) -> None:
    deploy(ministack, "plain", plain, FIRST, OLD)
    api = deploy(ministack, "plain", plain, FIRST, NEW)
    stored = ministack.client("apigateway").get_gateway_response(restApiId=api, responseType=UNKNOWN_ROUTE)
    assert stored["responseTemplates"] == {"application/json": f'{{"hint":"{NEW}"}}'}
    assert unknown_route(ministack, api).body == f'{{"hint":"{OLD}"}}'


def test_the_first_deployment_does_not_wait_for_a_plain_response(ministack: MiniStack) -> None:
    assert unknown_route(ministack, deploy(ministack, "late", plain, LAST, OLD)).body == BUILT_IN


def rest_api(stack: cdk.Stack, **options: bool) -> apigateway.RestApi:
    """A REST API with one method."""
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False, **options)  # type: ignore[arg-type]
    api.root.add_method("GET", apigateway.MockIntegration())
    cdk.CfnOutput(stack, "RestApiId", value=api.rest_api_id)
    return api


def hint(text: str) -> Preset:
    return hints({UNKNOWN_ROUTE: text})


def deploy(ministack: MiniStack, name: str, build: Build, *args: object, **options: object) -> str:
    """Synthesize a stack as `cdk synth` does, create or update it, and give the id of the API in it."""
    app = cdk.App()
    build(cdk.Stack(app, name), *args, **options)
    assembly = app.synth()
    ministack.publish_assets(Path(assembly.directory), name)
    stack = ministack.deploy(assembly.get_stack_by_name(name).template, name)
    return stack.outputs.get("RestApiId", "")


def unknown_route(ministack: MiniStack, rest_api_id: str, stage: str = "prod") -> Answer:
    return ministack.request(rest_api_id, stage, "GET", "/nowhere")
