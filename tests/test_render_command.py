"""The render command: what it prints, and what it says of input that it cannot read."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.cli import main
from constructs_gw.rest_api_view import rest_apis

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


def assembled(folder: Path, stack: str, template: dict[str, Any]) -> Path:
    """The template of a stack in a cloud assembly."""
    path = folder / f"{stack}.template.json"
    path.write_text(json.dumps(template))
    return path


def write_manifest(folder: Path, *stacks: str) -> None:
    artifacts = {
        stack: {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{stack}.template.json"}}
        for stack in stacks
    }
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))


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


@pytest.fixture
def two_apis(tmp_path: Path) -> str:
    path = tmp_path / "two.json"
    resources = {name: {"Type": "AWS::ApiGateway::RestApi"} for name in ("Orders", "Users")}
    path.write_text(json.dumps({"Resources": resources}))
    return str(path)


def test_one_type_as_json_is_an_object_even_of_a_template_with_several_apis(
    capsys: pytest.CaptureFixture[str], two_apis: str
) -> None:
    text = printed(capsys, two_apis, "--api", "Users", "--type", "THROTTLED", "--format", "json")
    assert json.loads(text)["rest_api"] == "Users"


def test_one_type_of_several_apis_as_json_asks_for_the_api(capsys: pytest.CaptureFixture[str], two_apis: str) -> None:
    assert refused(capsys, two_apis, "--type", "THROTTLED", "--format", "json") == (
        f"constructs-gw: --format json with one --type is one answer, and {two_apis} has 2 REST APIs; "
        "add --api Orders or --api Users\n"
    )


def test_one_type_of_an_api_in_several_templates_as_json_asks_for_the_template(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [assembled(tmp_path, name, TEMPLATE) for name in ("Dev", "Prod")]
    write_manifest(tmp_path, "Dev", "Prod")
    error = refused(capsys, str(tmp_path), "--api", "Api", "--type", "THROTTLED", "--format", "json")
    assert error.endswith(f" has 2 REST APIs; name one template: {files[0]}, {files[1]}\n")


def test_several_types_as_json_are_a_list(capsys: pytest.CaptureFixture[str], two_apis: str) -> None:
    text = printed(capsys, two_apis, "--type", "THROTTLED", "--type", "UNAUTHORIZED", "--format", "json")
    assert [(answer["rest_api"], answer["response_type"]) for answer in json.loads(text)] == [
        ("Orders", "THROTTLED"),
        ("Orders", "UNAUTHORIZED"),
        ("Users", "THROTTLED"),
        ("Users", "UNAUTHORIZED"),
    ]


@pytest.mark.parametrize("name", ["unauthorized", "ResponseType.UNAUTHORIZED", "Unauthorized"])
def test_a_type_may_be_written_in_either_case_and_as_in_python(
    capsys: pytest.CaptureFixture[str], template: str, name: str
) -> None:
    assert "  UNAUTHORIZED  401 Unauthorized" in printed(capsys, template, "--type", name)


@pytest.mark.parametrize("name", ["error.message", "context.error.message", "$context.error.message"])
def test_a_context_variable_may_be_written_with_its_prefix(
    capsys: pytest.CaptureFixture[str], template: str, name: str
) -> None:
    assert '{"slow": "Slow down"}' in printed(capsys, template, "--type", "THROTTLED", "--context", f"{name}=Slow down")


def test_the_json_of_an_answer_says_whose_customization_it_is(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    own, built_in = json.loads(
        printed(capsys, template, "--type", "THROTTLED", "--type", "UNAUTHORIZED", "--format", "json")
    )
    assert (own["source"], built_in["source"]) == ("THROTTLED", None)


def test_several_answers_as_http_each_say_what_they_are(capsys: pytest.CaptureFixture[str], template: str) -> None:
    lines = printed(capsys, template, "--type", "THROTTLED", "--type", "UNAUTHORIZED", "--format", "http").splitlines()
    assert [line for line in lines if line.startswith(("#", "HTTP"))] == [
        "# orders.json Api THROTTLED",
        "HTTP/1.1 503 Service Unavailable",
        "# orders.json Api UNAUTHORIZED",
        "HTTP/1.1 401 Unauthorized",
    ]


def test_several_answers_as_text_share_their_usual_headers_and_end_in_a_total(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    asked = ("THROTTLED", "INVALID_API_KEY", "UNAUTHORIZED", "WAF_FILTERED")
    text = printed(capsys, template, *(word for name in asked for word in ("--type", name)))
    assert text.partition("\n\n  built in")[2] == (
        "; each has these headers, or shows its own\n"
        "    Content-Type: application/json\n"
        "    x-amz-apigw-id: FkpZPEAWIAMF8Hw=\n"
        "    x-amzn-ErrorType: ForbiddenException\n"
        "    x-amzn-RequestId: 4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f\n"
        "\n"
        "  INVALID_API_KEY  403 Forbidden  (built in)\n"
        '    {"message":"Forbidden"}\n'
        "  UNAUTHORIZED  401 Unauthorized  (built in)\n"
        "    x-amzn-ErrorType: UnauthorizedException\n"
        '    {"message":"Unauthorized"}\n'
        "  WAF_FILTERED  403 Forbidden  (built in)\n"
        '    {"message":"Forbidden"}\n'
        "\n"
        "  4 response types: 1 customized (THROTTLED), 3 built in\n"
    )


def test_the_total_of_answers_of_one_kind_names_none(capsys: pytest.CaptureFixture[str], template: str) -> None:
    lines = printed(capsys, template, "--type", "UNAUTHORIZED", "--type", "WAF_FILTERED").splitlines()
    assert lines[-1] == "  2 response types: 2 built in"


def test_a_message_that_nobody_knows_does_not_stand_as_if_it_were_sent(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    text = printed(capsys, template, "--type", "EXPIRED_TOKEN")
    assert '    {"message":"<no published capture of this message>"}\n' in text


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A template whose body is no JSON once it is filled in."""
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(TEMPLATE).replace(r"{\"slow\"", "{slow"))
    return str(path)


def test_a_body_that_is_no_json_is_said_in_text(capsys: pytest.CaptureFixture[str], broken: str) -> None:
    lines = printed(capsys, broken, "--type", "THROTTLED").splitlines()
    assert lines[-3:-1] == [
        '    {slow: "Too Many Requests"}',
        "    not JSON: Expecting property name enclosed in double quotes at line 1, column 2",
    ]


def test_a_body_that_is_no_json_is_a_note_in_json(capsys: pytest.CaptureFixture[str], broken: str) -> None:
    [answer, sound] = json.loads(
        printed(capsys, broken, "--type", "THROTTLED", "--type", "UNAUTHORIZED", "--format", "json")
    )
    assert answer["notes"] == ["not JSON: Expecting property name enclosed in double quotes at line 1, column 2"]
    assert sound["notes"] == []


@pytest.mark.parametrize(
    ("media_type", "body", "notes"),
    [
        ("text/plain", "slow", []),
        ("application/problem+json", "slow", ["not JSON: Expecting value at line 1, column 1"]),
        ("application/json", {"Fn::Sub": "{${AWS::Region}}"}, []),
        ("application/json", "NaN", ["not JSON: NaN is no JSON value"]),
        ("application/json", "[" * 100_000, ["not JSON: nested too deeply"]),
    ],
    ids=["text", "problem+json", "known at deployment", "NaN", "deep"],
)
def test_only_what_is_served_as_json_and_certainly_is_none_is_noted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, media_type: str, body: Any, notes: list[str]
) -> None:
    resource = {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {"RestApiId": "x", "ResponseType": "THROTTLED", "ResponseTemplates": {media_type: body}},
    }
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"Resources": {"Slow": resource}}))
    answer = json.loads(printed(capsys, str(path), "--type", "THROTTLED", "--format", "json"))
    assert answer["notes"] == notes


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


def test_control_characters_of_a_logical_id_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TEMPLATE).replace('"Api"', '"\\u001b[31mApi"'))
    assert "\x1b" not in printed(capsys, str(path))
    assert "\x1b" not in refused(capsys, str(path), "--api", "Other")


def test_a_missing_file_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "missing.json"
    assert refused(capsys, str(path)) == (
        f"constructs-gw: {path}: No such file or directory; name a template or a cloud assembly\n"
    )


def test_what_is_not_read_is_said_where_there_is_nothing_to_show(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "orders.yaml"}}
    path = tmp_path / "root.json"
    path.write_text(json.dumps({"Resources": {"Orders": nested}}))
    assert refused(capsys, str(path)) == (
        f"note: {path}: what is in nested stacks is not read; validate orders.yaml as well\n"
        f"constructs-gw: no REST API in {path}; give the template of a stack that has one\n"
    )


def test_a_missing_cdk_out_asks_for_a_synth(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        refused(capsys)
        == "constructs-gw: cdk.out: No such file or directory; run cdk synth first, or name template files\n"
    )


def test_an_empty_cdk_out_asks_for_a_synth(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cdk.out").mkdir()
    assert refused(capsys) == (
        "constructs-gw: cdk.out is not a cloud assembly: no manifest.json; "
        "run cdk synth first, or name template files\n"
    )


def test_a_folder_that_is_no_assembly_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert refused(capsys, str(tmp_path)) == (
        f"constructs-gw: {tmp_path} is not a cloud assembly: no manifest.json; "
        "run cdk synth first, or name template files\n"
    )


def test_the_name_of_a_stack_is_answered_with_its_template(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cdk.out").mkdir()
    Path("cdk.out/Second.template.json").write_text("{}")
    assert refused(capsys, "Second") == (
        "constructs-gw: Second: No such file or directory; write cdk.out/Second.template.json\n"
    )


def test_a_stack_without_resources_in_an_assembly_is_passed_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assembled(tmp_path, "Empty", {"Parameters": {}})
    assembled(tmp_path, "Orders", TEMPLATE)
    write_manifest(tmp_path, "Empty", "Orders")
    assert printed(capsys, str(tmp_path)).startswith("Orders: what a client of Api receives\n")


def test_a_template_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(YAML.encode())))
    text = printed(capsys, "-", "--type", "THROTTLED")
    assert text.splitlines()[0] == 'standard input: what a client of {"Fn::ImportValue": "OrdersApi"} receives'


def test_what_is_wrong_with_standard_input_names_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert refused(capsys, "-") == (
        "constructs-gw: standard input: not a template: no Resources; "
        "give a CloudFormation or SAM template, an OpenAPI document, a serverless.yml, "
        "or the JSON of terraform show -json or of aws pull\n"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"app": "python app.py"}',
            "is the settings of a CDK app, not a template; run cdk synth, then give cdk.out",
        ),
        (
            '{"version": "55", "artifacts": {}}',
            "is the manifest of a cloud assembly, not a template; give its folder",
        ),
        (
            "resource: {}",
            "is Terraform's configuration, not a template; "
            "run terraform plan -out plan and terraform show -json plan > plan.json, then give plan.json",
        ),
    ],
)
def test_another_document_is_called_what_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "document"
    path.write_text(content)
    assert refused(capsys, str(path)) == f"constructs-gw: {path} {message}\n"


def test_conditions_and_maps_are_followed_with_the_defaults_of_parameters() -> None:
    parameters = {
        "gatewayresponse.header.X-Stage": {"Fn::If": ["IsProd", "'prod'", "'other'"]},
        "gatewayresponse.header.X-Tier": {"Fn::FindInMap": ["Tiers", {"Ref": "Stage"}, "Header"]},
        "gatewayresponse.header.X-Debug": {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, "'on'"]},
    }

    def response(condition: str, status: str) -> dict[str, Any]:
        properties = {"RestApiId": "abc", "ResponseType": "THROTTLED", "StatusCode": status}
        return {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Condition": condition,
            "Properties": {**properties, "ResponseParameters": parameters},
        }

    template = {
        "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
        "Conditions": {
            "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
            "IsTest": {"Fn::Not": [{"Condition": "IsProd"}]},
        },
        "Mappings": {"Tiers": {"prod": {"Header": "'gold'"}}},
        "Resources": {"Prod": response("IsProd", "503"), "Test": response("IsTest", "429")},
    }
    [api] = rest_apis(template)
    [entry] = api.customizations.values()
    assert entry.status_code == "503"
    assert {name: str(value) for name, value in entry.headers.items()} == {"X-Stage": "'prod'", "X-Tier": "'gold'"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"{",
            "is not JSON: Expecting property name enclosed in double quotes at line 1; give a JSON or YAML document",
        ),
        (b"\xff\xfe\xff", "is not text: truncated data"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"Resources": {}, "Resources": {}}', "is not JSON: duplicate member 'Resources'"),
        (b"Resources: !Ref x", "no REST API in"),
        (b"[]", "is not a template"),
        (b"{}", "t.json: not a template: no Resources"),
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


def test_a_header_whose_only_colon_is_of_its_value_is_refused(
    capsys: pytest.CaptureFixture[str], template: str
) -> None:
    assert refused(capsys, template, "--header", "Origin https://a.example") == (
        "constructs-gw: --header 'Origin https://a.example' has no header name before its colon; "
        "write --header 'NAME: VALUE'\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "--context 'x' is no pair; write --context NAME=VALUE"),
        (
            "requestID.x=1",
            "--context requestID.x=1: unknown context variable $context.requestID.x; write $context.requestId",
        ),
        (
            "status=503",
            "--context status=503: $context.status has a value in access logs only (API Gateway Developer Guide, "
            "api-gateway-variables-for-access-logging); leave it out, or log it in the stage's access log format",
        ),
    ],
)
def test_a_context_variable_that_no_answer_can_hold_is_refused(
    capsys: pytest.CaptureFixture[str], template: str, text: str, message: str
) -> None:
    assert refused(capsys, template, "--context", text) == f"constructs-gw: {message}\n"


def test_all_that_is_wrong_with_the_options_is_said_at_once(capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert refused(capsys, template, "--type", "throtled", "--header", "Origin", "--context", "x") == (
        "constructs-gw: 3 problems:\n"
        "  - unknown response type 'throtled'; write \"THROTTLED\"\n"
        "  - --header 'Origin' is no pair; write --header 'NAME: VALUE'\n"
        "  - --context 'x' is no pair; write --context NAME=VALUE\n"
    )


def test_what_api_gateway_would_reject_is_named_with_its_resource(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TEMPLATE).replace("context.stage", "live").replace("THROTTLED", "THROTLED"))
    assert refused(capsys, str(path)) == (
        f"constructs-gw: {path}: Slow: gatewayresponse.header.X-Stage: the value live has no single quotes of its "
        "own; write \"'live'\" for static text\n"
    )


def test_the_help_says_when_json_is_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["render", "--help"])
    assert "json is an object with exactly one --type" in " ".join(capsys.readouterr().out.split())
