"""The render command: what it prints, and what it says of input that it cannot read."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.cli import main

TEMPLATE = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}},
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "StageName": "live",
                "Variables": {"origin": "https://a.example"},
            },
        },
        "Slow": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": "THROTTLED",
                "StatusCode": 503,
                "ResponseParameters": {
                    "gatewayresponse.header.X-Stage": "context.stage",
                    "gatewayresponse.header.X-Team": {"Fn::Sub": "'${AWS::Region}-orders'"},
                    "gatewayresponse.header.X-Caller": "method.request.header.X-Caller",
                    "gatewayresponse.header.Access-Control-Allow-Origin": "stageVariables.origin",
                },
                "ResponseTemplates": {"application/json": '{"slow": $context.error.messageString}'},
            },
        },
    }
}


@pytest.fixture
def template(tmp_path: Path) -> str:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(TEMPLATE))
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["render", *arguments]) == 0
    return capsys.readouterr().out


def test_one_answer_as_text(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert printed(capsys, template, "--type", "THROTTLED") == (
        "orders.json: what a client of Api receives\n"
        "  THROTTLED  503 Service Unavailable  (its own customization)\n"
        "    Access-Control-Allow-Origin: https://a.example\n"
        "    Content-Type: application/json\n"
        "    X-Stage: live\n"
        "    X-Team: <AWS::Region>-orders\n"
        "    x-amz-apigw-id: FkpZPEAWIAMF8Hw=\n"
        "    x-amzn-ErrorType: TooManyRequestsException\n"
        "    x-amzn-RequestId: 4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f\n"
        '    {"slow": "Too Many Requests"}\n'
        "    undetermined: headers.X-Team: a part is known only at deployment\n"
    )


def test_one_answer_as_json(capsys: pytest.CaptureFixture[str], template: str) -> None:
    arguments = ("--type", "THROTTLED", "--header", "x-caller: shop", "--context", "error.message=Slow down")
    answer: dict[str, Any] = json.loads(printed(capsys, template, *arguments, "--format", "json"))
    assert answer["status"] == 503
    assert answer["headers"]["X-Caller"] == "shop"
    assert answer["body"] == '{"slow": "Slow down"}'


def test_one_answer_as_http(capsys: pytest.CaptureFixture[str], template: str) -> None:
    lines = printed(capsys, template, "--type", "UNAUTHORIZED", "--format", "http").splitlines()
    assert (lines[0], lines[-2:]) == ("HTTP/1.1 401 Unauthorized", ["", '{"message":"Unauthorized"}'])


def test_every_type_that_a_client_can_meet_is_shown(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert len(json.loads(printed(capsys, template, "--format", "json"))) == 19


YAML = """
Parameters:
  Origin: {Type: String, Default: https://a.example}
Resources:
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !ImportValue OrdersApi
      ResponseType: THROTTLED
      StatusCode: 503
      ResponseParameters:
        gatewayresponse.header.Access-Control-Allow-Origin: !Sub "'${Origin}'"
"""


def test_a_template_in_yaml_with_short_forms(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "orders.yaml"
    path.write_text(YAML)
    answer = json.loads(printed(capsys, str(path), "--type", "THROTTLED", "--format", "json"))
    assert (answer["rest_api"], answer["status"]) == ('{"Fn::ImportValue": "OrdersApi"}', 503)
    assert answer["headers"]["Access-Control-Allow-Origin"] == "https://a.example"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["render", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_control_characters_of_a_template_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TEMPLATE).replace("slow", "\\u001b[31mslow"))
    assert "\x1b" not in printed(capsys, str(path), "--type", "THROTTLED")


def test_a_missing_file_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "missing.json"
    assert refused(capsys, str(path)) == (
        f"constructs-gw: {path}: No such file or directory; name a template or a cloud assembly\n"
    )


def test_a_folder_that_is_no_assembly_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert refused(capsys, str(tmp_path)) == f"constructs-gw: {tmp_path} is no cloud assembly; run cdk synth first\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"{",
            "is not JSON: Expecting property name enclosed in double quotes at line 1; give a JSON or YAML document",
        ),
        (b"\xff\xfe\xff", "is not YAML: unacceptable character"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"Resources": {}, "Resources": {}}', "is not JSON: duplicate member 'Resources'"),
        (b"Resources: !Ref x", "no REST API in"),
        (b"[]", "is not a template"),
        (b"{}", "not a CloudFormation template: no Resources"),
    ],
)
def test_what_is_no_template_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(content)
    error = refused(capsys, str(path))
    assert message in error
    assert error.count("\n") == 1


def test_an_unknown_type_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert refused(capsys, template, "--type", "throtled") == (
        "constructs-gw: unknown response type 'throtled'; write \"THROTTLED\"\n"
    )


def test_an_unknown_api_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert refused(capsys, template, "--api", "Other").endswith("; it has Api\n")


def test_a_header_without_a_colon_is_refused(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert refused(capsys, template, "--header", "Origin") == (
        "constructs-gw: --header 'Origin' is no pair; write --header 'NAME: VALUE'\n"
    )


def test_what_api_gateway_would_reject_is_named_with_its_resource(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TEMPLATE).replace("context.stage", "live").replace("THROTTLED", "THROTLED"))
    assert refused(capsys, str(path)) == (
        "constructs-gw: Slow: gatewayresponse.header.X-Stage: the value live has no single quotes of its own; "
        "write \"'live'\" for static text\n"
    )
