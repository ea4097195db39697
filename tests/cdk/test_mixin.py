"""The mixin: one REST API, or all those of an app, get a platform's answers; what an API says itself wins."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template
from constructs import Construct

from constructs_gw import Customization, GatewayResponseError, ResponseType
from constructs_gw.cdk import GatewayResponses, RestApiGatewayResponses, client_sees
from constructs_gw.presets import cors, error_body, hints, problem_details, retry_after
from constructs_gw.response_types import CLIENT_TYPES

from .conftest import (
    EXTENSION,
    body,
    cloud_messages,
    deployment_id,
    document,
    messages,
    resources,
    responses,
    rest_api,
    spec_rest_api,
)

SHOP = cors(allow_origin="https://shop.example.com", expose_headers=None)
SHOP_ORIGIN = {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'"}


def apply(scope: Any, *presets: Any, **options: Any) -> None:
    """What a platform team writes, in one line."""
    cdk.Mixins.of(scope).apply(RestApiGatewayResponses(presets=presets or [SHOP], **options))


# --- one API --------------------------------------------------------------------------------------------------------


def test_an_api_with_the_mixin_has_its_answers(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.with_(RestApiGatewayResponses(presets=[SHOP]))
    assert {kind: item["ResponseParameters"] for kind, item in responses(stack).items()} == {
        "DEFAULT_4XX": SHOP_ORIGIN,
        "DEFAULT_5XX": SHOP_ORIGIN,
    }


def test_logical_ids_follow_from_the_api_and_the_response_type(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.with_(RestApiGatewayResponses(presets=[SHOP]))
    assert list(resources(stack, "GatewayResponse")) == [
        "ApiGatewayResponsesDEFAULT4XX1E664638",
        "ApiGatewayResponsesDEFAULT5XX7C59FD7C",
    ]


def test_the_deployment_follows_the_answers() -> None:
    def synthesized(seconds: int) -> str:
        stack = cdk.Stack(cdk.App(), "Orders")
        rest_api(stack).with_(RestApiGatewayResponses(presets=[retry_after(seconds=seconds)]))
        return deployment_id(stack)

    assert synthesized(30) == synthesized(30)
    assert synthesized(30) != synthesized(31)


def test_customizations_and_chain_are_options_too(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    entry = Customization("THROTTLED", status_code=503)
    api.with_(RestApiGatewayResponses(presets=[SHOP], customizations=[entry], chain=True))
    assert {item["Properties"]["ResponseType"]: item.get("DependsOn") for item in _made(stack)} == {
        "DEFAULT_4XX": None,
        "DEFAULT_5XX": ["ApiGatewayResponsesDEFAULT4XX1E664638"],
        "THROTTLED": ["ApiGatewayResponsesDEFAULT5XX7C59FD7C"],
    }
    assert responses(stack)["THROTTLED"]["StatusCode"] == "503"


def _made(stack: cdk.Stack) -> Any:
    return resources(stack, "GatewayResponse").values()


def test_two_mixins_with_ids_of_their_own_are_combined(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    apply(stack, SHOP)
    apply(stack, retry_after(seconds=30), construct_id="Slow")
    assert responses(stack)["THROTTLED"]["ResponseParameters"] == {
        **SHOP_ORIGIN,
        "gatewayresponse.header.Retry-After": "'30'",
    }


def test_an_imported_api_is_skipped(stack: cdk.Stack) -> None:
    api = apigateway.RestApi.from_rest_api_id(stack, "Api", "o81lxisefl")
    api.with_(RestApiGatewayResponses(presets=[SHOP]))
    assert (responses(stack), messages(stack)) == ({}, [])


def test_an_api_that_is_made_later_is_missed(stack: cdk.Stack) -> None:
    apply(stack)
    rest_api(stack)
    assert responses(stack) == {}


def test_an_api_that_is_never_deployed_is_warned_about(stack: cdk.Stack) -> None:
    rest_api(stack, deploy=False)
    apply(stack)
    assert messages(stack) == [
        "WARNING: Orders/Api/GatewayResponses: no Deployment of the API is in its stack, so no client sees these "
        "answers; create one, or pass deployment= [ack: constructs-gw:no-deployment]"
    ]


def test_customizing_what_reaches_no_client_is_warned_about(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    entry = Customization("REQUEST_TOO_LARGE", headers={"X-Limit": "10 MB"})
    api.with_(RestApiGatewayResponses(customizations=[entry]))
    assert messages(stack) == [
        "WARNING: Orders/Api/GatewayResponses: a customization of REQUEST_TOO_LARGE reaches no client "
        "(developer guide, known issues) [ack: constructs-gw:request-too-large]"
    ]


# --- what an API says itself ----------------------------------------------------------------------------------------

OWN = Customization("THROTTLED", status_code=503, headers={"Access-Control-Allow-Origin": "https://own.example"})


def both(*, own_first: bool, **own: Any) -> cdk.Stack:
    """A stack whose API has answers of its own and a platform's."""
    stack = cdk.Stack(cdk.App(), "Orders")
    api = rest_api(stack)
    steps: list[Callable[[], object]] = [
        lambda: GatewayResponses(stack, "Errors", rest_api=api, **own),
        lambda: apply(stack, SHOP, retry_after(seconds=30)),
    ]
    for step in steps if own_first else reversed(steps):
        step()
    return stack


@pytest.mark.parametrize(
    "own",
    [
        {"customizations": [OWN]},
        {"presets": [hints()]},
        {"presets": [cors(allow_origin="https://own.example")]},
        {"presets": [cors(allow_origin="https://own.example"), hints()], "customizations": [OWN]},
    ],
    ids=["customization", "presets that agree", "presets that contradict", "all"],
)
def test_the_answers_are_the_same_whichever_came_first(own: Any) -> None:
    assert responses(both(own_first=True, **own)) == responses(both(own_first=False, **own))


@pytest.mark.parametrize("own_first", [True, False])
def test_an_own_customization_wins(own_first: bool) -> None:
    made = responses(both(own_first=own_first, customizations=[OWN]))["THROTTLED"]
    assert (made["StatusCode"], made["ResponseParameters"]) == (
        "503",
        {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'https://own.example'",
            "gatewayresponse.header.Retry-After": "'30'",
        },
    )


@pytest.mark.parametrize("own_first", [True, False])
def test_an_own_customization_wins_over_a_platforms_customization(own_first: bool) -> None:
    stack = cdk.Stack(cdk.App(), "Orders")
    api = rest_api(stack)
    steps: list[Callable[[], object]] = [
        lambda: GatewayResponses(stack, "Errors", rest_api=api, customizations=[OWN]),
        lambda: apply(stack, customizations=[Customization("THROTTLED", status_code=420, headers={"X-A": "a"})]),
    ]
    for step in steps if own_first else reversed(steps):
        step()
    made = responses(stack)["THROTTLED"]
    assert (made["StatusCode"], made["ResponseParameters"]) == (
        "503",
        {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'https://own.example'",
            "gatewayresponse.header.X-A": "'a'",
        },
    )


@pytest.mark.parametrize("own_first", [True, False])
def test_a_warning_names_what_an_own_customization_lacks(own_first: bool) -> None:
    assert messages(both(own_first=own_first, customizations=[OWN])) == [
        "WARNING: Orders/Api: THROTTLED is customized by the API itself and left alone; what is lacking there: "
        "Access-Control-Allow-Origin [ack: constructs-gw:left-alone]"
    ]


def test_presets_that_agree_are_combined_without_a_warning() -> None:
    stack = both(own_first=True, presets=[hints()])
    assert responses(stack)["DEFAULT_4XX"]["ResponseParameters"] == SHOP_ORIGIN
    assert "hint" in responses(stack)["DEFAULT_4XX"]["ResponseTemplates"]["application/json"]
    assert messages(stack) == []


def test_presets_that_contradict_are_the_apis_own_with_a_warning() -> None:
    stack = both(own_first=True, presets=[cors(allow_origin="https://own.example", expose_headers=None)])
    assert responses(stack)["DEFAULT_4XX"]["ResponseParameters"] == {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://own.example'"
    }
    assert messages(stack) == [
        "WARNING: Orders/Api: every type is customized by the API itself and left alone; what is lacking there: "
        "Access-Control-Allow-Origin [ack: constructs-gw:left-alone]"
    ]


def test_a_body_of_ones_own_is_named_as_what_lacks(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[error_body({"error": "$context.error.messageString"})])
    apply(stack, SHOP, problem_details())
    assert messages(stack) == [
        "WARNING: Orders/Api: every type is customized by the API itself and left alone; what is lacking there: "
        "the body [ack: constructs-gw:left-alone]"
    ]


def test_an_l2_response_is_left_alone_with_a_warning(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED, status_code="503")
    apply(stack, SHOP, problem_details(), retry_after(seconds=30))
    assert responses(stack)["THROTTLED"] == {
        "ResponseType": "THROTTLED",
        "RestApiId": {"Ref": "ApiF70053CD"},
        "StatusCode": "503",
    }
    assert messages(stack) == [
        "WARNING: Orders/Api: THROTTLED is customized by Orders/Api/Slow/Resource and left alone; "
        "what is lacking there: Access-Control-Allow-Origin, Retry-After, the body "
        "[ack: constructs-gw:left-alone]"
    ]


def test_an_l1_response_that_lacks_nothing_gives_no_warning(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    apigateway.CfnGatewayResponse(
        stack, "Slow", rest_api_id=api.rest_api_id, response_type="THROTTLED", response_parameters=SHOP_ORIGIN
    )
    apply(stack)
    assert messages(stack) == []


def test_entries_of_a_definition_are_left_alone_with_a_warning(stack: cdk.Stack) -> None:
    entry = {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}
    spec_rest_api(stack, document(**{EXTENSION: {"THROTTLED": entry}}))
    apply(stack)
    assert body(stack)[EXTENSION]["THROTTLED"] == entry
    assert messages(stack) == [
        "WARNING: Orders/Api: THROTTLED is customized by the API itself and left alone; "
        "what is lacking there: Access-Control-Allow-Origin [ack: constructs-gw:left-alone]"
    ]


def test_a_status_that_lacks_is_named(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED)
    apply(stack, customizations=[Customization("THROTTLED", status_code=503)])
    assert messages(stack) == [
        "WARNING: Orders/Api: THROTTLED is customized by Orders/Api/Slow/Resource and left alone; "
        "what is lacking there: Access-Control-Allow-Origin, the status code 503 [ack: constructs-gw:left-alone]"
    ]


# --- errors are reported, never raised through JavaScript -----------------------------------------------------------


def test_an_api_whose_definition_cannot_be_completed_is_left_alone_with_a_warning(stack: cdk.Stack) -> None:
    spec_rest_api(stack, {"Fn::Transform": {"Name": "AWS::Include"}})
    rest_api(stack, "Other")
    apply(stack)
    assert list(responses(stack)) == ["DEFAULT_4XX", "DEFAULT_5XX"]
    assert messages(stack) == [
        "WARNING: Orders/Api: left alone; the API's definition is made by Fn::Transform at deployment, so nothing "
        "can be added to it here; put the responses into the included file, under "
        "x-amazon-apigateway-gateway-responses, or use ApiDefinition.from_asset [ack: constructs-gw:left-alone]"
    ]


def test_a_definition_in_a_bucket_is_left_alone_with_a_warning(stack: cdk.Stack) -> None:
    location = apigateway.CfnRestApi.S3LocationProperty(bucket="docs", key="orders.yaml")
    apigateway.CfnRestApi(stack, "Api", body_s3_location=location)
    apply(stack)
    [message] = messages(stack)
    assert message.startswith("WARNING: Orders/Api: left alone; the API's definition is in a bucket")


def test_a_file_with_null_is_left_alone_with_a_warning(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(document(components={"enum": ["a", None]})))
    spec_rest_api(stack, tmp_path / "orders.json")
    apply(stack)
    [message] = messages(stack)
    assert message.startswith("WARNING: Orders/Api: left alone; the API's definition has null at components.enum[1]")


def test_the_same_mixin_applied_again_changes_nothing(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    mixin = RestApiGatewayResponses(presets=[SHOP])
    api.with_(mixin)
    cdk.Mixins.of(stack).apply(mixin)
    assert list(responses(stack)) == ["DEFAULT_4XX", "DEFAULT_5XX"]
    assert messages(stack) == []


def test_a_selector_of_the_resources_reaches_the_same_apis(stack: cdk.Stack) -> None:
    rest_api(stack)
    apigateway.CfnRestApi(stack, "Raw", name="raw")
    selector = cdk.ConstructSelector.resources_of_type("AWS::ApiGateway::RestApi")
    cdk.Mixins.of(stack, selector).apply(RestApiGatewayResponses(presets=[retry_after(seconds=30)]))
    assert list(resources(stack, "GatewayResponse")) == [
        "ApiGatewayResponsesQUOTAEXCEEDEDCFFDC156",
        "ApiGatewayResponsesTHROTTLED31688334",
        "RawGatewayResponsesQUOTAEXCEEDEDCFA5E1C4",
        "RawGatewayResponsesTHROTTLED0A751F6D",
    ]


def test_a_mixin_added_as_an_aspect_is_told_how_to_apply_it(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    mixin: Any = RestApiGatewayResponses(presets=[SHOP])
    cdk.Aspects.of(stack.node.root).add(mixin)
    assert messages(stack) == [
        "ERROR: Orders/Api: RestApiGatewayResponses is no aspect; apply it as a mixin: cdk.Mixins.of(app).apply(...)"
    ]


def test_two_mixins_with_the_same_id_are_an_error(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    apply(stack)
    apply(stack, retry_after(seconds=30))
    assert messages(stack) == [
        "ERROR: Orders/Api: it has a child 'GatewayResponses' already; give the mixin a construct_id=\"...\""
    ]


def test_a_child_of_the_same_id_is_an_error(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    Construct(api, "Errors")
    apply(stack, construct_id="Errors")
    assert messages(stack) == [
        "ERROR: Orders/Api: it has a child 'Errors' already; give the mixin a construct_id=\"...\""
    ]


def test_platforms_that_contradict_each_other_are_an_error(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    apply(stack, SHOP)
    apply(stack, cors(allow_origin="*", expose_headers=None), construct_id="Other")
    assert messages(stack) == [
        "ERROR: Orders/Api: presets cors and cors both set header Access-Control-Allow-Origin of ACCESS_DENIED, "
        "differently: '*' and 'https://shop.example.com'; "
        "keep one of them, or say it in customizations=, which win over presets"
    ]


def test_an_l2_response_made_after_the_mixin_is_an_error(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    apply(stack, retry_after(seconds=30))
    api.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED)
    assert messages(stack) == [
        "ERROR: Orders/Api/GatewayResponses: THROTTLED is customized by Orders/Api/Slow/Resource already; "
        "give it as customizations=[Customization('THROTTLED', ...)] instead, so that the two are merged"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "nothing is customized; give presets=[...] or customizations=[...]"),
        ({"presets": [cors]}, "presets has cors, which is a function; call it: cors(...)"),
        ({"presets": SHOP}, "presets is a Preset alone; write presets=[cors(...)]"),
        ({"presets": None}, "presets=None is no list; write presets=[...], or leave it out"),
        ({"presets": [OWN]}, "presets has a Customization; give it in customizations=[...]"),
        ({"customizations": OWN}, "customizations is a Customization alone; write customizations=[Customization(...)]"),
        ({"customizations": [SHOP]}, "customizations has the preset cors; give it in presets=[...]"),
        ({"presets": [SHOP], "construct_id": ""}, "construct_id='' is not an id; give a name, or leave it out"),
        ({"presets": [SHOP], "construct_id": 3}, "construct_id=3 is not an id; give a name, or leave it out"),
        (
            {"presets": [problem_details(), error_body({"error": "$context.error.messageString"})]},
            "presets error_body and problem_details both set the body's shape of ACCESS_DENIED, differently; "
            "keep one of them, or say it in customizations=, which win over presets",
        ),
    ],
)
def test_misuse_is_told_before_anything_is_applied(options: Any, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        RestApiGatewayResponses(**options)
    assert str(caught.value) == f"RestApiGatewayResponses: {message}"


# --- a whole app ----------------------------------------------------------------------------------------------------


def ten_apis() -> tuple[cdk.App, dict[str, cdk.Stack]]:
    """An app with ten APIs of every kind, and the stack of each by what is special about it."""
    app = cdk.App()
    names = ["plain", "spec", "cfn", "lambda", "imported", "l2", "l1", "agrees", "contradicts"]
    stacks = {name: cdk.Stack(app, name) for name in names}
    stacks["nested"] = cdk.NestedStack(cdk.Stack(cdk.Stage(app, "Prod"), "Parent"), "Nested")
    for name in ("plain", "nested"):
        rest_api(stacks[name])
    spec_rest_api(stacks["spec"], document())
    raw = apigateway.CfnRestApi(stacks["cfn"], "Api", name="orders")
    apigateway.CfnDeployment(stacks["cfn"], "Deployment", rest_api_id=raw.ref)
    apigateway.LambdaRestApi(stacks["lambda"], "Api", handler=_function(stacks["lambda"]), cloud_watch_role=False)
    apigateway.RestApi.from_rest_api_id(stacks["imported"], "Api", "o81lxisefl")
    slow = rest_api(stacks["l2"])
    slow.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED, status_code="503")
    raw_slow = rest_api(stacks["l1"])
    apigateway.CfnGatewayResponse(
        stacks["l1"], "Slow", rest_api_id=raw_slow.rest_api_id, response_type="THROTTLED", status_code="503"
    )
    GatewayResponses(stacks["agrees"], "Errors", rest_api=rest_api(stacks["agrees"]), presets=[hints()])
    own = [cors(allow_origin="https://own.example", expose_headers=None)]
    GatewayResponses(stacks["contradicts"], "Errors", rest_api=rest_api(stacks["contradicts"]), presets=own)
    return app, stacks


def _function(stack: cdk.Stack) -> lambda_.Function:
    return lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
    )


@pytest.fixture(scope="module")
def platform() -> tuple[cdk.App, dict[str, Any]]:
    """The app with the platform's answers, and each stack's template."""
    app, stacks = ten_apis()
    apply(app)
    return app, {name: Template.from_stack(stack).to_json() for name, stack in stacks.items()}


Platform = tuple[cdk.App, dict[str, Any]]


@pytest.mark.parametrize("name", ["plain", "spec", "cfn", "lambda", "nested", "agrees"])
def test_every_error_of_every_api_has_the_platforms_answer(platform: Platform, name: str) -> None:
    template = platform[1][name]
    origins = {
        client_sees(template, kind).headers.get("Access-Control-Allow-Origin")
        for kind in CLIENT_TYPES
        if kind is not ResponseType.REQUEST_TOO_LARGE
    }
    assert origins == {"https://shop.example.com"}


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_an_api_with_a_response_of_its_own_keeps_that_one_and_gets_the_rest(platform: Platform, name: str) -> None:
    template = platform[1][name]
    slow, denied = (client_sees(template, kind) for kind in ("THROTTLED", "ACCESS_DENIED"))
    assert (slow.status, slow.headers.get("Access-Control-Allow-Origin")) == (503, None)
    assert denied.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"


def test_an_api_whose_presets_contradict_keeps_its_own(platform: Platform) -> None:
    answer = client_sees(platform[1]["contradicts"], "THROTTLED")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://own.example"


def test_an_api_whose_presets_agree_keeps_them_too(platform: Platform) -> None:
    assert "hint" in client_sees(platform[1]["agrees"], "THROTTLED").json()


def test_an_imported_api_of_the_app_is_skipped(platform: Platform) -> None:
    assert "Resources" not in platform[1]["imported"]


def test_each_api_gets_the_answers_once(platform: Platform) -> None:
    made = {
        name: [
            item["Properties"]["ResponseType"]
            for item in template.get("Resources", {}).values()
            if item["Type"] == "AWS::ApiGateway::GatewayResponse"
        ]
        for name, template in platform[1].items()
    }
    once = ["DEFAULT_4XX", "DEFAULT_5XX"]
    agreed = [kind.value for kind in ResponseType if kind is not ResponseType.REQUEST_TOO_LARGE]
    assert {name: sorted(kinds) for name, kinds in made.items()} == {
        "plain": once,
        "nested": once,
        "cfn": once,
        "lambda": once,
        "contradicts": once,
        "l1": [*once, "THROTTLED"],
        "l2": [*once, "THROTTLED"],
        "agrees": agreed,
        "spec": [],
        "imported": [],
    }


def test_the_definition_of_the_app_has_them_once(platform: Platform) -> None:
    [api] = [i for i in platform[1]["spec"]["Resources"].values() if i["Type"] == "AWS::ApiGateway::RestApi"]
    assert list(api["Properties"]["Body"][EXTENSION]) == ["DEFAULT_4XX", "DEFAULT_5XX"]


def test_every_deployment_of_the_app_waits_for_its_responses(platform: Platform) -> None:
    for name, template in platform[1].items():
        found = template.get("Resources", {}).items()
        ours = {
            logical_id
            for logical_id, item in found
            if item["Type"] == "AWS::ApiGateway::GatewayResponse" and "Slow" not in logical_id
        }
        for _, item in found:
            if item["Type"] == "AWS::ApiGateway::Deployment":
                assert ours <= {*item.get("DependsOn", [])}, name


def test_every_deployment_of_the_app_follows_the_platforms_answers() -> None:
    def synthesized(seconds: int) -> dict[str, list[str]]:
        app, stacks = ten_apis()
        apply(app, retry_after(seconds=seconds))
        return {name: list(resources(stack, "Deployment")) for name, stack in stacks.items()}

    before, after = synthesized(30), synthesized(31)
    assert [name for name in before if before[name] == after[name]] == ["imported"]


def test_the_app_warns_of_what_was_left_alone(platform: Platform) -> None:
    assert sorted(cloud_messages(platform[0])) == [
        "WARNING: contradicts/Api: every type is customized by the API itself and left alone; what is lacking "
        "there: Access-Control-Allow-Origin [ack: constructs-gw:left-alone]",
        "WARNING: l1/Api: THROTTLED is customized by l1/Slow and left alone; what is lacking there: "
        "Access-Control-Allow-Origin [ack: constructs-gw:left-alone]",
        "WARNING: l2/Api: THROTTLED is customized by l2/Api/Slow/Resource and left alone; what is "
        "lacking there: Access-Control-Allow-Origin [ack: constructs-gw:left-alone]",
    ]


def test_the_whole_app_can_be_written_as_json(platform: Platform) -> None:
    assert "Token[" not in json.dumps(platform[1])
