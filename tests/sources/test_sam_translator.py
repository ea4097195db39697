"""What SAM's own translator makes of a template, and what we read in it: the same answers, and so the same findings.

What differs, and why: the id of a Deployment ends in a hash there; messages speak of what SAM's users write here, which
is `Paths` instead of `gatewayresponse.path.`, and no definition that a response could be beside of; SAM puts headers
into an order of its own. What several APIs take from Globals is said once here, of each API there.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samtranslator.model.exceptions import InvalidDocumentException

from constructs_gw.assembly import template_file
from constructs_gw.documents import read_document
from constructs_gw.openapi import EXTENSION
from constructs_gw.response_types import ResponseType
from constructs_gw.validate import validate_files

from ..sam_translator import processed

FOLDER = Path(__file__).parent
REFUSED = ("sam-unread",)  # what SAM refuses, or would download
LOOPS = ("sam-loops",)  # CloudFormation has its loops run before SAM sees the template
TEMPLATES = [path for path in sorted(FOLDER.glob("sam-*.yaml")) if path.stem not in (*REFUSED, *LOOPS)]


def said(template: Mapping[str, Any]) -> set[tuple[str, ...]]:
    found = validate_files([template_file(template, "template")])
    return {(one.rule, one.severity, *_message(one.rule, one.message)) for one in found}


def _message(rule: str, message: str) -> tuple[str, ...]:
    text = re.sub("(?<=Deployment)[0-9a-f]{10}|gatewayresponse[.](?:path|querystring)[.]", "", message)
    return () if rule == "mixed-openapi-body" else tuple(sorted(re.split(", | and | ", text)))


def answers(template: Mapping[str, Any]) -> dict[str, Any]:
    """Of each REST API the gateway responses and the answers to preflight in its definition."""
    apis = {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::ApiGateway::RestApi"
    }
    return {name: _answers(api) for name, api in apis.items()}


def _answers(api: Mapping[str, Any]) -> Any:
    body = api.get("Body", {})
    entries = body.get(EXTENSION, {})
    responses = {kind: {name: value for name, value in entry.items() if value} for kind, entry in entries.items()}
    return responses, {path: _preflight(item) for path, item in body.get("paths", {}).items()}


def _preflight(item: Any) -> Any:
    """The headers of the answer to preflight; SAM lists the methods where nobody does, which no error answer needs."""
    match item:
        case {"Fn::If": [condition, *ways]}:
            return [condition, *map(_preflight, ways)]
        case {
            "options": {"x-amazon-apigateway-integration": {"responses": {"default": {"responseParameters": found}}}}
        }:
            return {name: value for name, value in found.items() if not name.endswith("-Methods")}
    return None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_template_that_sam_makes_gets_the_same_findings(path: Path) -> None:
    template = read_document(path.read_bytes(), path.name).data
    assert said(template) == said(processed(template))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_template_that_sam_makes_has_the_same_answers(path: Path) -> None:
    template = read_document(path.read_bytes(), path.name).data
    assert answers(template_file(template, "template").source.data) == answers(processed(template))


@pytest.mark.parametrize("stem", REFUSED)
def test_what_is_noted_as_refused_is_refused(stem: str) -> None:
    path = FOLDER / f"{stem}.yaml"
    with pytest.raises(InvalidDocumentException):
        processed(read_document(path.read_bytes(), path.name).data)


def some(values: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=dict(values))


origins = st.sampled_from(["'*'", "*", "'https://a.example'", {"Ref": "Origin"}, {"Fn::If": ["IsA", "'*'", "'null'"]}])
headers = some({"Access-Control-Allow-Origin": origins, "X-A": st.sampled_from(["'a'", "a", 7, ["a"], {"Ref": "A"}])})
parameters = st.one_of(some({"Headers": headers, "Paths": headers, "QueryStrings": headers}), st.none())
templates = st.one_of(some({"application/json": st.sampled_from(["{}", "{", {"Ref": "A"}]), "text/plain": st.text()}))
statuses = st.sampled_from([404, "404", 200, "7", None, "", 0])
kinds = st.sampled_from(["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "UNAUTHORIZED", "UNAUTHORISED"])
entries = some({"StatusCode": statuses, "ResponseParameters": parameters, "ResponseTemplates": templates})
responses = st.dictionaries(kinds, entries, max_size=4)
cors = st.one_of(
    origins,
    st.none(),
    some({"AllowOrigin": origins, "AllowHeaders": st.just("'A'"), "MaxAge": st.just(600), "AllowMethods": st.just("")}),
    st.just({"AllowOrigin": "'https://a.example'", "AllowCredentials": True}),
)
paths = st.dictionaries(st.sampled_from(["/a", "/b/", "/"]), some({"get": st.just({}), "options": st.just({})}))
written = some({"statusCode": statuses, "responseParameters": st.just({"gatewayresponse.header.X-B": "'b'"})})
definitions = st.builds(
    lambda paths, entries: {"openapi": "3.0.1", "paths": paths, EXTENSION: entries},
    paths,
    st.dictionaries(kinds, written, max_size=2),
)
common = some({"GatewayResponses": responses, "Cors": cors})
own = st.builds(
    lambda properties, definition: {**properties, **definition},
    some({"GatewayResponses": responses, "Cors": cors}),
    st.one_of(
        st.just({}),  # MergeDefinitions with a condition and no definition makes SAM write an Fn::If with a sibling
        st.builds(lambda body, merge: {"DefinitionBody": body, "MergeDefinitions": merge}, definitions, st.booleans()),
    ),
)
ignored = st.sampled_from([None, "*", ["GatewayResponses"]])
apis = st.builds(
    lambda properties, condition, ignored: {
        "Type": "AWS::Serverless::Api",
        "Properties": {"StageName": "live", **properties},
        **({"Condition": condition} if condition else {}),
        **({"IgnoreGlobals": ignored} if ignored else {}),
    },
    own,
    st.sampled_from([None, "IsA"]),
    ignored,
)
events = st.builds(
    lambda path, method, api: {"Type": "Api", "Properties": {"Path": path, "Method": method, **api}},
    st.sampled_from(["/a", "/b/", "/c"]),
    st.sampled_from(["get", "ANY", "Options"]),
    st.sampled_from([{}, {"RestApiId": {"Ref": "Orders"}}, {"RestApiId": {"Ref": "ServerlessRestApi"}}]),
)
functions = st.builds(
    lambda events, condition: {
        "Type": "AWS::Serverless::Function",
        "Properties": {"Runtime": "python3.13", "Handler": "a.b", "InlineCode": "pass", "Events": events},
        **({"Condition": condition} if condition else {}),
    },
    st.dictionaries(st.sampled_from("AB"), events),
    st.sampled_from([None, "IsA", "IsB"]),
)
resources = st.fixed_dictionaries(
    {"Orders": apis}, optional={"ServerlessRestApi": apis, "Offers": apis, "F": functions, "G": functions}
)


@settings(max_examples=60)
@given(common, resources)
def test_any_template_has_the_answers_and_findings_of_what_sam_makes(
    common: dict[str, Any], resources: dict[str, Any]
) -> None:
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"A": {"Type": "String"}, "Origin": {"Type": "String"}},
        "Conditions": {name: {"Fn::Equals": [{"Ref": "A"}, name]} for name in ("IsA", "IsB")},
        "Globals": {"Api": common},
        "Resources": resources,
    }
    ours = template_file(template, "template").source.data
    found = said(template)
    try:
        theirs = processed(template)
    except InvalidDocumentException:
        return  # such as two events of one path and method
    assert answers(ours) == answers(theirs)
    assert ours["Conditions"] == theirs["Conditions"]
    assert found == said(theirs)


def test_lists_of_the_globals_and_of_an_api_are_joined() -> None:
    given = {"GatewayResponses": {"THROTTLED": {"ResponseParameters": {"Headers": {"X-A": ["a"]}}}}}
    api = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "live", **given}}
    template = {"Globals": {"Api": given}, "Resources": {"Orders": api}}
    assert said(template) == said(processed(template))


def test_every_response_type_is_read_as_sam_makes_it() -> None:
    given = {kind: {"StatusCode": 418} for kind in ResponseType}
    api = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "live", "GatewayResponses": given}}
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Orders": api}}
    assert answers(template_file(template, "template").source.data) == answers(processed(template))
