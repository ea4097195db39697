"""Macros: what they may make of an API is noted and not called missing; others are not spoken of."""

import json
from typing import Any

import pytest

from constructs_gw.assembly import template_file
from constructs_gw.validate import validate_files

INCLUDE = {"Name": "AWS::Include", "Parameters": {"Location": "s3://templates/errors.yaml"}}
PROCESSED = "is known at deployment only; give the TemplateBody of aws cloudformation get-template " \
    "--template-stage Processed"  # fmt: skip
RESPONSE = {"ResponseType": "DEFAULT_4XX", "RestApiId": {"Ref": "Api"}, "StatusCode": "404"}
RESOURCES = {
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}},
    "Shown": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": RESPONSE},
}


@pytest.mark.parametrize(
    ("template", "macro"),
    [
        ({"Transform": "Errors"}, "Errors"),
        ({"Transform": ["AWS::Serverless-2016-10-31", "Errors"]}, "Errors"),
        ({"Transform": {"Name": "Errors"}}, "Errors"),
        ({"Transform": INCLUDE}, "AWS::Include"),
        ({"Transform": [INCLUDE, INCLUDE]}, "AWS::Include"),
        ({"Fn::Transform": INCLUDE}, "AWS::Include"),
        ({"Resources": {**RESOURCES, "Fn::Transform": INCLUDE}}, "AWS::Include"),
        ({"Resources": {**RESOURCES, "Fn::Transform": [INCLUDE]}}, "AWS::Include"),
        ({"Resources": {**RESOURCES, "Late": {"Fn::Transform": {"Name": "Errors"}}}}, "Errors"),
        ({"Resources": {**RESOURCES, "Api": {**RESOURCES["Api"], "Fn::Transform": INCLUDE}}}, "AWS::Include"),
    ],
    ids=json.dumps,
)
def test_what_a_macro_may_make_is_noted_and_not_called_missing(template: dict[str, Any], macro: str) -> None:
    file = template_file({"Resources": RESOURCES, **template}, "template")
    assert list(file.source.unread) == [f"what the macro {macro} makes {PROCESSED}"]
    assert "lone-default-response" not in [finding.rule for finding in validate_files([file])]


@pytest.mark.parametrize(
    "template",
    [
        {},
        {"Transform": "AWS::LanguageExtensions"},
        {"Transform": ["AWS::SecretsManager-2020-07-23", "AWS::CodeDeployBlueGreen"]},
        {"Transform": ["AWS::SecretsManager-2024-09-16", "AWS::ServiceCatalog"]},
        {"Resources": {**RESOURCES, "Bucket": {"Type": "AWS::S3::Bucket", "Fn::Transform": INCLUDE}}},
        {"Resources": {**RESOURCES, "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Fn::Transform": INCLUDE}}}},
    ],
    ids=json.dumps,
)
def test_what_no_macro_makes_is_not_noted_and_called_missing(template: dict[str, Any]) -> None:
    file = template_file({"Resources": RESOURCES, **template}, "template")
    assert list(file.source.unread) == []
    assert "lone-default-response" in [finding.rule for finding in validate_files([file])]


@pytest.mark.parametrize("given", [7, [], [None, {}], {"Name": ["x"]}], ids=json.dumps)
def test_odd_macros_are_read(given: Any) -> None:
    for template in ({"Transform": given}, {"Resources": {**RESOURCES, "Fn::Transform": given}}):
        validate_files([template_file({"Resources": RESOURCES, **template}, "template")])


def test_an_api_whose_properties_are_included_may_have_a_definition() -> None:
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Fn::Transform": INCLUDE}}
    file = template_file({"Resources": {**RESOURCES, "Api": api}}, "template")
    assert "lone-default-response" not in [finding.rule for finding in validate_files([file])]
