"""`validate --provider`: what is lost on APIG, at the customization that loses it, in every format."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.apig_findings import apig_findings
from constructs_gw.cli import main
from constructs_gw.rules import all_rules
from constructs_gw.template import Template
from constructs_gw.validate import validate

TEMPLATE = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: orders}
  Refused:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: DEFAULT_4XX
      ResponseParameters:
        gatewayresponse.header.Access-Control-Allow-Origin: "'*'"
        gatewayresponse.header.Content-Language: method.request.header.Accept-Language
      ResponseTemplates: {application/json: '{"message": "no"}'}
  Failed:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: DEFAULT_5XX
      ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
      ResponseTemplates: {application/json: '{"message": "later"}'}
"""
REPORT = """\
Api in api.yaml
  api.yaml:5: warning: header Content-Language has the value of method.request.header.Accept-Language, which APIG \
cannot answer with: it is left out [apig-request-value]
    at Refused
    fix: give it plain text
  api.yaml:5: info: DEFAULT_4XX goes to 14 error types, since types of APIG inherit nothing [apig-expanded-type]
    at Refused
    fix: nothing: all of them answer so
  api.yaml:5: info: AUTH_FAILURE, AUTH_HEADER_MISSING, AUTHORIZER_FAILURE and 1 more answer with 401, API Gateway with \
403 [apig-other-status]
    at Refused
    fix: give the customization status_code=403 if clients need it
  api.yaml:5: info: NOT_FOUND answers with 404, API Gateway with 403 [apig-other-status]
    at Refused
    fix: give the customization status_code=403 if clients need it
  api.yaml:14: info: DEFAULT_5XX goes to 5 error types, since types of APIG inherit nothing [apig-expanded-type]
    at Failed
    fix: nothing: all of them answer so
  api.yaml:14: info: BACKEND_UNAVAILABLE answers with 502, API Gateway with 504 [apig-other-status]
    at Failed
    fix: give the customization status_code=504 if clients need it

6 findings: 1 warning, 5 info
"""
PROVIDER = ("--provider", "opentelekomcloud")
OURS = {"apig-request-value", "apig-expanded-type", "apig-other-status"}


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.yaml").write_text(TEMPLATE)
    return Path("api.yaml")


def out(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main(["validate", *map(str, arguments)]) == code
    return capsys.readouterr().out


def test_what_is_lost_is_found_at_the_customization(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, api, *PROVIDER) == REPORT


def test_nothing_of_that_is_found_unless_asked_for(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, api) == "no findings\n"


def test_a_loss_fails_as_a_finding_does(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, api, *PROVIDER, "--fail-on", "warning", code=1)


def test_json_has_the_place(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(out(capsys, api, *PROVIDER, "--format", "json"))
    assert {each["rule"] for each in found} == OURS
    assert found[0]["resource"] == "Refused"
    assert (found[0]["template"], found[0]["line"]) == ("api.yaml", 5)


def test_sarif_explains_each_kind(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(out(capsys, api, *PROVIDER, "--format", "sarif"))
    schema = Path(__file__).parent.parent / "reports" / "sarif-2.1.0.schema.json"
    jsonschema.validate(log, json.loads(schema.read_text()))
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert rules == [*all_rules(), *all_kinds()]
    assert {rules[result["ruleIndex"]] for result in log["runs"][0]["results"]} == OURS


def test_junit_has_a_case_for_each_kind(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = out(capsys, api, *PROVIDER, "--format", "junit", "--fail-on", "warning", code=1)
    cases = {case.get("name"): case for case in ET.fromstring(report).iter("testcase")}
    assert all_kinds().keys() <= cases.keys()
    assert cases["apig-request-value"].find("failure") is not None
    assert cases["apig-status"].find("failure") is None


def test_github_shows_it_beside_the_line(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = out(capsys, api, *PROVIDER, "--format", "github").splitlines()
    assert lines[0].startswith("::warning file=api.yaml,line=5,title=apig-request-value::header Content-Language has")


def test_one_kind_is_selected(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = out(capsys, api, *PROVIDER, "--select", "apig-request-value", "--format", "json")
    assert [each["rule"] for each in json.loads(found)] == ["apig-request-value"]
    assert out(capsys, api, *PROVIDER, "--select", "invalid-header-name") == "no findings\n"


def test_a_kind_is_ignored(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = out(capsys, api, *PROVIDER, "--ignore", "apig-request-value", "--format", "json")
    assert {each["rule"] for each in json.loads(found)} == OURS - {"apig-request-value"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "apig-status"],
         "--select apig-status is for APIG; add --provider huaweicloud or opentelekomcloud"),
        (["--prefer", "A=B"], "--prefer A=B is for APIG; add --provider huaweicloud or opentelekomcloud"),
        ([*PROVIDER, "--prefer", "A"],
         "--prefer 'A' is no pair; write --prefer ERROR_TYPE=RESPONSE_TYPE, or --prefer closest"),
        ([*PROVIDER, "--prefer", "A=B", "--prefer", "A=C"], "--prefer has A twice; keep B or C"),
        ([*PROVIDER, "--prefer", "NOT_FOND=THROTTLED"], "unknown error type 'NOT_FOND'; write \"NOT_FOUND\""),
        ([*PROVIDER, "--select", "apig-statu"], "no rule is named 'apig-statu'; write apig-status"),
    ],
)  # fmt: skip
def test_an_option_that_means_nothing_is_refused(
    api: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(api), *arguments]) == 2
    assert capsys.readouterr().err == f"constructs-gw: {said}\n"


def response(kind: str, body: str, **resource: Any) -> dict[str, Any]:
    properties = {"RestApiId": {"Ref": "Api"}, "ResponseType": kind, "ResponseTemplates": {"application/json": body}}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties, **resource}


def written(path: Path, metadata: dict[str, Any] | None = None, **resources: Any) -> Path:
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {}, "Metadata": metadata or {}}
    path.write_text(json.dumps({"Resources": {"Api": api, **resources}}))
    return path


def acknowledge(**reasons: str) -> dict[str, Any]:
    return {"constructs-gw": {"acknowledge": {name.replace("_", "-"): reason for name, reason in reasons.items()}}}


def rules(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> list[tuple[str, str]]:
    found = json.loads(out(capsys, *arguments, "--format", "json", code=code))
    return [(each["rule"], each["resource"]) for each in found]


SELECTED = ["--select", "apig-unescaped-variable", "--select", "unused-acknowledgement"]
SELECTED += ["--select", "unexplained-acknowledgement"]
RAW = '{"a": $context.error.messageString}'


def test_two_that_disagree_are_both_told_and_a_preference_settles_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path / "t.json", One=response("EXPIRED_TOKEN", '"a"'), Other=response("INVALID_SIGNATURE", '"b"')
    )
    select = ("--select", "apig-conflicting-responses")
    assert rules(capsys, path, *PROVIDER, *select, code=1) == [(select[1], "One"), (select[1], "Other")]
    assert rules(capsys, path, *PROVIDER, *select, "--prefer", "AUTH_FAILURE=EXPIRED_TOKEN") == []
    assert rules(capsys, path, *PROVIDER, *select, "--prefer", "closest") == []


@pytest.mark.parametrize("where", ["response", "api"])
def test_a_loss_is_acknowledged_as_a_rule_is(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = acknowledge(apig_unescaped_variable="nobody parses it")
    kept, api = (given, None) if where == "response" else ({}, given)
    path = written(tmp_path / "t.json", api, Slow=response("THROTTLED", RAW, Metadata=kept))
    assert rules(capsys, path, *PROVIDER, *SELECTED) == []
    assert "1 acknowledged" in out(capsys, path, *PROVIDER, *SELECTED)


def test_what_is_acknowledged_for_apig_is_known_without_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = acknowledge(apig_unescaped_variable="nobody parses it")
    path = written(tmp_path / "t.json", Slow=response("THROTTLED", '{"a": 1}', Metadata=given))
    assert rules(capsys, path) == []


def test_what_finds_nothing_is_told_where_it_was_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = acknowledge(apig_unescaped_variable="nobody parses it")
    path = written(tmp_path / "t.json", Slow=response("THROTTLED", '{"a": 1}', Metadata=given))
    assert rules(capsys, path, *PROVIDER, *SELECTED) == [("unused-acknowledgement", "Slow")]


def test_a_reason_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(
        tmp_path / "t.json", Slow=response("THROTTLED", RAW, Metadata=acknowledge(apig_unescaped_variable=""))
    )
    assert rules(capsys, path, *PROVIDER, *SELECTED, code=1) == [
        ("apig-unescaped-variable", "Slow"),
        ("unexplained-acknowledgement", "Slow"),
    ]


def test_a_response_in_a_definition_is_found_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "openapi.yaml").write_text("""\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths: {}
x-amazon-apigateway-gateway-responses:
  THROTTLED:
    responseTemplates: {application/json: '{"a": "$context.accountId"}'}
""")
    select = ("--select", "apig-unknown-variable", "--format", "json")
    found = json.loads(out(capsys, tmp_path / "openapi.yaml", *PROVIDER, *select))
    assert [(each["line"], each["location"]) for each in found] == [
        (5, "x-amazon-apigateway-gateway-responses.THROTTLED")
    ]


def test_a_template_without_resources_has_nothing_to_lose() -> None:
    assert validate([Template({"Resources": []})], other=apig_findings("huaweicloud")) == []


def test_what_api_gateway_refuses_is_left_to_the_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "t.json", Slow=response("THROTLED", RAW), Odd={"Type": 3}, Api={"Type": []})
    assert [rule for rule, _ in rules(capsys, path, *PROVIDER, code=1)] == ["unknown-response-type"]
