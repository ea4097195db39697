"""What a source declares, with parameters that stay open: what is kept, and what is a loss and in which words."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import TemplateFile, read_template, read_templates
from constructs_gw.convert import DeclaredApi, read_declared
from constructs_gw.convert.declared import known_default
from constructs_gw.openapi import EXTENSION
from constructs_gw.response_types import ResponseType

HEADER = "gatewayresponse.header."
SLOW = ResponseType.THROTTLED


def response(headers: Any = None, *, kind: str = "THROTTLED", api: Any = None, **more: Any) -> dict[str, Any]:
    """A gateway response with such headers, and other members of its resource in lower case."""
    properties = {"RestApiId": api or {"Ref": "Api"}, "ResponseType": kind}
    if headers is not None:
        is_plain = not any(name.startswith("Fn::") for name in headers)
        named = {HEADER + name: value for name, value in headers.items()} if is_plain else headers
        properties["ResponseParameters"] = named
    resource = {name.title(): value for name, value in more.items() if name.islower()}
    properties |= {name: value for name, value in more.items() if not name.islower()}
    return {"Type": "AWS::ApiGateway::GatewayResponse", **resource, "Properties": properties}


def template(slow: Any = None, **sections: Any) -> dict[str, Any]:
    resources = {"Api": {"Type": "AWS::ApiGateway::RestApi"}, **({"Slow": slow} if slow else {})}
    return {**sections, "Resources": {**resources, **sections.get("Resources", {})}}


def read(data: Any, name: str = "t.json") -> TemplateFile:
    return read_template(json.dumps(data).encode(), Path(name))


def declared(data: Any) -> DeclaredApi:
    [api] = read_declared([read(data)])
    return api


def headers(api: DeclaredApi, kind: ResponseType = SLOW) -> dict[str, str]:
    return {name: str(value) for name, value in api.customizations[kind].headers.items()}


def losses(api: DeclaredApi) -> list[str]:
    return [f"{loss.at}: {loss.message}".removeprefix(": ") for loss in api.losses]


def parameter(kind: str = "String", **more: Any) -> dict[str, Any]:
    return {"P": {"Type": kind, **more}}


IN_TEXT = {"Fn::Sub": "'x-${P}'"}


# What stays open


@pytest.mark.parametrize(
    "given",
    [
        parameter(),
        parameter(Default="a"),
        parameter(Default="a", AllowedValues=["a", "b"]),
        parameter(AllowedValues=["a"]),
        parameter("Number", Default=7),
        parameter("AWS::SSM::Parameter::Value<String>", Default="/shop/origin"),
        parameter(NoEcho=True),
    ],
    ids=["plain", "a default", "allowed values", "one allowed value", "number", "SSM", "secret"],
)
def test_a_parameter_stays_what_it_is(given: dict[str, Any]) -> None:
    api = declared(template(response({"X": IN_TEXT}), Parameters={**given, "Other": {"Type": "String"}}))
    assert headers(api) == {"X": "'x-${Token[P]}'"}
    assert (api.parameters, losses(api)) == (given, [])


@pytest.mark.parametrize("name", ["AWS::Region", "AWS::AccountId", "AWS::StackName"])
def test_a_pseudo_parameter_stays_what_it_is(name: str) -> None:
    api = declared(template(response({"X": {"Fn::Sub": f"'${{{name}}}'"}})))
    assert headers(api) == {"X": f"'${{Token[{name}]}}'"}
    assert losses(api) == []


def test_an_import_stays_what_it_is() -> None:
    api = declared(template(response({"X": {"Fn::Join": ["", ["'", {"Fn::ImportValue": "shop:origin"}, "'"]]}})))
    assert headers(api) == {"X": "'${Token[Fn::ImportValue.shop:origin]}'"}
    assert losses(api) == []


def test_a_status_and_a_body_stay_open_too() -> None:
    slow = response(StatusCode={"Ref": "P"}, ResponseTemplates={"application/json": {"Fn::Sub": '{"a": "${P}"}'}})
    entry = declared(template(slow, Parameters=parameter(Default="429"))).customizations[SLOW]
    assert (entry.status_code, dict(entry.templates)) == ("${Token[P]}", {"application/json": '{"a": "${Token[P]}"}'})


@pytest.mark.parametrize("no_echo", [True, "true"])
def test_the_default_of_a_secret_is_kept_nowhere(no_echo: object) -> None:
    api = declared(template(response({"X": IN_TEXT}), Parameters=parameter(NoEcho=no_echo, Default="hunter2")))
    assert "hunter2" not in repr(api)
    assert losses(api) == ["Api: the default of the parameter P is not written, since it has NoEcho"]


@pytest.mark.parametrize(
    ("given", "default"),
    [
        (parameter(Default="a"), "a"),
        (parameter("Number", Default=7), "7"),
        (parameter("AWS::EC2::VPC::Id", Default="vpc-1"), "vpc-1"),
        (parameter(), None),
        (parameter("AWS::SSM::Parameter::Value<String>", Default="/shop"), None),
        (parameter("CommaDelimitedList", Default="a,b"), None),
        (parameter("List<Number>", Default="1,2"), None),
        (parameter(NoEcho=True, Default="hunter2"), None),
    ],
)
def test_only_a_default_that_is_text_and_no_secret_is_known(given: dict[str, Any], default: str | None) -> None:
    assert known_default(given["P"]) == default


# What falls back to the default, or is left out


LOOKED_UP = {"Fn::FindInMap": ["Origins", {"Ref": "P"}, "Url"]}


@pytest.mark.parametrize(
    ("value", "sections", "kept", "lost"),
    [
        (LOOKED_UP, {"Parameters": parameter(Default="dev"), "Mappings": {"Origins": {"dev": {"Url": "'d'"}}}},
         {"X": "'d'"}, "its values are those of the parameters' defaults"),
        ({"Fn::Sub": ["'${U}'", {"U": LOOKED_UP}]},
         {"Parameters": parameter(Default="dev"), "Mappings": {"Origins": {"dev": {"Url": "d"}}}},
         {"X": "'d'"}, "its value depends on parameters in a way that only the source's format has"),
        ({"Fn::Join": ["", ["'", {"Fn::Join": [", ", {"Ref": "P"}]}, "'"]]},
         {"Parameters": parameter("CommaDelimitedList", Default="A,B")},
         {"X": "'A, B'"}, "its value depends on parameters in a way that only the source's format has"),
        ({"Ref": "P"}, {"Parameters": parameter(Default="'*'")},
         {"X": "'*'"}, "its values are those of the parameters' defaults"),
        ({"Fn::Sub": "'${Api.RootResourceId}'"}, {}, {}, "left out: its value is known only at deployment (Api.Root"),
        ("'{{resolve:ssm:/shop}}'", {}, {}, "left out: its value is known only at deployment (resolve)"),
        ("'${Token[AWS::Region]}'", {}, {}, "left out: its value is known only at deployment (AWS::Region)"),
        ({"Fn::Sub": "'${AWS::StackId}'"}, {}, {}, "left out: its value is known only at deployment (AWS::StackId)"),
    ],
    ids=["a map", "a map in text", "a list", "quotes in the default", "an attribute", "a dynamic reference",
         "text that reads like a token", "a stack's id"],
)  # fmt: skip
def test_what_cannot_be_kept_is_a_loss(value: Any, sections: Any, kept: dict[str, str], lost: str) -> None:
    api = declared(template(response({"X": value, "Y": "'1'"}), **sections))
    assert headers(api) == {**kept, "Y": "'1'"}
    [loss] = losses(api)
    assert loss.startswith("Api THROTTLED")
    assert lost in loss


# Conditions


CONDITIONS = {
    "Parameters": {"Stage": {"Type": "String", "Default": "dev"}, "P": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, "IsDev": {"Fn::Not": [{
        "Condition": "IsProd"}]}, "IsEu": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-central-1"]},
        "Always": {"Fn::Equals": ["a", "a"]}},
}  # fmt: skip


def chosen(condition: str, then: Any, otherwise: Any = None) -> dict[str, Any]:
    return {"Fn::If": [condition, then, otherwise or {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize(
    ("given", "kept", "lost"),
    [
        ({"X": chosen("IsProd", "'p'", IN_TEXT)}, {"X": "'x-${Token[P]}'"}, ["Api THROTTLED: depends on IsProd"]),
        ({"X": {"Fn::Sub": ["'${U}'", {"U": chosen("IsProd", "p", "d")}]}}, {"X": "'d'"},
         ["Api THROTTLED header X: depends on IsProd"]),
        ({"X": chosen("IsProd", "'p'")}, {}, ["Api THROTTLED: depends on IsProd"]),
        ({"X": chosen("Always", "'p'")}, {"X": "'p'"}, []),
        (chosen("IsProd", {f"{HEADER}X": "'p'"}, {f"{HEADER}X": "'d'"}), {"X": "'d'"},
         ["Api THROTTLED header X: depends on IsProd", "Api THROTTLED: left out: "]),
        (chosen("IsEu", {f"{HEADER}X": "'p'"}), {}, ["Api THROTTLED: left out: ResponseParameters of Slow"]),
    ],
    ids=["of two values", "in text", "of one value", "that is decided", "of all headers", "on the region"],
)  # fmt: skip
def test_a_condition_on_values_is_as_with_the_defaults(given: Any, kept: dict[str, str], lost: list[str]) -> None:
    api = declared(template(response(given), **CONDITIONS))
    assert headers(api) == kept
    for start in lost[:1]:
        assert losses(api)[0].startswith(start)
    assert bool(lost) == bool(api.losses)


def test_a_resource_that_a_condition_keeps_is_there_with_a_loss() -> None:
    api = declared(template(response({"X": "'1'"}, condition="IsDev"), **CONDITIONS))
    assert headers(api) == {"X": "'1'"}
    assert losses(api) == ["Api THROTTLED: Slow is there only where IsDev holds"]


def test_a_resource_that_a_condition_leaves_out_is_a_loss() -> None:
    api = declared(template(response({"X": "'1'"}, condition="IsProd"), **CONDITIONS))
    assert list(api.customizations) == []
    assert losses(api) == ["Api THROTTLED: left out: it depends on IsProd"]


def test_of_two_resources_for_two_stages_the_default_one_is_kept() -> None:
    two = {"Prod": response({"X": "'prod'"}, condition="IsProd")}  # the last one, so that it would win
    api = declared(template(response({"X": "'dev'"}, condition="IsDev"), **CONDITIONS, Resources=two))
    assert headers(api) == {"X": "'dev'"}
    assert losses(api)


def test_an_api_that_a_condition_leaves_out_is_read_with_a_loss() -> None:
    data = template(response({"X": "'1'"}, condition="IsProd"), **CONDITIONS)
    data["Resources"]["Api"]["Condition"] = "IsProd"
    api = declared(data)
    assert headers(api) == {"X": "'1'"}
    assert "Api: Api is there only where IsProd holds" in losses(api)


# What API Gateway would reject


def test_what_would_be_rejected_is_left_out_with_a_loss() -> None:
    api = declared(
        template(response({"X": "unquoted"}), Resources={"Down": response({"Y": "'1'"}, kind="DEFAULT_5XX")})
    )
    assert list(api.customizations) == [ResponseType.DEFAULT_5XX]
    [loss] = losses(api)
    assert loss.startswith(f"Slow: {HEADER}X: left out: ") or "left out: the value unquoted" in loss


def test_of_a_type_that_is_customized_twice_the_last_one_counts() -> None:
    api = declared(template(response({"X": "'1'"}), Resources={"Again": response({"X": "'2'"})}))
    assert headers(api) == {"X": "'2'"}
    assert losses(api) == ["Api: the last one counts: THROTTLED is customized twice, differently"]


@pytest.mark.parametrize(
    "properties",
    [
        {"BodyS3Location": {"Bucket": "b", "Key": "k"}},
        {"Body": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/k"}}}},
        {"Body": {"openapi": "3.0.1", "Fn::Transform": {"Name": "AWS::Include"}}},
        {"Body": {"Fn::If": ["IsEu", {}, {}]}},
        {"Body": {"x-amazon-apigateway-gateway-responses": {"Fn::If": ["IsProd", {}, {}]}}},
        {"Body": {"x-amazon-apigateway-gateway-responses": {"THROTTLED": {"Fn::If": ["IsProd", {}, {}]}}}},
    ],
    ids=["a bucket", "an include", "an include in it", "a condition", "a condition on all", "a condition on one"],
)
def test_a_definition_that_is_not_all_there_is_a_loss(properties: dict[str, Any]) -> None:
    data = template(**CONDITIONS)
    data["Resources"]["Api"]["Properties"] = properties
    assert declared(data).losses


# Several templates


def assembly(folder: Path, given: dict[str, Any], child: dict[str, Any], **sections: Any) -> list[TemplateFile]:
    """A stack with an API, and a nested stack with its gateway response."""
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.json"}}
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Metadata": {"aws:asset:path": "B.json"},
        "Properties": {"Parameters": {"ApiId": {"Ref": "Api"}, **given}},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"A": stack}}))
    (folder / "A.json").write_text(json.dumps(template(**sections, Resources={"Nested": nested})))
    inner = {"ApiId": {"Type": "String"}, **child}
    slow = response({"X": IN_TEXT}, api={"Ref": "ApiId"})
    (folder / "B.json").write_text(json.dumps({"Parameters": inner, "Resources": {"Slow": slow}}))
    return read_templates(folder)


@pytest.mark.parametrize(
    ("given", "child", "kept"),
    [
        ({"P": "dev"}, parameter(Default="child"), {"X": "'x-dev'"}),
        ({"P": {"Ref": "Origin"}}, parameter(), {"X": "'x-${Token[Origin]}'"}),
        ({"P": {"Fn::Sub": "a-${P}"}}, parameter(), {"X": "'x-a-${Token[P]}'"}),
        ({}, parameter(Default="child"), {"X": "'x-child'"}),
        ({}, parameter(), {}),
        ({"P": "hunter2"}, parameter(NoEcho=True), {}),
        ({"P": {"Ref": "Secret"}}, parameter(NoEcho=True), {"X": "'x-${Token[Secret]}'"}),
        ({"P": "/shop"}, parameter("AWS::SSM::Parameter::Value<String>"), {}),
    ],
    ids=["a text", "a parameter", "a parameter of the same name", "its own default", "nothing", "a secret",
         "a secret parameter", "the name of an SSM parameter"],
)  # fmt: skip
def test_a_nested_stack_has_what_its_parent_gives(
    tmp_path: Path, given: dict[str, Any], child: dict[str, Any], kept: dict[str, str]
) -> None:
    mine = {"Origin": {"Type": "String"}, "P": {"Type": "Number"}, "Secret": {"Type": "String", "NoEcho": True}}
    [api] = read_declared(assembly(tmp_path, given, child, Parameters=mine))
    assert (api.name, headers(api)) == ("Api", kept)
    assert bool(losses(api)) == (not kept)
    assert api.parameters.items() <= mine.items()
    assert api.logical_ids == {}  # it is in another stack
    assert "hunter2" not in repr(api)


def test_responses_of_an_api_that_is_elsewhere_are_read() -> None:
    api = declared({"Parameters": {"Shop": {"Type": "String"}}, "Resources": {"Slow": response(
        {"X": "'1'"}, api={"Ref": "Shop"})}})  # fmt: skip
    assert (api.name, api.logical_ids, losses(api)) == ("Shop", {SLOW: "Slow"}, [])


def test_parameters_of_two_stacks_that_have_one_name_are_not_mixed_up() -> None:
    imported = {"Fn::ImportValue": "api"}
    shop = template(Outputs={"Id": {"Value": {"Ref": "Api"}, "Export": {"Name": "api"}}}, Parameters=parameter())
    errors = {"Parameters": parameter(Default="d"), "Resources": {"Slow": response({"X": IN_TEXT}, api=imported)}}
    [api] = read_declared([read(shop, "a.json"), read(errors, "b.json")])
    assert (headers(api), api.parameters) == ({"X": "'x-d'"}, {})
    assert losses(api) == [
        "Api THROTTLED header X: its value depends on parameters in a way that only the source's format has"
    ]


# Other formats


def test_terraform_values_that_apply_decides_are_left_out() -> None:
    values = {"rest_api_id": "a1", "response_type": "THROTTLED", "status_code": "429", "response_templates": None}
    change: dict[str, Any] = {"actions": ["create"], "before": None, "after": {**values, "response_parameters": {}},
              "after_unknown": {"response_parameters": {f"{HEADER}X": True}}, "after_sensitive": {}}  # fmt: skip
    slow = {"address": "aws_api_gateway_gateway_response.slow", "mode": "managed", "name": "slow",
            "type": "aws_api_gateway_gateway_response", "provider_name": "hashicorp/aws"}  # fmt: skip
    planned = {"root_module": {"resources": [{**slow, "values": change["after"], "schema_version": 0}]}}
    api = declared({"format_version": "1.2", "terraform_version": "1.9.8", "planned_values": planned,
                    "resource_changes": [{**slow, "change": change}], "configuration": {}})  # fmt: skip
    assert (api.format, api.logical_ids, headers(api)) == ("terraform", {}, {})
    assert api.customizations[SLOW].status_code == "429"
    assert losses(api)[0].startswith("a1 THROTTLED header X: left out: its value is known only at deployment (")


def test_serverless_variables_are_left_out() -> None:
    slow = response({"X": "'${ssm:/shop/origin}'", "Y": "'1'"}, api={"Ref": "ApiGatewayRestApi"})
    api = declared({"service": "shop", "provider": {"name": "aws"}, "resources": {"Resources": {"Slow": slow}}})
    assert (api.format, api.logical_ids, headers(api)) == ("serverless", {SLOW: "Slow"}, {"Y": "'1'"})
    assert losses(api)[0].startswith("ApiGatewayRestApi THROTTLED header X: left out: ")


def test_sam_has_no_logical_id_for_what_is_in_an_api() -> None:
    given = {"THROTTLED": {"ResponseParameters": {"Headers": {"X": IN_TEXT}}}}
    api = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "prod", "GatewayResponses": given}}
    found = declared({"Transform": "AWS::Serverless-2016-10-31", "Parameters": parameter(), "Resources": {"Api": api}})
    assert (found.format, found.logical_ids, headers(found)) == ("sam", {}, {"X": "'x-${Token[P]}'"})


# What is no part of a gateway response


def document(**members: Any) -> dict[str, Any]:
    return {"openapi": "3.0.1", "info": {"title": "Api"}, "paths": {}, EXTENSION: {SLOW: members}}


@pytest.mark.parametrize(
    ("data", "lost"),
    [
        (template(response({}, ResponseParameter={"a": "b"})), "ResponseParameter"),
        (template(response({}, StatusCode="429", Gone={"Ref": "AWS::NoValue"})), None),
        (document(statusCode=429, responseHeaders={"X": "'1'"}), "responseHeaders"),
        (document(statusCode=429, **{"x-note": "ours"}), None),
        ({"items": [{"responseType": SLOW, "defaultResponse": False, "template": {}}]}, "template"),
    ],
)
def test_a_member_that_no_gateway_response_has_is_lost(data: dict[str, Any], lost: str | None) -> None:
    api = declared(data)
    assert losses(api) == ([f"{api.name} THROTTLED {lost}: left out: no gateway response has it"] if lost else [])


@pytest.mark.parametrize("key", ["gatewayresponse.path.id", "gatewayresponse.querystring.q"])
def test_a_parameter_that_no_answer_has_is_lost(key: str) -> None:
    slow = response()
    slow["Properties"]["ResponseParameters"] = {key: "'1'", f"{HEADER}X": "'1'"}
    said = [f"Api THROTTLED {key}: left out: no answer has such a part"]
    api = declared(template(slow))
    assert (headers(api), losses(api)) == ({"X": "'1'"}, said)
    assert losses(declared(document(responseParameters={key: "'1'"}))) == said
