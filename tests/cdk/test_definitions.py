"""APIs made from an OpenAPI definition: the responses go into it, and everything that is there stays."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_s3_assets as s3_assets
from aws_cdk.assertions import Template

from constructs_gw import Customization, GatewayResponseError, compose
from constructs_gw.cdk import GatewayResponses, client_sees
from constructs_gw.convert.into import put_into
from constructs_gw.openapi import merge_responses
from constructs_gw.presets import cors, problem_details, retry_after

from .conftest import EXTENSION, body, deployment_id, document, messages, resources, spec_rest_api

SHOP = cors(allow_origin="https://shop.example.com", expose_headers=None)
SHOP_ORIGIN = {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'"}
WAIT = retry_after(seconds=30)
WAIT_30 = {"gatewayresponse.header.Retry-After": "'30'"}

REGION = {"gatewayresponse.header.X-Region": {"Fn::Sub": "'${AWS::Region}'"}}


def new_stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Orders")


def written(definition: Mapping[str, Any] | Path, *presets: Any) -> dict[str, Any]:
    """The gateway responses of the definition that presets are added to."""
    stack = new_stack()
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, definition), presets=presets or [WAIT])
    return dict(body(stack)[EXTENSION])


def answers(**entries: Any) -> dict[str, Any]:
    """A document with gateway responses."""
    return document(**{EXTENSION: entries})


# --- where the responses go -----------------------------------------------------------------------------------------


def test_the_responses_go_into_an_inline_definition() -> None:
    assert written(document(), SHOP) == {
        "DEFAULT_4XX": {"responseParameters": SHOP_ORIGIN},
        "DEFAULT_5XX": {"responseParameters": SHOP_ORIGIN},
    }


def test_no_resource_is_made_beside_the_definition() -> None:
    stack = new_stack()
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, document()), presets=[SHOP])
    assert resources(stack, "GatewayResponse") == {}


def test_an_added_entry_says_status_headers_and_body() -> None:
    stack = new_stack()
    entry = Customization("THROTTLED", status_code=503, headers={"X-A": "a"}, templates={"text/plain": "wait"})
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, document()), customizations=[entry])
    assert body(stack)[EXTENSION] == {
        "THROTTLED": {
            "statusCode": "503",
            "responseParameters": {"gatewayresponse.header.X-A": "'a'"},
            "responseTemplates": {"text/plain": "wait"},
        }
    }


def test_convert_puts_the_same_into_the_document_itself() -> None:
    there = {
        "THROTTLED": {"x-own": 1, "responseParameters": {"gatewayresponse.header.retry-after": "'30'"}},
        "DEFAULT_5XX": {"responseTemplates": {"text/plain": "no"}, "responseParameters": {}},
    }
    content = put_into(json.dumps(answers(**there)).encode(), compose([SHOP, WAIT]).minimal(), "openapi.json")
    assert written(answers(**there), SHOP, WAIT) == json.loads(content)[EXTENSION]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orders.json", json.dumps(document())),
        (
            "orders.yaml",
            "openapi: 3.0.1\ninfo: {title: orders, version: '1'}\npaths:\n  /:\n    get:\n      responses: {}\n"
            "      security: []\n      x-amazon-apigateway-integration: {type: mock}\n",
        ),
    ],
)
def test_a_file_becomes_inline_with_the_responses(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    stack = new_stack()
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, tmp_path / name), presets=[WAIT])
    [api] = resources(stack, "RestApi").values()
    added = {"QUOTA_EXCEEDED": {"responseParameters": WAIT_30}, "THROTTLED": {"responseParameters": WAIT_30}}
    assert api["Properties"] == {"Body": document(**{EXTENSION: added}), "Name": "Api"}


def test_a_file_of_an_api_in_a_stage_becomes_inline(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(document()))
    stack = cdk.Stack(cdk.Stage(cdk.App(), "Prod"), "Orders")
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, tmp_path / "orders.json"), presets=[SHOP])
    assert list(body(stack)[EXTENSION]) == ["DEFAULT_4XX", "DEFAULT_5XX"]


def test_sam_is_not_told_to_put_the_file_back(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(document()))
    stack = cdk.Stack(cdk.App(context={"aws:cdk:enable-asset-metadata": True}), "Orders")
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, tmp_path / "orders.json"), presets=[SHOP])
    [api] = resources(stack, "RestApi").values()
    assert "Metadata" not in api


def test_versions_that_yaml_reads_as_numbers_stay_the_text_they_are(tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_text("swagger: 2.0\ninfo: {title: orders, version: 1.0}\npaths: {}\n")
    stack = new_stack()
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, tmp_path / "orders.yaml"), presets=[SHOP])
    made = body(stack)
    assert (made["swagger"], made["info"]) == ("2.0", {"title": "orders", "version": "1.0"})


# --- what the user wrote is kept ------------------------------------------------------------------------------------


def kept(stack: cdk.Stack, definition: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The bodies of the same API without and with our construct."""
    plain = cdk.Stack(stack.node.scope, "Plain")  # type: ignore[arg-type]
    spec_rest_api(plain, definition)
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, definition), presets=[SHOP, WAIT])
    return body(plain), body(stack)


@pytest.mark.parametrize(
    "part",
    [
        {"x-unknown": {"list": [], "object": {}, "text": "a", "number": 1.5, "true": True, "none": None}},
        {"servers": [], "tags": [{"name": "orders"}]},
        {"x-owner": {"Fn::Sub": "${AWS::StackName}"}, "x-if": {"Fn::If": ["IsProd", "a", {"Ref": "AWS::NoValue"}]}},
        {EXTENSION: {"THROTTLED": {"statusCode": 503, "x-owner": "orders"}}},
        {EXTENSION: {"THROTTLED": {"responseTemplates": {"application/json": "#set($x = 1)\n{}"}}}},
        {EXTENSION: {"UNAUTHORIZED": {"responseParameters": REGION}}},
    ],
    ids=["unknown-keys", "empty", "functions", "status-number", "vtl", "function-in-a-response"],
)  # fmt: skip
def test_only_the_extension_differs_from_the_api_without_our_construct(
    stack: cdk.Stack, part: Mapping[str, Any]
) -> None:
    without, with_ours = kept(stack, document(**part))
    assert {**with_ours, EXTENSION: None} == {**without, EXTENSION: None}


@pytest.mark.parametrize("name", ["title", "number"])
def test_tokens_in_the_document_come_out_as_they_would_without_us(stack: cdk.Stack, name: str) -> None:
    text = cdk.CfnParameter(stack, "Title").value_as_string
    number = cdk.CfnParameter(stack, "Limit", type="Number").value_as_number
    GatewayResponses(
        stack,
        "Errors",
        rest_api=spec_rest_api(stack, document(**{"x-title": f"all {text}", "x-limit": number})),
        presets=[SHOP],
    )
    made = body(stack)
    assert {"title": made["x-title"], "number": made["x-limit"]}[name] == {
        "title": {"Fn::Join": ["", ["all ", {"Ref": "Title"}]]},
        "number": {"Ref": "Limit"},
    }[name]


def test_the_order_of_the_document_stays() -> None:
    stack = new_stack()
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, answers() | {"x-last": 1}), presets=[SHOP])
    assert list(body(stack)) == ["openapi", "info", "paths", EXTENSION, "x-last"]


# --- entries of the document are the base ---------------------------------------------------------------------------


def test_a_preset_completes_an_entry_of_the_document() -> None:
    entry = {
        "statusCode": 503,
        "responseParameters": {"gatewayresponse.path.a": "'b'", "gatewayresponse.querystring.c": "'d'"},
        "responseTemplates": {"application/json": "#set($x = 1)\n{}"},
        "x-owner": "orders",
    }
    parameters = {"gatewayresponse.path.a": "'b'", "gatewayresponse.querystring.c": "'d'", **WAIT_30}
    assert written(answers(THROTTLED=entry))["THROTTLED"] == {**entry, "responseParameters": parameters}


def test_what_the_document_says_wins_over_a_preset() -> None:
    entry = {"responseParameters": {"gatewayresponse.header.retry-after": "'5'"}}
    assert written(answers(THROTTLED=entry))["THROTTLED"] == entry


def test_the_documents_class_holds_for_a_type_that_a_preset_singles_out() -> None:
    entry = {"responseParameters": {"gatewayresponse.header.X-Team": "'orders'"}}
    assert written(answers(DEFAULT_4XX=entry))["THROTTLED"] == {
        "responseParameters": {**WAIT_30, "gatewayresponse.header.X-Team": "'orders'"}
    }


def test_a_function_in_a_response_is_inherited_as_a_function() -> None:
    entry = {"responseParameters": REGION}
    made = written(answers(DEFAULT_4XX=entry))
    assert made["DEFAULT_4XX"] == entry
    assert made["THROTTLED"]["responseParameters"]["gatewayresponse.header.X-Region"] == {
        "Fn::Join": ["", ["'", {"Fn::Sub": "${AWS::Region}"}, "'"]]
    }


def test_a_function_with_names_in_a_response_is_inherited_as_a_function() -> None:
    value = {"Fn::Sub": ["'${name}'", {"name": {"Ref": "AWS::Region"}}]}
    made = written(answers(DEFAULT_4XX={"responseParameters": {"gatewayresponse.header.X-Region": value}}))
    assert made["THROTTLED"]["responseParameters"]["gatewayresponse.header.X-Region"] == {
        "Fn::Join": ["", ["'", {"Fn::Sub": ["${name}", {"name": {"Ref": "AWS::Region"}}]}, "'"]]
    }


def test_joined_text_in_a_response_is_inherited_as_it_is() -> None:
    value = {"Fn::Join": ["", ["'https://", {"Ref": "AWS::Region"}, "'"]]}
    made = written(answers(DEFAULT_4XX={"responseParameters": {"gatewayresponse.header.X-Region": value}}))
    assert made["THROTTLED"]["responseParameters"]["gatewayresponse.header.X-Region"] == value


@pytest.mark.parametrize("status", ["a function", "a number token", "a condition"])
def test_a_status_that_only_the_deployment_knows_stays(stack: cdk.Stack, status: str) -> None:
    code = cdk.CfnParameter(stack, "Code", type="Number").value_as_number
    condition = cdk.Fn.condition_if("IsProd", "503", "429")
    given = {"a function": {"Ref": "Code"}, "a number token": code, "a condition": condition}[status]
    api = spec_rest_api(stack, answers(THROTTLED={"statusCode": given}))
    GatewayResponses(stack, "Errors", rest_api=api, presets=[WAIT])
    made = body(stack)[EXTENSION]["THROTTLED"]
    assert made == {
        "statusCode": {"Fn::If": ["IsProd", "503", "429"]} if status == "a condition" else {"Ref": "Code"},
        "responseParameters": WAIT_30,
    }


def test_a_vary_of_the_document_and_one_that_a_preset_needs_are_joined() -> None:
    entry = {"responseParameters": {"gatewayresponse.header.vary": "'Accept'"}}
    made = written(answers(DEFAULT_4XX=entry), cors(echo_origin=True))["DEFAULT_4XX"]["responseParameters"]
    assert {key: value for key, value in made.items() if key.endswith("ary")} == {
        "gatewayresponse.header.vary": "'Accept, Origin'"
    }


# --- redeploying ----------------------------------------------------------------------------------------------------


def deployed(definition: Mapping[str, Any] | Path, seconds: int) -> str:
    stack = new_stack()
    api = spec_rest_api(stack, definition)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=seconds)])
    return deployment_id(stack)


def test_a_changed_answer_changes_the_deployment() -> None:
    assert deployed(document(), 30) == deployed(document(), 30)
    assert deployed(document(), 30) != deployed(document(), 31)


def test_a_changed_answer_changes_the_deployment_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(document()))
    assert deployed(tmp_path / "orders.json", 30) == deployed(tmp_path / "orders.json", 30)
    assert deployed(tmp_path / "orders.json", 30) != deployed(tmp_path / "orders.json", 31)


def test_a_changed_file_changes_the_deployment(tmp_path: Path) -> None:
    for title in ("before", "after"):
        (tmp_path / f"{title}.json").write_text(json.dumps(document(info={"title": title, "version": "1"})))
    assert deployed(tmp_path / "before.json", 30) != deployed(tmp_path / "after.json", 30)


def test_a_changed_entry_of_the_document_changes_the_deployment() -> None:
    assert deployed(answers(THROTTLED={"statusCode": 503}), 30) != deployed(answers(THROTTLED={"statusCode": 420}), 30)


def test_deployments_of_ones_own_follow_the_answers() -> None:
    def synthesized(seconds: int) -> list[str]:
        stack = new_stack()
        api = spec_rest_api(stack, document(), deploy=False)
        apigateway.Deployment(stack, "Blue", api=api)
        apigateway.CfnDeployment(stack, "Raw", rest_api_id=api.rest_api_id)
        GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=seconds)])
        return list(resources(stack, "Deployment"))

    before, after = synthesized(30), synthesized(31)
    assert [len(before), set(before) & set(after)] == [2, set()]


# --- several constructs, and what a client sees ---------------------------------------------------------------------


def test_a_second_construct_adds_to_the_first(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, document())
    GatewayResponses(stack, "Platform", rest_api=api, presets=[SHOP])
    GatewayResponses(stack, "Team", rest_api=api, presets=[WAIT])
    assert body(stack)[EXTENSION]["THROTTLED"] == {"responseParameters": {**SHOP_ORIGIN, **WAIT_30}}


def test_the_api_may_be_named_by_its_cfn_rest_api_too(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, document())
    resource = api.node.default_child
    assert isinstance(resource, apigateway.CfnRestApi)
    GatewayResponses(stack, "Platform", rest_api=api, presets=[SHOP])
    GatewayResponses(stack, "Team", rest_api=resource, presets=[WAIT])
    assert list(body(stack)[EXTENSION]) == ["DEFAULT_4XX", "DEFAULT_5XX", "QUOTA_EXCEEDED", "THROTTLED"]


def test_a_change_of_the_body_between_two_constructs_stays(stack: cdk.Stack) -> None:
    api = apigateway.CfnRestApi(stack, "Api", body=document())
    GatewayResponses(stack, "Platform", rest_api=api, presets=[SHOP])
    api.body = {**api.body, "x-late": 1}
    GatewayResponses(stack, "Team", rest_api=api, presets=[WAIT])
    assert list(body(stack)) == ["openapi", "info", "paths", EXTENSION, "x-late"]


def test_a_body_that_is_replaced_afterwards_fails_the_synthesis(stack: cdk.Stack) -> None:
    api = apigateway.CfnRestApi(stack, "Api", body=document())
    apigateway.CfnDeployment(stack, "Deployment", rest_api_id=api.ref)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    api.body = document()
    assert messages(stack) == [
        "ERROR: Orders/Errors: the API's body was replaced after the gateway responses were put into it, so they are "
        "lost; create the GatewayResponses after it, or change the body with add_property_override"
    ]


def test_a_definition_with_responses_gives_no_message(stack: cdk.Stack) -> None:
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, answers(THROTTLED={})), presets=[SHOP])
    assert messages(stack) == []


def test_a_client_sees_the_document_and_what_is_added(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, answers(THROTTLED={"statusCode": 503}))
    GatewayResponses(stack, "Errors", rest_api=api, presets=[problem_details(), WAIT])
    answer = client_sees(Template.from_stack(stack), "THROTTLED")
    assert (answer.status, answer.headers["Retry-After"], answer.json()) == (
        503,
        "30",
        {"title": "THROTTLED", "detail": "Too Many Requests"},
    )


def test_a_client_sees_what_a_file_says(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(answers(THROTTLED={"statusCode": 503})))
    GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, tmp_path / "orders.json"), presets=[WAIT])
    answer = client_sees(Template.from_stack(stack), "THROTTLED")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


# --- what is refused ------------------------------------------------------------------------------------------------


def refusal(build: Callable[[], object]) -> str:
    with pytest.raises(GatewayResponseError) as caught:
        build()
    return str(caught.value)


def refused(definition: Any, **options: Any) -> str:
    """Why responses cannot be added to an API with this definition."""
    stack = new_stack()
    is_resource = not isinstance(definition, Mapping | Path)
    api: Any = apigateway.CfnRestApi(stack, "Api", body=definition) if is_resource else spec_rest_api(stack, definition)
    return refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, **{"presets": [SHOP], **options}))


INCLUDE = {"Name": "AWS::Include", "Parameters": {"Location": "s3://docs/orders.yaml"}}


def test_a_customization_of_a_type_that_the_document_has_is_refused() -> None:
    entry = Customization("THROTTLED", headers={"X-Team": "orders"})
    assert refused(answers(THROTTLED={"statusCode": 503}), customizations=[entry]) == (
        "Orders/Errors: THROTTLED is in customizations= and in the API's definition; "
        "take it out of one of them; presets may stay, they are added to the definition's"
    )


def test_a_definition_that_a_macro_makes_is_refused() -> None:
    assert refused({"Fn::Transform": INCLUDE}) == (
        "Orders/Errors: the API's definition is made by Fn::Transform at deployment, so nothing can be added to it "
        "here; put the responses into the included file, under x-amazon-apigateway-gateway-responses, or use "
        "ApiDefinition.from_asset"
    )


def test_a_definition_that_a_condition_chooses_is_refused() -> None:
    assert refused({"Fn::If": ["IsProd", document(), document()]}) == (
        "Orders/Errors: the API's definition is made by Fn::If at deployment, so nothing can be added to it here; "
        "put the responses into the definition, under x-amazon-apigateway-gateway-responses, or use "
        "ApiDefinition.from_asset"
    )


def test_a_definition_that_is_a_token_is_refused() -> None:
    assert refused(cdk.Fn.condition_if("IsProd", document(), document())) == (
        "Orders/Errors: the API's definition is a token, known only at deployment; "
        "give it as data: ApiDefinition.from_inline({...})"
    )


@pytest.mark.parametrize(
    ("responses", "at"),
    [
        ({"Fn::Transform": INCLUDE}, ""),
        ({"THROTTLED": {"Fn::Transform": INCLUDE}}, ".THROTTLED"),
        ({"THROTTLED": {"responseParameters": {"Fn::Transform": INCLUDE}}}, ".THROTTLED"),
    ],
)
def test_responses_that_a_macro_makes_are_refused(responses: Mapping[str, Any], at: str) -> None:
    assert refused(document(**{EXTENSION: responses})) == (
        f"Orders/Errors: x-amazon-apigateway-gateway-responses{at}: made by Fn::Transform at deployment, so nothing "
        "can be added to it here; write its members out; a single value may be a function"
    )


PUT = (
    "put the responses into the document instead, under x-amazon-apigateway-gateway-responses, "
    "as constructs_gw.openapi.merge_responses(document, compose(presets).minimal()) returns them"
)


def test_the_call_that_the_refusals_name_returns_the_document_with_the_responses() -> None:
    nullable = document(components={"schemas": {"Size": {"enum": ["a", None]}}})
    merged = merge_responses(nullable, compose([SHOP]).minimal())
    assert merged["components"] == nullable["components"]
    assert list(merged[EXTENSION]) == ["DEFAULT_4XX", "DEFAULT_5XX"]


def test_a_definition_in_a_bucket_is_refused(stack: cdk.Stack) -> None:
    location = apigateway.CfnRestApi.S3LocationProperty(bucket="docs", key="orders.yaml")
    api = apigateway.CfnRestApi(stack, "Api", body_s3_location=location)
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])) == (
        "Orders/Errors: the API's definition is in a bucket, so nothing can be added to it here; use "
        f"ApiDefinition.from_asset, or {PUT}"
    )


def test_an_unrelated_asset_is_not_taken_for_the_definition(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(json.dumps(document()))
    s3_assets.Asset(stack, "APIDefinition", path=str(tmp_path / "orders.json"))
    location = apigateway.CfnRestApi.S3LocationProperty(bucket="docs", key="orders.yaml")
    api = apigateway.CfnRestApi(stack, "Api", body_s3_location=location)
    assert "is in a bucket" in refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "is no OpenAPI document; give an object"),
        ("hello", "is no OpenAPI document; give an object"),
        ("", "is no OpenAPI document; give an object"),
        (
            "a: [1",
            "is not YAML: line 2, column 1: did not find expected ',' or ']'; give a JSON or YAML document",
        ),
        ("a: 1\na: 2", "is not YAML: line 2, column 1: duplicate member 'a'; give a JSON or YAML document"),
        ('{"a": ', "is not JSON: Expecting value at line 1; give a JSON or YAML document"),
        (
            "a: {b: [1, null]}",
            f"has null at a.b[1], which CloudFormation takes in no template; {PUT}",
        ),
        (
            "a: {b: 9223372036854775807}",
            f"has 9223372036854775807 at a.b, which CDK would round; {PUT}",
        ),
        (
            "a: {properties: {Ref: {type: string}}}",
            f"has Ref at a.properties, which is a function of CloudFormation in a template; {PUT}",
        ),
        (
            f"a: {'x' * 900_000}",
            f"has 900012 bytes; more than 900000 do not fit into a template; {PUT}",
        ),
    ],
    ids=["list", "text", "empty", "yaml", "twice", "json", "null", "integer", "function", "size"],
)
def test_a_file_that_cannot_be_inlined_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "orders.yaml").write_text(text)
    assert refused(tmp_path / "orders.yaml") == f"Orders/Errors: the API's definition {message}"


def test_entries_that_api_gateway_would_reject_are_all_named() -> None:
    assert refused(answers(THROTLED={"statusCode": 503}, DEFAULT_4XX=[])) == (
        "2 problems:\n"
        "  - Orders/Errors: x-amazon-apigateway-gateway-responses.THROTLED: "
        "unknown response type 'THROTLED'; write \"THROTTLED\"\n"
        "  - Orders/Errors: x-amazon-apigateway-gateway-responses.DEFAULT_4XX: [] is no object; "
        "write {statusCode: ...}"
    )


def test_a_header_that_is_all_token_needs_its_quotes() -> None:
    entry = {"responseParameters": {"gatewayresponse.header.X-Region": {"Ref": "AWS::Region"}}}
    assert refused(answers(THROTTLED=entry)) == (
        "Orders/Errors: x-amazon-apigateway-gateway-responses.THROTTLED: gatewayresponse.header.X-Region: a value "
        "that only the deployment knows stands without quotes; put single quotes around it: f\"'{value}'\", or "
        "\"'${Name}'\" in Fn::Sub"
    )


def test_an_l2_response_next_to_the_definition_is_refused(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, document())
    api.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED, status_code="503")
    assert refusal(lambda: GatewayResponses(stack, "Errors", rest_api=api, presets=[WAIT])) == (
        "Orders/Errors: THROTTLED is customized by Orders/Api/Slow/Resource already; "
        "give it as customizations=[Customization('THROTTLED', ...)] instead, so that the two are merged"
    )


def test_an_l2_response_of_a_type_that_nothing_else_customizes_may_stay(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, document())
    api.add_gateway_response("Denied", type=apigateway.ResponseType.ACCESS_DENIED, status_code="404")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[WAIT])
    assert messages(stack) == []


def test_a_definition_has_no_resource_to_hand_out(stack: cdk.Stack) -> None:
    errors = GatewayResponses(stack, "Errors", rest_api=spec_rest_api(stack, document()), presets=[SHOP])
    assert refusal(lambda: errors.response("DEFAULT_4XX")) == (
        "Orders/Errors: the responses are in the API's definition; change CfnRestApi.body, or give customizations=[...]"
    )


def test_a_definition_has_no_logical_ids_to_keep(stack: cdk.Stack) -> None:
    api = spec_rest_api(stack, document())
    build = lambda: GatewayResponses(  # noqa: E731
        stack, "Errors", rest_api=api, presets=[SHOP], logical_ids={"DEFAULT_4XX": "Old"}
    )
    assert refusal(build) == (
        "Orders/Errors: an API made from an OpenAPI definition has no resources to keep logical_ids of; "
        "leave logical_ids out, and retain the old resources while you remove them"
    )
