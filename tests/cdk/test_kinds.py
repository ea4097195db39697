"""Each kind of REST API: what the template holds, that a changed answer redeploys it, and what a client sees."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw.cdk import GatewayResponses, client_sees, mask_deployments
from constructs_gw.presets import cors, retry_after

from .conftest import EXTENSION, body, cloud_messages, document, messages, resources, responses, rest_api, spec_rest_api

SHOP = cors(allow_origin="https://shop.example.com", expose_headers=None)


@dataclass(frozen=True)
class Built:
    """An API in a stack of an app of its own."""

    stack: cdk.Stack
    api: Any
    scope: Any
    deployment: Any = None
    logical_id: str | None = None


def in_a_stack(make: Callable[[cdk.Stack], Any]) -> Built:
    stack = cdk.Stack(cdk.App(), "Orders")
    return Built(stack, make(stack), stack)


def with_own_deployments(stack: cdk.Stack) -> apigateway.RestApi:
    api = rest_api(stack, deploy=False)
    for name in ("Blue", "Green"):
        deployment = apigateway.Deployment(stack, name, api=api)
        apigateway.Stage(stack, f"{name}Stage", deployment=deployment, stage_name=name.lower())
    return api


def by_attribute(stack: cdk.Stack) -> apigateway.RestApi:
    api = rest_api(stack, deploy=False)
    resource = api.node.default_child
    assert isinstance(resource, apigateway.CfnRestApi)
    apigateway.CfnDeployment(stack, "Deployment", rest_api_id=resource.attr_rest_api_id)
    return api


def cfn_rest_api(stack: cdk.Stack, *, attribute: bool = False, **options: Any) -> apigateway.CfnRestApi:
    api = apigateway.CfnRestApi(stack, "Api", name="orders", **options)
    api_id = api.attr_rest_api_id if attribute else api.ref
    deployment = apigateway.CfnDeployment(stack, "Deployment", rest_api_id=api_id)
    stage = apigateway.CfnStage(stack, "Stage", rest_api_id=api_id, deployment_id=deployment.ref, stage_name="prod")
    assert stage
    return api


def nested() -> Built:
    stack = cdk.NestedStack(cdk.Stack(cdk.App(), "Orders"), "Nested")
    api = rest_api(stack)
    return Built(stack, api, api)


def in_a_stage() -> Built:
    stack = cdk.Stack(cdk.Stage(cdk.App(), "Prod"), "Orders")
    return Built(stack, rest_api(stack), stack)


def imported(*, attributes: bool) -> Built:
    stack = cdk.Stack(cdk.App(), "Orders")
    api = (
        apigateway.RestApi.from_rest_api_attributes(stack, "Api", rest_api_id="o81lxisefl", root_resource_id="bhsxqk")
        if attributes
        else apigateway.RestApi.from_rest_api_id(stack, "Api", "o81lxisefl")
    )
    deployment = apigateway.Deployment(stack, "Deployment", api=api)
    return Built(stack, api, stack, deployment, "o81lxisefl")


KINDS: dict[str, Callable[[], Built]] = {
    "RestApi": lambda: in_a_stack(rest_api),
    "RestApi with two Deployments and Stages": lambda: in_a_stack(with_own_deployments),
    "RestApi with a CfnDeployment by attribute": lambda: in_a_stack(by_attribute),
    "SpecRestApi": lambda: in_a_stack(lambda stack: spec_rest_api(stack, document())),
    "CfnRestApi": lambda: in_a_stack(cfn_rest_api),
    "CfnRestApi by attribute": lambda: in_a_stack(lambda stack: cfn_rest_api(stack, attribute=True)),
    "CfnRestApi with a body": lambda: in_a_stack(lambda stack: cfn_rest_api(stack, body=document())),
    "nested stack": nested,
    "Stage": in_a_stage,
    "imported by id": lambda: imported(attributes=False),
    "imported by attributes": lambda: imported(attributes=True),
}
kinds = pytest.mark.parametrize("build", KINDS.values(), ids=list(KINDS))


def synthesized(build: Callable[[], Built], seconds: int = 30) -> Built:
    """The API with its answers."""
    built = build()
    presets = [SHOP, retry_after(seconds=seconds)]
    GatewayResponses(built.scope, "Errors", rest_api=built.api, presets=presets, deployment=built.deployment)
    return built


@kinds
def test_the_template_has_the_responses_once(build: Callable[[], Built]) -> None:
    stack = synthesized(build).stack
    in_bodies = [item["Properties"].get("Body", {}).get(EXTENSION, {}) for item in resources(stack, "RestApi").values()]
    in_resources = responses(stack)
    assert [kind for entries in [*in_bodies, in_resources] for kind in entries] == [
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "QUOTA_EXCEEDED",
        "THROTTLED",
    ]


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("SpecRestApi", "CfnRestApi with a body")])
def test_every_deployment_waits_for_the_resources(name: str) -> None:
    stack = synthesized(KINDS[name]).stack
    made = set(resources(stack, "GatewayResponse"))
    found = resources(stack, "Deployment")
    assert [made - {*item.get("DependsOn", [])} for item in found.values()] == [set()] * len(found)
    assert (len(made), len(found)) == (4, 2 if "two" in name else 1)


@kinds
def test_a_changed_answer_redeploys_every_deployment(build: Callable[[], Built]) -> None:
    before, again, after = (set(resources(synthesized(build, n).stack, "Deployment")) for n in (30, 30, 31))
    assert before == again
    assert not before & after


@kinds
def test_a_client_sees_the_answer(build: Callable[[], Built]) -> None:
    built = synthesized(build)
    answer = client_sees(Template.from_stack(built.stack), "THROTTLED", rest_api=built.logical_id)
    assert answer.status == 429
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert answer.headers["Retry-After"] == "30"


@kinds
def test_nothing_is_warned_about(build: Callable[[], Built]) -> None:
    app = synthesized(build).stack.node.root
    assert isinstance(app, cdk.App)
    assert cloud_messages(app) == []


# --- what is special about one kind ---------------------------------------------------------------------------------


def test_resources_of_a_cfn_rest_api_name_it(stack: cdk.Stack) -> None:
    GatewayResponses(stack, "Errors", rest_api=cfn_rest_api(stack), presets=[SHOP])
    assert {item["RestApiId"]["Ref"] for item in responses(stack).values()} == {"Api"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "RestApi with two Deployments and Stages",
            {"BlueStage87072261": "Blue10BB7880HASH", "GreenStage1A246802": "Green9DCBBC03HASH"},
        ),
        ("CfnRestApi", {"Stage": "DeploymentHASH"}),
        ("SpecRestApi", {"ApiDeploymentStageprod3EB9684E": "ApiDeploymentB17BE62DHASH"}),
    ],
)
def test_each_stage_has_its_own_deployment(name: str, expected: dict[str, str]) -> None:
    template = mask_deployments(Template.from_stack(synthesized(KINDS[name]).stack))["Resources"]
    assert {
        key: item["Properties"]["DeploymentId"]["Ref"]
        for key, item in template.items()
        if item["Type"] == "AWS::ApiGateway::Stage"
    } == expected


def test_the_body_of_a_cfn_rest_api_keeps_its_members(stack: cdk.Stack) -> None:
    GatewayResponses(stack, "Errors", rest_api=cfn_rest_api(stack, body=document()), presets=[SHOP])
    assert {**body(stack), EXTENSION: None} == {**document(), EXTENSION: None}


def test_responses_in_a_nested_stack_are_in_its_template() -> None:
    built = synthesized(nested)
    parent = cdk.Stack.of(built.stack.node.scope)  # type: ignore[arg-type]
    assert resources(parent, "GatewayResponse") == {}


def test_a_deployment_of_another_api_is_left_alone(stack: cdk.Stack) -> None:
    other = apigateway.CfnDeployment(stack, "Other", rest_api_id="o81lxisefl")
    GatewayResponses(stack, "Errors", rest_api=rest_api(stack), presets=[SHOP])
    assert stack.resolve(other.logical_id) == "Other"
    assert "DependsOn" not in resources(stack, "Deployment")["Other"]


def test_a_response_that_names_the_api_by_attribute_is_known_as_its_own(stack: cdk.Stack) -> None:
    api = rest_api(stack)
    resource = api.node.default_child
    assert isinstance(resource, apigateway.CfnRestApi)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)])
    apigateway.CfnGatewayResponse(stack, "Slow", rest_api_id=resource.attr_rest_api_id, response_type="THROTTLED")
    assert messages(stack) == [
        "ERROR: Orders/Errors: THROTTLED is customized by Orders/Slow already; "
        "give it as customizations=[Customization('THROTTLED', ...)] instead, so that the two are merged"
    ]


def test_an_imported_api_without_a_deployment_is_warned_about_whichever_import(stack: cdk.Stack) -> None:
    api = apigateway.RestApi.from_rest_api_attributes(stack, "Api", rest_api_id="o81", root_resource_id="bhs")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert messages(stack) == [
        "WARNING: Orders/Errors: the API is imported, so clients see these answers only once the stack that owns it "
        "deploys it again; pass deployment=apigateway.Deployment(..., stage_name=...) to deploy it from here "
        "[ack: constructs-gw:no-deployment]"
    ]


def test_a_cfn_rest_api_without_a_deployment_is_warned_about(stack: cdk.Stack) -> None:
    api = apigateway.CfnRestApi(stack, "Api", name="orders")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert messages(stack) == [
        "WARNING: Orders/Errors: no Deployment of the API is in its stack, so no client sees these answers; create "
        "one, or pass deployment= [ack: constructs-gw:no-deployment]"
    ]
