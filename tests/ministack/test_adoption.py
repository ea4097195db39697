"""Taking over the gateway responses of a live API: which answers its clients still get one Deployment later."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import cloudformation_include
from aws_cdk.assertions import Template

from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, retry_after

from .provoke import ProvokingApi, no_token, too_fast, unknown_route
from .provoking_api import STAGE, api_key, template
from .server import MiniStack

SHOP = "https://shop.example.com"
PRESETS = (cors(allow_origin=SHOP), retry_after(seconds=30))
NEVER_CALLED = "arn:aws:lambda:eu-central-1:000000000000:function:never-called"
ASK = {"THROTTLED": too_fast, "UNAUTHORIZED": no_token, "MISSING_AUTHENTICATION_TOKEN": unknown_route}

Answers: TypeAlias = dict[str, tuple[str | None, str | None]]
"""Access-Control-Allow-Origin and Retry-After that a client gets, by response type."""

BUILT_IN: Answers = {
    "THROTTLED": (None, None),
    "UNAUTHORIZED": (None, None),
    "MISSING_AUTHENTICATION_TOKEN": (None, None),
}
OLD: Answers = {
    "THROTTLED": ("*", "10"),
    "UNAUTHORIZED": ("*", None),
    "MISSING_AUTHENTICATION_TOKEN": ("*", None),
}
NEW: Answers = {
    "THROTTLED": (SHOP, "30"),
    "UNAUTHORIZED": (SHOP, None),
    "MISSING_AUTHENTICATION_TOKEN": (SHOP, None),
}
NEW_BUT_UNAUTHORIZED = NEW | {"UNAUTHORIZED": ("*", None)}

OLD_HEADERS: Mapping[str, Mapping[str, str]] = {
    "DEFAULT_4XX": {"Access-Control-Allow-Origin": "'*'"},
    "THROTTLED": {"Access-Control-Allow-Origin": "'*'", "Retry-After": "'10'"},
    "UNAUTHORIZED": {"Access-Control-Allow-Origin": "'*'"},
}
REPLACED = ("DEFAULT_4XX", "THROTTLED")
"""The old types that have a resource in the new set too; UNAUTHORIZED inherits there."""

Build: TypeAlias = Callable[[cdk.Stack, str], object]
"""The content of a stack; another word is an unrelated change, which takes a new Deployment."""


def rest_api(stack: cdk.Stack, word: str) -> apigateway.RestApi:
    """A RestApi on which the types of ASK can be provoked."""
    stage = apigateway.StageOptions(stage_name=STAGE)
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False, deploy_options=stage)
    handler = lambda_.Function.from_function_arn(stack, "Handler", NEVER_CALLED)
    authorizer = apigateway.TokenAuthorizer(stack, "Authorizer", handler=handler)
    api.root.add_resource("authorized").add_method("GET", apigateway.MockIntegration(), authorizer=authorizer)
    api.root.add_resource("keyed").add_method("GET", apigateway.MockIntegration(), api_key_required=True)
    api.root.add_resource(word).add_method("GET", apigateway.MockIntegration())
    throttle = apigateway.ThrottleSettings(rate_limit=0.01, burst_limit=1)
    plan = api.add_usage_plan("Plan", throttle=throttle)
    plan.add_api_stage(stage=api.deployment_stage)
    plan.add_api_key(api.add_api_key("Key", value=api_key(stack.stack_name, "Throttled")))
    cdk.CfnOutput(stack, "RestApiId", value=api.rest_api_id)
    return api


def written(stack: cdk.Stack, word: str, **responses: object) -> apigateway.CfnRestApi:
    """A template written by hand, in a CDK stack."""
    content = template({}, deployment_id=f"Deployment{word}")
    content["Resources"].update(responses)
    content["Resources"][f"Deployment{word}"]["DependsOn"].extend(responses)
    with TemporaryDirectory() as directory:
        file = Path(directory, "template.json")
        file.write_text(json.dumps(content))
        include = cloudformation_include.CfnInclude(stack, "Template", template_file=str(file))
    api = include.get_resource("Api")
    assert isinstance(api, apigateway.CfnRestApi)
    return api


def with_l2(stack: cdk.Stack, word: str, retained: Collection[str]) -> None:
    """Responses by `add_gateway_response`."""
    api = rest_api(stack, word)
    for kind, headers in OLD_HEADERS.items():
        response = api.add_gateway_response(kind, type=apigateway.ResponseType.of(kind), response_headers=headers)
        if kind in retained:
            response.apply_removal_policy(cdk.RemovalPolicy.RETAIN)


def with_l1(stack: cdk.Stack, word: str, retained: Collection[str]) -> None:
    """Responses by CfnGatewayResponse, with the DependsOn that the Deployment needs."""
    api = rest_api(stack, word)
    assert api.latest_deployment
    for kind in OLD_HEADERS:
        response = apigateway.CfnGatewayResponse(
            stack, kind, rest_api_id=api.rest_api_id, response_type=kind, response_parameters=parameters(kind)
        )
        api.latest_deployment.node.add_dependency(response)
        if kind in retained:
            response.apply_removal_policy(cdk.RemovalPolicy.RETAIN)


def with_template(stack: cdk.Stack, word: str, retained: Collection[str]) -> None:
    """Responses as one writes them in a template, next to an AWS::Serverless::Api too."""
    responses = {
        logical_id: {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "DeletionPolicy": "Retain" if kind in retained else "Delete",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": kind,
                "ResponseParameters": parameters(kind),
            },
        }
        for kind, logical_id in WRITTEN_IDS.items()
    }
    written(stack, word, **responses)


def parameters(kind: str) -> dict[str, str]:
    return {f"gatewayresponse.header.{name}": value for name, value in OLD_HEADERS[kind].items()}


L2_IDS = {
    "DEFAULT_4XX": "ApiDEFAULT4XXB36F1693",
    "THROTTLED": "ApiTHROTTLED4E15C806",
    "UNAUTHORIZED": "ApiUNAUTHORIZED1DAE7ADF",
}
L1_IDS = {"DEFAULT_4XX": "DEFAULT4XX", "THROTTLED": "THROTTLED", "UNAUTHORIZED": "UNAUTHORIZED"}
WRITTEN_IDS = {"DEFAULT_4XX": "Cors", "THROTTLED": "TooFast", "UNAUTHORIZED": "NoToken"}


@dataclass(frozen=True, slots=True)
class Live:
    """A live API that had its responses by another way."""

    name: str
    api: Callable[[cdk.Stack, str], apigateway.RestApi | apigateway.CfnRestApi]
    with_old: Callable[[cdk.Stack, str, Collection[str]], None]
    ids: Mapping[str, str]
    """The logical ids of the old responses, by type."""

    def old(self, *retained: str) -> Build:
        """The API with its old responses, those of some types with RETAIN."""
        return lambda stack, word: self.with_old(stack, word, retained)

    def new(self, logical_ids: Mapping[str, str] | None = None) -> Build:
        """The API with GatewayResponses instead."""
        return lambda stack, word: GatewayResponses(
            stack, "Errors", rest_api=self.api(stack, word), presets=PRESETS, logical_ids=logical_ids
        )


L2 = Live("l2", rest_api, with_l2, L2_IDS)
EACH = pytest.mark.parametrize(
    "live",
    [L2, Live("l1", rest_api, with_l1, L1_IDS), Live("template", written, with_template, WRITTEN_IDS)],
    ids=lambda live: live.name,
)


@EACH
def test_with_new_logical_ids_every_answer_is_lost_one_deployment_later(ministack: MiniStack, live: Live) -> None:
    stack = f"{live.name}-lost"
    assert answers(ministack, stack, live.old()) == OLD
    assert answers(ministack, stack, live.new()) == NEW_BUT_UNAUTHORIZED
    assert answers(ministack, stack, live.new(), "later") == BUILT_IN


@EACH
def test_with_the_old_logical_ids_every_answer_stays(ministack: MiniStack, live: Live) -> None:
    stack = f"{live.name}-kept"
    assert answers(ministack, stack, live.old()) == OLD
    assert answers(ministack, stack, live.new(live.ids)) == NEW
    assert answers(ministack, stack, live.new(live.ids), "later") == NEW


def test_a_type_that_could_inherit_keeps_the_resource_of_its_old_logical_id() -> None:
    stack = cdk.Stack(cdk.App(), "kept")
    L2.new(L2_IDS)(stack, "now")
    found = Template.from_stack(stack).find_resources("AWS::ApiGateway::GatewayResponse")
    assert {one["Properties"]["ResponseType"]: logical_id for logical_id, one in found.items()} == {
        "DEFAULT_4XX": "ApiDEFAULT4XXB36F1693",
        "DEFAULT_5XX": "ErrorsDEFAULT5XX75C6D78D",
        "QUOTA_EXCEEDED": "ErrorsQUOTAEXCEEDED0136488C",
        "THROTTLED": "ApiTHROTTLED4E15C806",
        "UNAUTHORIZED": "ApiUNAUTHORIZED1DAE7ADF",
    }


@EACH
def test_with_replaced_types_retained_first_every_answer_stays(ministack: MiniStack, live: Live) -> None:
    stack = f"{live.name}-retained"
    assert answers(ministack, stack, live.old()) == OLD
    assert answers(ministack, stack, live.old(*REPLACED)) == OLD
    assert answers(ministack, stack, live.new()) == NEW_BUT_UNAUTHORIZED  # its reset comes after the Deployment
    assert answers(ministack, stack, live.new(), "later") == NEW


def test_a_retained_response_that_nothing_replaces_stays_for_good(ministack: MiniStack) -> None:
    answers(ministack, "left-over", L2.old(*OLD_HEADERS))
    assert answers(ministack, "left-over", L2.new()) == NEW_BUT_UNAUTHORIZED
    assert answers(ministack, "left-over", L2.new(), "later") == NEW_BUT_UNAUTHORIZED


def test_leaving_the_old_logical_ids_out_again_loses_the_answers(ministack: MiniStack) -> None:
    answers(ministack, "left-out", L2.new(L2_IDS))
    assert answers(ministack, "left-out", L2.new()) == NEW
    assert answers(ministack, "left-out", L2.new(), "later") == BUILT_IN


@pytest.mark.parametrize(("retained", "later"), [(REPLACED, NEW), ((), BUILT_IN)], ids=["retained", "not retained"])
def test_responses_move_to_another_stack_once_retained(
    ministack: MiniStack, retained: Collection[str], later: Answers
) -> None:
    owner = f"owner-{len(retained)}"
    api = deploy(ministack, owner, L2.old(*retained))
    deploy(ministack, f"guest-{len(retained)}", of_another_stack(api.rest_api_id))
    assert answers(ministack, owner, rest_api) == NEW_BUT_UNAUTHORIZED
    assert answers(ministack, owner, rest_api, "later") == later


def test_a_removed_construct_answers_until_one_more_deployment(ministack: MiniStack) -> None:
    assert answers(ministack, "removed", L2.new()) == NEW
    assert answers(ministack, "removed", rest_api) == NEW
    assert answers(ministack, "removed", rest_api, "later") == BUILT_IN


def test_a_removed_preset_answers_until_one_more_deployment(ministack: MiniStack) -> None:
    assert answers(ministack, "preset", L2.new())["THROTTLED"] == (SHOP, "30")
    assert answers(ministack, "preset", without_retry_after)["THROTTLED"] == (SHOP, "30")
    assert answers(ministack, "preset", without_retry_after, "later")["THROTTLED"] == (SHOP, None)


def of_another_stack(rest_api_id: str) -> Build:
    """New responses for an API that another stack owns, and deploys."""

    def build(stack: cdk.Stack, _: str) -> None:
        api = apigateway.RestApi.from_rest_api_id(stack, "Api", rest_api_id)
        GatewayResponses(stack, "Errors", rest_api=api, presets=PRESETS)

    return build


def without_retry_after(stack: cdk.Stack, word: str) -> None:
    GatewayResponses(stack, "Errors", rest_api=rest_api(stack, word), presets=PRESETS[:1])


def answers(ministack: MiniStack, name: str, build: Build, word: str = "now") -> Answers:
    """What a client gets once the stack is created or updated."""
    api = deploy(ministack, name, build, word)
    received = {kind: ask(api, None).headers for kind, ask in ASK.items()}
    return {
        kind: (headers.get("access-control-allow-origin"), headers.get("retry-after"))
        for kind, headers in received.items()
    }


def deploy(ministack: MiniStack, name: str, build: Build, word: str = "now") -> ProvokingApi:
    """Synthesize a stack as `cdk synth` does, and create or update it."""
    app = cdk.App()
    build(cdk.Stack(app, name), word)
    stack = ministack.deploy(app.synth().get_stack_by_name(name).template, name)
    return ProvokingApi(ministack, name, stack.outputs.get("RestApiId", ""))
