"""`constructs-gw apig emit` and `apig render`: what they print, write and refuse."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from constructs_gw.apig.terraform import LABEL
from constructs_gw.cli import main

from .commands import write_template

PLAIN = {"ResponseTemplates": {"application/json": '{"slow": "$context.requestId"}'}}
CORS = {**PLAIN, "ResponseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'"}}
WRONG = {**PLAIN, "ResponseParameters": {"gatewayresponse.header.X-A": "unquoted"}}
HTML = {"ResponseTemplates": {"text/html": "<p>slow</p>"}}
LISTING = {
    "provider": "huaweicloud",
    "instance_id": "i1",
    "group_id": "g1",
    "response": "default",
    "responses": {
        "THROTTLED": {"status": 503, "body": '{"slow": true}', "default": False},
        "NOT_FOUND": {"status": 404, "body": "{}", "default": True},
    },
}


@dataclass(frozen=True, slots=True)
class Command:
    """`constructs-gw apig` for a cloud, in a folder of its own."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, provider: str = "huaweicloud") -> tuple[int, str, str]:
        """The exit code, and what is printed."""
        code = main(["apig", *arguments, "--provider", provider])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err


@pytest.fixture
def apig(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.chdir(tmp_path)
    return Command(capsys)


def test_a_file_is_written_and_counted(apig: Command) -> None:
    code, out, err = apig("emit", write_template(THROTTLED=CORS), "-o", "errors.tf.json")
    assert (code, out) == (0, "1 error type in errors.tf.json\n")
    assert "template.json: warning: APIG has no type for QUOTA_EXCEEDED" in err
    written = json.loads(Path("errors.tf.json").read_text())
    assert written["resource"]["huaweicloud_apig_response"][LABEL]["name"] == "gateway-responses"


def test_the_text_is_printed_where_no_file_is_named(apig: Command) -> None:
    code, out, _ = apig("emit", write_template(THROTTLED=PLAIN), "--name", "slow", provider="opentelekomcloud")
    [rule] = json.loads(out)["resource"]["opentelekomcloud_apigw_response_v2"][LABEL]["rule"]
    assert (code, rule["error_type"], rule["status_code"]) == (0, "THROTTLED", 429)
    assert out.endswith("}\n")


def test_headers_that_would_be_lost_are_an_error_and_nothing_is_written(apig: Command) -> None:
    source = write_template(THROTTLED=CORS)
    code, out, err = apig("emit", source, "-o", "errors.tf.json", provider="opentelekomcloud")
    assert (code, out) == (1, "")
    assert "error: opentelekomcloud_apigw_response_v2 has no headers: Access-Control-Allow-Origin would be lost" in err
    assert err.endswith("nothing is written\n")
    assert not Path("errors.tf.json").exists()


def test_headers_may_be_lost_on_purpose(apig: Command) -> None:
    source = write_template(THROTTLED=CORS)
    code, _, err = apig("emit", source, "--allow-loss", "-o", "errors.tf.json", provider="opentelekomcloud")
    assert code == 0
    assert (
        "warning: opentelekomcloud_apigw_response_v2 has no headers, so nothing sets Access-Control-Allow-Origin "
        "[apig-lost-headers]\n    at THROTTLED\n    fix: put them with constructs-gw apig push\n"
    ) in err
    assert Path("errors.tf.json").exists()


@pytest.mark.parametrize("shown", ["text", "http"])
def test_a_header_that_was_pulled_is_one_line(apig: Command, shown: str) -> None:
    response = {"body": "{}", "headers": [{"key": "X\r\nY: 1\x1b[2J", "value": "v\nZ: 2"}], "default": False}
    Path("pulled.json").write_text(json.dumps({**LISTING, "responses": {"THROTTLED": response}}))
    _, out, _ = apig("render", "pulled.json", "--type", "THROTTLED", "--format", shown)
    assert r"X\r\nY: 1\x1b[2J: v\nZ: 2" in [line.strip() for line in out.splitlines()]


@pytest.mark.parametrize("name", ["errors.tf", "errors.yaml"])
def test_a_file_that_terraform_would_not_read_as_json_is_refused(apig: Command, name: str) -> None:
    code, _, err = apig("emit", write_template(THROTTLED=CORS), "-o", name)
    assert code == 2
    assert f"{name} would hold JSON; name a file that ends in .tf.json" in err
    assert not Path(name).exists()


def test_what_apig_documents_to_refuse_is_said_of_a_file_that_was_pulled(apig: Command) -> None:
    response = {"status": 444, "body": "{}", "headers": [{"key": "X\n\x1b[2J", "value": "v"}], "default": False}
    Path("pulled.json").write_text(json.dumps({**LISTING, "responses": {"THROTTLED": response}}))
    code, _, err = apig("emit", "pulled.json")
    assert code == 0
    assert err.splitlines() == [
        "note: pulled.json: THROTTLED: status 444 is not one that APIG takes; write one from 200 to 599, and not 444",
        "note: pulled.json: THROTTLED: header name 'X\\n\\x1b[2J' has other characters than APIG takes; "
        "use only A-Z, a-z, 0-9 and -",
    ]


def test_what_cannot_be_said_at_all_is_an_error_and_nothing_is_written(apig: Command) -> None:
    source = write_template(THROTTLED=CORS, ACCESS_DENIED=HTML)
    Path("errors.tf.json").write_text("mine")
    code, _, err = apig("emit", source, "-o", "errors.tf.json", "--allow-loss")
    assert code == 1
    assert "[apig-non-json-body]" in err
    assert Path("errors.tf.json").read_text() == "mine"


def test_a_template_in_which_validate_finds_an_error_is_refused(apig: Command) -> None:
    code, out, err = apig("emit", write_template(THROTTLED=WRONG))
    assert (code, out) == (2, "")
    assert "[invalid-mapping-expression]" in err or "[unquoted-static-value]" in err


def test_an_api_without_customizations_is_refused(apig: Command) -> None:
    Path("t.json").write_text(json.dumps({"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}))
    code, _, err = apig("emit", "t.json")
    assert (code, err) == (2, "constructs-gw: t.json customizes no error answer; name what does\n")


def test_a_name_that_terraform_cannot_own_is_refused(apig: Command) -> None:
    assert apig("emit", write_template(), "--name", "default")[0] == 2
    assert apig("emit", write_template(), "--name", "")[0] == 2


def test_a_folder_that_is_not_there_is_refused(apig: Command) -> None:
    code, _, err = apig("emit", write_template(), "-o", "none/errors.tf.json")
    assert (code, err.count("Traceback")) == (2, 0)


def test_the_provider_of_huawei_rfs_is_asked_for(apig: Command) -> None:
    source = "huawei.com/provider/huaweicloud"
    _, out, _ = apig("emit", write_template(), "--provider-source", source)
    assert json.loads(out)["terraform"]["required_providers"]["huaweicloud"]["source"] == source


def test_a_conflict_is_settled_by_a_preference(apig: Command) -> None:
    other = {"ResponseTemplates": {"application/json": "{}"}}
    source = write_template(INVALID_API_KEY=PLAIN, EXPIRED_TOKEN=other)
    code, _, err = apig("emit", source)
    assert (code, "--prefer AUTH_FAILURE=EXPIRED_TOKEN" in err) == (1, True)
    code, out, _ = apig("emit", source, "--prefer", "AUTH_FAILURE=EXPIRED_TOKEN")
    rules = json.loads(out)["resource"]["huaweicloud_apig_response"][LABEL]["rule"]
    assert {rule["error_type"]: rule["body"] for rule in rules}["AUTH_FAILURE"] == "{}"
    assert code == 0


def test_what_pull_wrote_is_emitted_as_it_is(apig: Command) -> None:
    Path("pulled.json").write_text(json.dumps(LISTING))
    code, out, err = apig("emit", "pulled.json")
    [rule] = json.loads(out)["resource"]["huaweicloud_apig_response"][LABEL]["rule"]
    assert (code, err, rule["error_type"], rule["status_code"]) == (0, "", "THROTTLED", 503)


def test_a_client_of_the_cloud_is_shown_its_answer(apig: Command) -> None:
    code, out, _ = apig("render", write_template(THROTTLED=CORS), "--type", "THROTTLED", "--format", "http")
    assert code == 0
    assert out.startswith("HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\nX-Request-Id: ")
    assert "\nAccess-Control-Allow-Origin: https://a.example\n\n" in out


def test_every_type_of_the_cloud_is_shown(apig: Command) -> None:
    _, out, _ = apig("render", write_template(THROTTLED=PLAIN), provider="opentelekomcloud")
    assert out.startswith("template.json: what a client of Api on opentelekomcloud receives\n")
    assert out.endswith("  19 error types: 1 customized (THROTTLED), 18 built in\n")


def test_one_answer_is_one_object(apig: Command) -> None:
    Path("pulled.json").write_text(json.dumps(LISTING))
    _, out, _ = apig("render", "pulled.json", "--type", "THROTTLED", "--format", "json")
    answer = json.loads(out)
    assert (answer["rest_api"], answer["status"], answer["body"]) == ("default", 503, '{"slow": true}')


@pytest.mark.parametrize("kind", ["THROTTLE", "UNSUPPORTED_MEDIA_TYPE", "JWT_AUTH_FAILURE"])
def test_a_type_that_the_cloud_does_not_have_is_refused(apig: Command, kind: str) -> None:
    code, out, err = apig("render", write_template(), "--type", kind, provider="opentelekomcloud")
    assert (code, out) == (2, "")
    assert kind in err


@pytest.mark.parametrize("verb", ["emit", "render"])
def test_a_hostile_text_does_nothing_to_a_terminal(apig: Command, verb: str) -> None:
    hostile = {"ResponseTemplates": {"application/json": '{"a": "\u202e\u009b31m"}'}}
    code, out, _ = apig(verb, write_template(THROTTLED=hostile))
    assert code == 0
    assert not {"\u202e", "\u009b"} & {*out}
