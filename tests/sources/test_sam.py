"""SAM templates: what is found in them, and where their authors wrote it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.cli import main
from constructs_gw.errors import GatewayResponseError
from constructs_gw.openapi import EXTENSION
from constructs_gw.rest_api_view import rest_apis
from constructs_gw.sources.sam import globals as sam_globals
from constructs_gw.validate import Finding, validate_files


def api(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "live", **properties}}


def function(**event: Any) -> dict[str, Any]:
    events = {"Get": {"Type": "Api", "Properties": {"Path": "/a", "Method": "get", **event}}}
    return {"Type": "AWS::Serverless::Function", "Properties": {"Events": events}}


def headers(**values: Any) -> dict[str, Any]:
    return {"ResponseParameters": {"Headers": values}}


def found(template: Mapping[str, Any]) -> list[Finding]:
    return validate_files([template_file(template, "template")])


def rules(template: Mapping[str, Any]) -> list[str]:
    return [finding.rule for finding in found(template)]


def notes(template: Mapping[str, Any]) -> list[str]:
    return list(template_file(template, "template").source.unread)


# Where something would be written


RETRY = (EXTENSION, "THROTTLED", "responseParameters", "gatewayresponse.header.Retry-After")
OWN = ("Resources", "Orders", "Properties", "GatewayResponses", "THROTTLED")
COMMON = ("Globals", "Api", "GatewayResponses", "THROTTLED")
HEADER = ("ResponseParameters", "Headers", "Retry-After")


@pytest.mark.parametrize(
    ("common", "own", "written"),
    [
        ({}, {"THROTTLED": headers(A="'b'")}, OWN),
        ({}, {"THROTTLED": {"StatusCode": 429}}, OWN),
        ({"THROTTLED": {"StatusCode": 429}}, {}, COMMON),
        ({"THROTTLED": headers(A="'b'")}, {"UNAUTHORIZED": {}}, COMMON),
        ({"THROTTLED": headers(A="'b'")}, {"THROTTLED": headers(C="'d'")}, OWN),
    ],
    ids=["own", "own without headers", "common without headers", "common", "both"],
)
def test_a_header_that_is_missing_would_stand_with_the_others(
    common: dict[str, Any], own: dict[str, Any], written: tuple[str, ...]
) -> None:
    globals_ = {"Api": {"GatewayResponses": common}}
    template = {"Globals": globals_, "Resources": {"Orders": api(GatewayResponses=own)}}
    source = template_file(template, "template").source
    assert source.written(("Resources", "Orders", "Properties", "Body", *RETRY)) == (*written, *HEADER)


def test_a_header_that_is_missing_in_a_definition_would_stand_there() -> None:
    body: dict[str, Any] = {"paths": {}, EXTENSION: {"THROTTLED": {}}}
    source = template_file({"Resources": {"Orders": api(DefinitionBody=body)}}, "template").source
    definition = ("Resources", "Orders", "Properties", "DefinitionBody")
    assert source.written(("Resources", "Orders", "Properties", "Body", *RETRY)) == (*definition, *RETRY)


def test_a_header_that_the_api_of_the_events_lacks_would_stand_in_the_globals() -> None:
    template = {"Globals": {"Api": {"GatewayResponses": {"THROTTLED": {}}}}, "Resources": {"List": function()}}
    source = template_file(template, "template").source
    path = ("Resources", "ServerlessRestApi", "Properties", "Body", *RETRY)
    assert source.written(path) == (*COMMON, *HEADER)


def test_a_header_and_a_path_of_one_name_are_two() -> None:
    parameters = {"Headers": {"X-A": "a"}, "Paths": {"X-A": "a"}}
    template = {"Resources": {"Orders": api(GatewayResponses={"THROTTLED": {"ResponseParameters": parameters}})}}
    ineffective = [f.location for f in found(template) if f.rule == "ineffective-parameter-target"]
    assert ineffective == ["Properties.GatewayResponses.THROTTLED.ResponseParameters.Paths.X-A"]


def test_responses_that_the_api_of_the_events_lacks_would_stand_in_the_globals() -> None:
    source = template_file({"Resources": {"List": function()}}, "template").source
    path = ("Resources", "ServerlessRestApi", "Properties", "Body", EXTENSION)
    assert source.written(path) == ("Globals", "Api", "GatewayResponses")


# The API of the events


def test_the_api_of_the_events_stands_where_its_first_event_does() -> None:
    response = {"Type": "AWS::ApiGateway::GatewayResponse"}
    response["Properties"] = {"RestApiId": {"Ref": "ServerlessRestApi"}, "ResponseType": "THROTTLED"}  # type: ignore[assignment]
    mixed = [f for f in found({"Resources": {"List": function(), "Slow": response}}) if f.rule == "mixed-openapi-body"]
    assert [(f.resource, f.location) for f in mixed] == [("ServerlessRestApi", "")]
    assert mixed[0].place.path == ("Resources", "List", "Properties", "Events", "Get")


@pytest.mark.parametrize("reference", ["ServerlessRestApi", {"Ref": "ServerlessRestApi"}])
def test_it_takes_the_place_of_an_api_of_its_name(reference: Any) -> None:
    resources = {"ServerlessRestApi": api(GatewayResponses={"THROTTLED": headers(A="b")})}
    assert rules({"Resources": {**resources, "List": function(RestApiId=reference)}}) == []
    assert rules({"Resources": {**resources, "List": function(RestApiId={"Ref": "Other"})}}) == [
        "unquoted-static-value"
    ]


def test_a_template_without_an_api_is_as_it_was() -> None:
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"T": {"Type": "AWS::Serverless::SimpleTable"}}}
    assert template_file(template, "template").source.data == template


def test_an_origin_without_quotes_is_not_what_to_write() -> None:
    [missing] = found({"Globals": {"Api": {"Cors": "*"}}, "Resources": {"List": function()}})
    assert missing.fix.endswith("that set header Access-Control-Allow-Origin")


# Acknowledgements, rendering and assemblies


def test_what_an_api_acknowledges_is_not_said_of_the_globals_for_it() -> None:
    given = {"Metadata": {"constructs-gw": {"acknowledge": {"unquoted-static-value": "a reason"}}}}
    globals_ = {"Api": {"GatewayResponses": {"THROTTLED": headers(A="b")}}}
    template = {"Globals": globals_, "Resources": {"Orders": {**api(), **given}, "Offers": api()}}
    assert sorted((f.reason or "", f.api) for f in found(template)) == [("", "Offers"), ("a reason", "Orders")]


def test_a_stage_variable_is_known(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    given = {"THROTTLED": headers(Origin="stageVariables.origin", Stage="context.stage")}
    path.write_text(json.dumps({"Resources": {"Orders": api(GatewayResponses=given, Variables={"origin": "a"})}}))
    assert main(["render", str(path), "--type", "THROTTLED", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["headers"]
    assert (shown["Origin"], shown["Stage"]) == ("a", "live")


def test_the_answers_of_a_definition_elsewhere_are_not_guessed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"Resources": {"Orders": api(DefinitionUri="openapi.yaml")}}))
    assert main(["render", str(path)]) == 2
    assert capsys.readouterr().err == (
        f"note: {path}: the definition of Orders in openapi.yaml is not read; validate it as well\n"
        f"constructs-gw: {path}: Orders: the API's definition is not in the template; "
        "inline the definition, or read the document itself\n"
    )


def test_a_sam_template_of_an_assembly_is_read(tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"version": "55", "artifacts": {"Shop": stack}}))
    (tmp_path / "t.json").write_text(json.dumps({"Resources": {"Orders": api(GatewayResponses={"X": {}})}}))
    assert [f.rule for f in validate_files(read_templates(tmp_path))] == ["unknown-response-type"]


# What is not read


LACKING = {"DEFAULT_4XX": headers(**{"X-A": "'b'"})}
INCLUDED = {"Fn::Transform": {"Name": "AWS::Include"}}


@pytest.mark.parametrize(
    ("properties", "sections"),
    [
        (INCLUDED, {}),
        ({"GatewayResponses": {**LACKING, **INCLUDED}}, {}),
        ({"DefinitionBody": INCLUDED}, {}),
        ({}, {"Globals": INCLUDED}),
        ({}, {"Globals": {"Api": INCLUDED}}),
        ({}, {"Transform": ["AWS::Serverless-2016-10-31", "Errors"]}),
    ],
    ids=["properties", "responses", "definition", "globals", "globals of the APIs", "template"],
)
def test_what_may_be_included_is_not_called_missing(properties: dict[str, Any], sections: dict[str, Any]) -> None:
    given, event = {"GatewayResponses": LACKING, "Cors": "'*'"}, function(RestApiId="Orders")
    assert "missing-error-cors" in rules({"Resources": {"Orders": api(**given), "List": event}})
    assert rules({"Resources": {"Orders": api(**{**given, **properties}), "List": event}, **sections}) == []


def test_a_macro_is_noted_beside_an_api() -> None:
    macros = ["AWS::Serverless-2016-10-31", "Errors"]
    assert [note.split(";")[0] for note in notes({"Transform": macros, "Resources": {"Orders": api()}})] == [
        "what the macro Errors makes is known at deployment only"
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"Status": 429},
        {"ResponseParameters": {"gatewayresponse.header.A": "'b'"}},
        {"ResponseParameters": {"Headers": 7}},
    ],
    ids=json.dumps,
)
def test_what_is_refused_is_noted_and_not_called_redundant(entry: dict[str, Any]) -> None:
    template = {"Resources": {"Orders": api(GatewayResponses={"THROTTLED": entry})}}
    assert len(notes(template)) == 1
    assert rules(template) == []


def test_what_is_refused_of_the_globals_is_noted_once() -> None:
    globals_ = {"Api": {"GatewayResponses": {"THROTTLED": {"Status": 429}}}}
    assert notes({"Globals": globals_, "Resources": {"Orders": api(), "Offers": api()}}) == [
        "Globals.Api.GatewayResponses.THROTTLED.Status is not read, and SAM refuses it; "
        "write one of StatusCode, ResponseParameters, ResponseTemplates"
    ]


def test_globals_that_would_make_too_much_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sam_globals, "MAX_VALUES", 20)
    globals_ = {"Api": {"GatewayResponses": {"THROTTLED": headers(A="b")}, "Cors": "'*'"}}
    resources = {"A": api(GatewayResponses=LACKING), "L": function(RestApiId="A")}
    assert notes({"Globals": globals_, "Resources": resources}) == []
    resources |= {"B": api(GatewayResponses={"DEFAULT_5XX": {}}), "C": api()}
    assert notes({"Globals": globals_, "Resources": resources}) == [
        "what Globals give to so many APIs is not read; give each template fewer of them"
    ]
    assert rules({"Globals": globals_, "Resources": resources}) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"Globals": []},
        {"Globals": {"Api": 7}},
        {"Globals": {"Api": {"GatewayResponses": {"THROTTLED": {"ResponseParameters": ["a"]}}}}},
        {"Resources": {"A": {"Type": "AWS::Serverless::Api"}}},
        {"Resources": {"A": {"Type": "AWS::Serverless::Api", "Properties": []}}},
        {"Resources": {"A": {**api(), "IgnoreGlobals": {"Ref": "X"}}}},
        {"Resources": {"A": api(DefinitionBody=True)}},
        {"Resources": {"A": api(DefinitionBody=[], Cors=[], GatewayResponses=[])}},
        {"Resources": {"A": api(DefinitionBody={"paths": {"/": None, "/a": []}}, Cors={})}},
        {"Resources": {"A": api(DefinitionBody={"paths": {"/": {"Fn::If": 7}}}, Cors="'*'")}},
        {"Resources": {"A": api(DefinitionBody={"Fn::If": ["C", {}, {}]}, Cors="'*'")}},
        {"Resources": {"A": api(GatewayResponses={"Fn::If": ["C", {}, {}]})}},
        {"Resources": {"A": api(Cors=True, DefinitionUri=["x"], Mode={}, Variables=7)}},
        {"Resources": {"F": {"Type": "AWS::Serverless::Function", "Condition": [], "Properties": {"Events": []}}}},
        {"Resources": {"F": {**function(Auth=7), "Condition": ["C"]}}, "Conditions": 7},
        {"Resources": {"F": {**function(), "Condition": ""}}},
        {"Resources": {"F": function(RestApiId={"Fn::ImportValue": "x"}), "A": None, "B": {"Type": ["x"]}}},
    ],
    ids=json.dumps,
)
def test_odd_templates_are_read(odd: dict[str, Any]) -> None:
    template = {"Resources": {"Orders": api(), "List": function()}, **odd}
    assert [one for one in rules(template) if one == "failed-rule"] == []
    with suppress(GatewayResponseError):
        rest_apis(template_file(template, "template").source.data)
