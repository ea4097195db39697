"""`Fn::ForEach`: what loops make is checked, and what they may make is not called wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.validate import Finding, validate_files

TEMPLATE = """\
Transform: %s
Parameters:
  Kinds: {Type: CommaDelimitedList, Default: "UNAUTHORIZED,THROTTLED"}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders}}
%s"""

RESPONSES = """\
  Fn::ForEach::Responses:
    - Kind
    - [4XX, 5XX]
    - Default${Kind}:
        Type: AWS::ApiGateway::GatewayResponse
        Properties:
          RestApiId: !Ref Api
          ResponseType: !Sub "DEFAULT_${Kind}"
          ResponseParameters:
            gatewayresponse.header.X-Kind: !Ref Kind
"""

HEADERS = """\
  Throttled:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: THROTTLED
      ResponseParameters:
        Fn::ForEach::Headers:
          - Name
          - %s
          - gatewayresponse.header.X-${Name}: &{Name}
        gatewayresponse.header.Retry-After: "30"
"""


def found(tmp_path: Path, resources: str, transform: str = "AWS::LanguageExtensions") -> list[Finding]:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE % (transform, resources))
    return validate_files(read_templates(path))


def test_resources_of_a_loop_are_checked_where_they_stand(tmp_path: Path) -> None:
    unquoted = [(f.resource, f.message, f.line) for f in found(tmp_path, RESPONSES)]
    assert unquoted == [
        ("Default4XX", "'4XX' is static text without single quotes around it", 15),
        ("Default5XX", "'5XX' is static text without single quotes around it", 15),
    ]


@pytest.mark.parametrize(
    "transform", ["[AWS::LanguageExtensions]", "[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]"]
)
def test_headers_of_a_loop_are_checked(tmp_path: Path, transform: str) -> None:
    headers = HEADERS.replace("&{Name}", '"&{Name}"') % "[A-1, B]"
    values = [(f.location.rpartition(".")[2], f.message[:4], f.line) for f in found(tmp_path, headers, transform)]
    assert values == [("X-${Name}", "'A1'", 15), ("X-${Name}", "'B' ", 15), ("Retry-After", "'30'", 16)]


@pytest.mark.parametrize("items", ["!Ref Kinds", "[!Ref Kinds]", "[[a]]", "7"])
def test_a_loop_over_what_is_not_known_may_make_any_header(tmp_path: Path, items: str) -> None:
    headers = HEADERS.replace("&{Name}", '"x"') % items
    assert [(f.rule, f.line) for f in found(tmp_path, headers)] == [("unquoted-static-value", 16)]


@pytest.mark.parametrize(
    ("output", "is_noted"),
    [
        ({"R${N}": {"Type": "AWS::ApiGateway::GatewayResponse"}}, True),
        ({"R${N}": {"Type": "AWS::Serverless::Function"}}, True),
        ({"R${N}": {"Type": "AWS::${N}"}}, True),
        ({"R${N}": {"Type": {"Ref": "Kind"}}}, True),
        ({"R${N}": {"Fn::Transform": {"Name": "AWS::Include"}}}, True),
        ({"B${N}": {"Type": "AWS::S3::Bucket"}, "R${N}": {"Type": "AWS::ApiGateway::Method"}}, True),
        ({"Fn::ForEach::Inner": ["M", ["a"], {"R${M}": {"Type": "AWS::ApiGateway::RestApi"}}]}, True),
        ({"Fn::ForEach::Inner": ["M", ["a"], {"R${M}": {"Type": "AWS::S3::Bucket"}}]}, False),
        ({"B${N}": {"Type": "AWS::S3::Bucket"}}, False),
        ({}, False),
        (7, True),
    ],
    ids=json.dumps,
)
def test_a_loop_that_is_not_known_is_noted_if_it_may_make_a_part_of_an_api(output: Any, is_noted: bool) -> None:
    loop = ["N", {"Ref": "Names"}, output]
    source = template_file({"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::X": loop}}, "t").source
    assert (len(source.unread), source.is_partial) == (int(is_noted), is_noted)


def test_loops_nest(tmp_path: Path) -> None:
    inner = [{"Ref": "Kind"}, "2"]
    output = {"X${Kind}${N}": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {"ResponseType": "${N}"}}}
    loop = ["Kind", ["1"], {"Fn::ForEach::Inner": ["N", inner, output]}]
    data: dict[str, Any] = {"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::Outer": loop}}
    (tmp_path / "t.json").write_text(json.dumps(data, indent=0))
    unknown = [(f.resource, f.message) for f in validate_files(read_templates(tmp_path / "t.json"))]
    assert unknown == [("X11", "unknown response type '1'"), ("X12", "unknown response type '2'")]


def test_loops_that_make_too_much_are_left_alone(tmp_path: Path) -> None:
    output: dict[str, Any] = {"R${A}${B}${C}": {"Type": "X"}}
    for name in "ABC":
        output = {f"Fn::ForEach::{name}": [name, list(map(str, range(100))), output]}
    (tmp_path / "t.json").write_text(json.dumps({"Transform": "AWS::LanguageExtensions", "Resources": output}))
    assert validate_files(read_templates(tmp_path / "t.json")) == []


def test_loops_that_make_nothing_end(tmp_path: Path) -> None:
    output: dict[str, Any] = {}
    for number in range(12):
        output = {f"Fn::ForEach::L{number}": [f"N{number}", list(map(str, range(100))), output]}
    (tmp_path / "t.json").write_text(json.dumps({"Transform": "AWS::LanguageExtensions", "Resources": output}))
    assert validate_files(read_templates(tmp_path / "t.json")) == []
