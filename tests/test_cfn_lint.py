"""What cfn-lint says once it has the rules, by its own command line."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.rules import all_rules

MODULE = "constructs_gw.cfn_lint"

BAD = """\
Parameters:
  Origin: {Type: String, Default: "https://shop.example.com"}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: orders}
  Throttled:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: THROTTLED
      ResponseParameters:
        gatewayresponse.header.Retry-After: "30"
        gatewayresponse.header.Cache-Control: "'max-age=60'"
        gatewayresponse.header.X-Shop: !Ref Origin
"""

GOOD = BAD.replace('"30"', "\"'30'\"").replace("max-age=60", "no-store").replace("!Ref Origin", "\"'shop'\"")

IGNORED = BAD.replace(
    "    Properties:\n", "    Metadata: {cfn-lint: {config: {ignore_checks: [W-cacheable-error]}}}\n    Properties:\n"
)

ACKNOWLEDGED = BAD.replace(
    "    Properties:\n",
    "    Metadata: {constructs-gw: {acknowledge: {cacheable-error: for a minute}}}\n    Properties:\n",
)

LOOP = """\
Transform: AWS::LanguageExtensions
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: orders}
  Fn::ForEach::Responses:
    - Type
    - [THROTTLED, UNAUTHORIZED]
    - Response${Type}:
        Type: AWS::ApiGateway::GatewayResponse
        Properties:
          RestApiId: !Ref Api
          ResponseType: !Ref Type
          ResponseParameters:
            gatewayresponse.header.Retry-After: "30"
"""

IGNORED_LOOP = LOOP.replace(
    "        Properties:\n",
    "        Metadata: {cfn-lint: {config: {ignore_checks: [E-unquoted-static-value]}}}\n        Properties:\n",
)

SAM = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    OpenApiVersion: 3.0.1
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      GatewayResponses:
        THROTTLED:
          ResponseParameters:
            Headers:
              Retry-After: "30"
"""

DEFINITION = """\
{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {
  "openapi": "3.0.1",
  "info": {"title": "orders", "version": "1"},
  "paths": {},
  "x-amazon-apigateway-gateway-responses": {
    "THROTTLED": {
      "responseParameters": {"gatewayresponse.header.Retry-After": "30"}
    }
  }
}}}}}
"""

NUMBER = BAD.replace("gatewayresponse.header.Retry-After", "30")

EMPTY = "Description: nothing yet\n"

TEMPLATES = {
    "bad.yaml": BAD,
    "good.yaml": GOOD,
    "ignored.yaml": IGNORED,
    "acknowledged.yaml": ACKNOWLEDGED,
    "loop.yaml": LOOP,
    "ignored-loop.yaml": IGNORED_LOOP,
    "sam.yaml": SAM,
    "definition.json": DEFINITION,
    "number.yaml": NUMBER,
    "empty.yaml": EMPTY,
}


def cfn_lint(folder: Path, *arguments: str, template: str = "") -> str:
    command = ["cfn-lint", *arguments]
    return subprocess.run(command, input=template, capture_output=True, text=True, cwd=folder, timeout=100).stdout


@pytest.fixture(scope="module")
def matches(tmp_path_factory: pytest.TempPathFactory) -> Sequence[dict[str, Any]]:
    """What cfn-lint finds in all templates, with the rules from its configuration file."""
    folder = tmp_path_factory.mktemp("templates")
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    (folder / ".cfnlintrc").write_text(f"append_rules: [{MODULE}]\ninclude_checks: [I-]\n")
    found: Sequence[dict[str, Any]] = json.loads(cfn_lint(folder, *TEMPLATES, "--format", "json"))
    return found


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """The ids that cfn-lint lists."""
    lines = cfn_lint(tmp_path_factory.mktemp("empty"), "-a", MODULE, "--list-rules").splitlines()
    return [line.partition(":")[0] for line in lines]


def found_in(matches: Sequence[dict[str, Any]], template: str) -> list[tuple[int, int, str]]:
    """Line, column and rule of our findings in a template."""
    starts = [(match["Location"]["Start"], match) for match in matches if match["Filename"] == template]
    found = ((start["LineNumber"], start["ColumnNumber"], match["Rule"]["Id"]) for start, match in starts)
    return sorted(one for one in found if one[2][1] == "-")


def test_findings_have_the_line_and_column_of_the_member_and_the_rules_name(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "bad.yaml") == [
        (13, 9, "E-unquoted-static-value"),
        (14, 9, "W-cacheable-error"),
        (15, 9, "I-unquoted-static-value"),
    ]


def test_a_finding_says_what_is_wrong_and_what_to_write(matches: Sequence[dict[str, Any]]) -> None:
    messages = [match["Message"] for match in matches if match["Filename"] == "bad.yaml"]
    assert """'30' is static text without single quotes around it; write "'30'\"""" in messages


def test_the_severity_is_that_of_the_finding(matches: Sequence[dict[str, Any]]) -> None:
    levels = {match["Rule"]["Id"]: match["Level"] for match in matches if match["Filename"] == "bad.yaml"}
    assert levels == {
        "E-unquoted-static-value": "Error",
        "W-cacheable-error": "Warning",
        "I-unquoted-static-value": "Informational",  # it is so with the default of a parameter only
    }


def test_nothing_is_found_in_a_good_template(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "good.yaml") == []


def test_what_metadata_has_cfn_lint_ignore_is_not_there(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "ignored.yaml") == [(14, 9, "E-unquoted-static-value"), (16, 9, "I-unquoted-static-value")]


def test_what_is_acknowledged_is_not_there(matches: Sequence[dict[str, Any]]) -> None:
    found = found_in(matches, "acknowledged.yaml")
    assert found == [(14, 9, "E-unquoted-static-value"), (16, 9, "I-unquoted-static-value")]


def test_what_a_loop_makes_is_found_where_the_loop_says_it(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "loop.yaml") == [(15, 13, "E-unquoted-static-value")]


def test_what_metadata_in_a_loop_has_cfn_lint_ignore_is_not_there(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "ignored-loop.yaml") == []


def test_lines_of_a_sam_template_are_those_of_its_source(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "sam.yaml") == [(14, 15, "E-unquoted-static-value")]


def test_definitions_in_json_are_read_too(matches: Sequence[dict[str, Any]]) -> None:
    assert found_in(matches, "definition.json") == [(7, 30, "E-unquoted-static-value")]


def test_a_key_that_is_a_number_has_its_line(matches: Sequence[dict[str, Any]]) -> None:
    assert (13, 1, "E-invalid-parameter-key") in found_in(matches, "number.yaml")


def test_what_is_no_template_is_left_to_cfn_lint(matches: Sequence[dict[str, Any]]) -> None:
    found = {match["Rule"]["Id"] for match in matches if match["Filename"] == "empty.yaml"}
    assert found == {"E1001"}  # 'Resources' is a required property


def test_a_template_of_standard_input_is_read(tmp_path: Path) -> None:
    printed = cfn_lint(tmp_path, "-a", MODULE, "--ignore-checks", "W-", "--format", "parseable", template=BAD)
    message = """'30' is static text without single quotes around it; write "'30'\""""
    assert printed == f"None:13:9:13:43:E-unquoted-static-value:{message}\n"


def test_every_rule_is_listed_with_its_severity(listed: Sequence[str]) -> None:
    assert {f"{rule.severity[0].upper()}-{name}" for name, rule in all_rules().items()} <= set(listed)


def test_no_rule_is_listed_as_worse_than_it_is(listed: Sequence[str]) -> None:
    assert "E-cacheable-error" not in listed
