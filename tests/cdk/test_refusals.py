"""Misuse of the construct: one typed error with the construct's path, what is wrong, and what to write instead."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from constructs import Construct

from constructs_gw import Customization, GatewayResponseError
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, error_body, problem_details

from .conftest import rest_api

SHOP = cors(allow_origin="https://shop.example.com")


def refusal(build: Callable[[], Any]) -> str:
    """What the error says that building raises."""
    with pytest.raises(GatewayResponseError) as caught:
        build()
    return str(caught.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda stack: apigatewayv2.HttpApi(stack, "Http"),
            "Orders/Errors: HttpApi has no gateway responses: only REST APIs do; "
            "set CORS and errors in the HTTP or WebSocket API itself, or use apigateway.RestApi",
        ),
        (
            lambda stack: apigatewayv2.WebSocketApi(stack, "Socket"),
            "Orders/Errors: WebSocketApi has no gateway responses: only REST APIs do; "
            "set CORS and errors in the HTTP or WebSocket API itself, or use apigateway.RestApi",
        ),
        (
            lambda _: "o81lxisefl",
            "Orders/Errors: rest_api='o81lxisefl' is not a REST API; give an apigateway.RestApi, or an imported one",
        ),
        (
            lambda _: None,
            "Orders/Errors: rest_api=None is not a REST API; give an apigateway.RestApi, or an imported one",
        ),
    ],
)
def test_what_is_no_rest_api_is_told_so(stack: cdk.Stack, make: Callable[[cdk.Stack], Any], message: str) -> None:
    api = make(stack)
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])) == message


def test_an_api_in_another_stack_is_refused_with_the_call_that_works(stack: cdk.Stack) -> None:
    elsewhere = cdk.Stack(stack.node.scope, "Apis")  # type: ignore[arg-type]
    api = rest_api(elsewhere)
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])) == (
        "Orders/Errors: the API Apis/Api belongs to another stack, Apis; "
        'create it in the API\'s scope: GatewayResponses(api, "Errors", ...)'
    )


def test_an_api_in_a_nested_stack_is_refused_from_outside(stack: cdk.Stack) -> None:
    api = rest_api(cdk.NestedStack(stack, "Nested"))
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])) == (
        "Orders/Errors: the API Orders/Nested/Api belongs to another stack, Orders/Nested; "
        'create it in the API\'s scope: GatewayResponses(api, "Errors", ...)'
    )


def test_a_deployment_of_another_stack_is_refused(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    elsewhere = cdk.Stack(stack.node.scope, "Blue")  # type: ignore[arg-type]
    deployment = apigateway.Deployment(elsewhere, "Deployment", api=api)
    build = lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP], deployment=deployment)  # noqa: E731
    assert refusal(build) == (
        "Orders/Errors: the Deployment Blue/Deployment belongs to another stack; "
        "create the GatewayResponses in the Deployment's stack, or the other way round"
    )


def test_nothing_to_customize_is_refused(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api)) == (
        "Orders/Errors: nothing is customized; give presets=[...] or customizations=[...]"
    )


def test_presets_that_contradict_each_other_are_named(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    presets = [problem_details(), error_body({"error": "$context.error.messageString"})]
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=presets)) == (
        "Orders/Errors: presets error_body and problem_details both set the body's shape of ACCESS_DENIED, "
        "differently; keep one of them, or say it in customizations=, which win over presets"
    )


def test_a_preset_that_was_not_called_is_told_so(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    wrong: Any = [cors]
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=wrong)) == (
        "Orders/Errors: presets has cors, which is a function; call it: cors(...)"
    )


def test_a_customization_among_presets_is_told_so(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    wrong: Any = [Customization("THROTTLED", status_code=503)]
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=wrong)) == (
        "Orders/Errors: presets has a Customization; give it in customizations=[...]"
    )


def test_a_refused_construct_leaves_nothing_behind(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    with pytest.raises(GatewayResponseError):
        GatewayResponses(stack, "Errors", rest_api=api)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "scope is None; give self"),
        (lambda _: "Orders", "scope is 'Orders'; give self"),
        (lambda stack: stack.node.root, "scope is an App; give a stack or the API"),
        (lambda stack: cdk.Stage(stack.node.root, "Prod"), "scope is a Stage; give a stack or the API"),
        (
            lambda stack: Construct(stack.node.root, "Team"),
            "scope=<Construct Team> is in no stack; give a stack or the API",
        ),
    ],
    ids=["none", "text", "app", "stage", "no stack"],
)
def test_a_scope_without_a_stack_is_refused(
    stack: cdk.Stack, api: apigateway.RestApi, make: Callable[[cdk.Stack], Any], message: str
) -> None:
    scope = make(stack)
    assert refusal(lambda: GatewayResponses(scope, "Errors", rest_api=api, presets=[SHOP])) == f"Errors: {message}"


@pytest.mark.parametrize(
    ("pick", "shown"),
    [(lambda api: api.deployment_stage, "<Stage Orders/Api/DeploymentStage.prod>"), (lambda _: True, "True")],
    ids=["stage", "true"],
)
def test_what_is_no_deployment_is_refused(
    stack: cdk.Stack, api: apigateway.RestApi, pick: Callable[[apigateway.RestApi], Any], shown: str
) -> None:
    build = lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP], deployment=pick(api))  # noqa: E731
    assert refusal(build) == (
        f"Orders/Errors: deployment={shown} is no Deployment; give api.latest_deployment or an apigateway.Deployment"
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([{"response_type": "UNAUTHORIZED"}], "customizations has {'response_type': 'UNAUTHORIZED'}"),
        ([SHOP], "customizations has the preset cors; give it in presets=[...]"),
    ],
    ids=["data", "preset"],
)
def test_what_is_no_customization_is_told_so(
    stack: cdk.Stack, api: apigateway.RestApi, wrong: Any, message: str
) -> None:
    build = lambda: GatewayResponses(stack, "Errors", rest_api=api, customizations=wrong)  # noqa: E731
    assert refusal(build).startswith(f"Orders/Errors: {message}")


def test_customizations_by_type_are_refused(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    wrong: Any = {"UNAUTHORIZED": {"status_code": 403}}
    build = lambda: GatewayResponses(stack, "Errors", rest_api=api, customizations=wrong)  # noqa: E731
    assert refusal(build).startswith("Orders/Errors: customizations")
