"""What APIG refuses and what never reaches it is one error through both SDKs, with what to do and without secrets."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.apig import live
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.live import ApigRequestError, GroupClient, GroupResponseGateway, connect
from constructs_gw.apig.live.errors import one_line_each, problem_of
from constructs_gw.errors import GatewayResponseError

from .live_groups import SETTINGS, Server, answer, clean, client_of

AK, SK, TOKEN = "HWAKEXAMPLE000000001", "hwsk/example+secret/000000000000000000001", "MIIexampletoken" * 20
THROTTLED = {ErrorType.THROTTLED: ErrorResponse("{}", 503)}


def raised_by(call: Callable[[], Any]) -> ApigRequestError:
    with pytest.raises(ApigRequestError) as raised:
        call()
    return raised.value


def put(client: GroupClient, response_id: str | None = None, kind: str = "THROTTLED") -> Callable[[], Any]:
    return lambda: client.update_type(response_id or str(live.GroupResponseGateway.of(client).response_id), kind, {})


WRONG = {"huaweicloud": (401, "APIGW.0301"), "opentelekomcloud": (401, "APIG.1002")}
REFUSED: list[tuple[str, dict[str, str], tuple[int, str] | None, str]] = [
    ("no such key", {"key": "none"}, None, ""),
    ("forbidden", {"key": "forbidden"}, (403, "APIG.1005"), "allow apig:gatewayResponses:list, "),
    ("other project", {"project_id": "other"}, (403, "APIC.7130"), "check --project-id"),
    ("no instance", {"instance_id": "none"}, (404, "APIG.3030"), "check --instance-id, --project-id and --region"),
    ("no group", {"group_id": "none"}, (404, "APIG.3001"), "check --group-id"),
    ("broken", {"key": "broken"}, (500, "APIG.9999"), "run it again later; "),
]


@pytest.mark.parametrize(("what", "caller", "expected", "fix"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_apig_refuses_has_status_code_message_and_request_id(
    server: Server, sdk: str, what: str, caller: dict[str, str], expected: tuple[int, str] | None, fix: str
) -> None:
    options = {"group_id": next(server.fresh), **caller}
    error = raised_by(client_of(sdk, server.url, **options).list_responses)  # type: ignore[arg-type]
    assert (error.status, error.error_code) == (expected or WRONG[sdk])
    assert error.error_msg
    assert len(error.request_id) == 32
    assert problem_of(error).fix.startswith(fix)
    assert f"(request id {error.request_id})" in problem_of(error).message


def test_a_wrong_secret_key_is_refused_without_the_signed_request(server: Server) -> None:
    error = raised_by(client_of("huaweicloud", server.url, next(server.fresh), secret="wrong").list_responses)
    assert (error.status, error.error_code) == (401, "APIGW.0301")
    assert error.error_msg == "Incorrect IAM authentication information: verify aksk signature fail"
    fix = "check HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and the clock of this machine"
    assert problem_of(error).fix == fix


def test_an_error_type_and_a_response_that_are_not_there(client: GroupClient) -> None:
    error = raised_by(put(client, kind="TEAPOT"))
    assert (error.status, error.error_code) == (400, "APIG.2012")
    assert problem_of(error).fix == "check --instance-id, --group-id and the error type"
    error = raised_by(put(client, "none"))
    assert (error.status, error.error_code) == (404, "APIG.3007")
    assert problem_of(error).fix == "check --instance-id, --group-id and --response"
    assert (error.operation, len(error.request_id)) == ("UpdateGatewayResponseTypeV2", 32)


def test_a_put_without_a_body_is_refused(client: GroupClient) -> None:
    error = raised_by(put(client))
    assert (error.status, error.error_code, problem_of(error).fix) == (400, "APIG.2001", "give each error type a body")


def test_a_fifth_response_of_a_group_is_refused(client: GroupClient) -> None:
    for name in "abcd":
        client.create_response(name)
    error = raised_by(lambda: client.create_response("e"))
    assert (error.status, error.error_code) == (403, "APIG.3136")
    assert problem_of(error).fix.startswith("name a response that is there with --response")
    error = raised_by(lambda: client.create_response("a"))
    assert (error.status, error.error_code) == (400, "APIG.3216")


ACTIONS = {"PUT THROTTLED": "update", "DELETE NOT_FOUND": "delete", "GET THROTTLED": "get", "POST gateway-responses":
           "create"}  # fmt: skip


@pytest.mark.parametrize("request_", ACTIONS)
@pytest.mark.parametrize("status", [401, 403])
def test_a_forbidden_call_names_the_action_that_it_needs(
    server: Server, client: GroupClient, request_: str, status: int
) -> None:
    """The code has two statuses in the documents."""
    forbidden = {"error_code": "APIG.1005", "error_msg": "No permissions to request this method"}
    gateway = GroupResponseGateway.of(client)
    server.faults.plan(request_, *[answer(status, forbidden)] * 2)  # keystoneauth asks twice with 401
    calls: dict[str, Callable[[], Any]] = {
        "PUT THROTTLED": lambda: gateway.put("THROTTLED", ErrorResponse("{}")),
        "DELETE NOT_FOUND": lambda: gateway.delete("NOT_FOUND"),
        "GET THROTTLED": lambda: gateway.get("THROTTLED"),
        "POST gateway-responses": lambda: client.create_response("x"),
    }
    problem = problem_of(raised_by(calls[request_]))
    server.faults.planned.clear()
    allowed = f"apig:gatewayResponses:{ACTIONS[request_]}"
    assert problem.fix == f"allow {allowed}, apig:instances:get and apig:groups:get to the caller"


@pytest.mark.parametrize("status", [200, 302, 404, 503])
@pytest.mark.parametrize(
    "content", [b"<html><p>Sign in</p></html>", b'{"responses": [', b"[1]", b"", b"\xff\xfe", b"[" * 100_000],
    ids=["a page", "cut", "a list", "nothing", "no text", "nested"],
)  # fmt: skip
def test_what_is_not_apig_is_one_error(server: Server, client: GroupClient, status: int, content: bytes) -> None:
    server.faults.plan("GET gateway-responses", *[answer(status, content, location=server.url)] * 3)
    error = raised_by(client.list_responses)
    server.faults.planned.clear()
    assert len(str(error)) < 700
    problem = problem_of(error)
    assert "\n" not in f"{problem}"
    if status < 400:
        assert "the answer is not one of APIG's" in problem.message
        assert "--endpoint-url" in problem.fix
    else:
        assert (error.status, error.error_code) == (status, "")


ODD = [
    {"responses": 1, "total": 1},
    {"responses": [{"id": 1, "name": "default"}], "total": 1},
    {"responses": [{"id": "../x", "name": "default", "default": True}], "total": 1},
]


@pytest.mark.parametrize("page", ODD)
def test_a_list_of_something_else_is_one_error(server: Server, client: GroupClient, page: Any) -> None:
    server.faults.plan("GET gateway-responses", answer(200, page))
    assert "the answer is not one of APIG's" in str(raised_by(lambda: live.pull(client)))


ITEMS: list[Any] = [
    1,
    {"THROTTLED": 1},
    {"THROTTLED": {"body": 1}},
    {"THROTTLED": {"body": "{}", "status": "429"}},
    {"THROTTLED": {"body": "{}", "status": True}},
    {"THROTTLED": {"body": "{}", "headers": [{"key": "X-A"}]}},
    {"THROTTLED": {"body": "{}", "default": "no"}},
    {"A\x1b[2J": {"body": "{}", "default": False}},
]


@pytest.mark.parametrize("items", ITEMS)
def test_responses_that_are_none_are_one_error(server: Server, client: GroupClient, items: Any) -> None:
    gateway = GroupResponseGateway.of(client)
    server.faults.plan(f"GET {gateway.response_id}", answer(200, {"responses": items}))
    assert raised_by(gateway.list).operation == "ShowDetailsOfGatewayResponseV2"


def test_a_token_is_not_taken_along_to_where_an_answer_points(server: Server, client: GroupClient) -> None:
    server.faults.plan("GET gateway-responses", answer(307, b"", location=f"{server.url}/elsewhere"))
    server.faults.requests.clear()
    assert raised_by(client.list_responses).status == 307
    assert server.faults.count("GET elsewhere") == 0


def test_a_server_that_is_not_there_is_said_and_not_waited_for(sdk: str, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        pauses: list[float] = []
        error = raised_by(client_of(sdk, f"http://{host}", "g", pauses=pauses).list_responses)
    assert (error.status, error.error_code, error.request_id, pauses) == (None, "", "", [])
    problem = problem_of(error)
    assert problem.message == f"ListGatewayResponsesV2: {host}: Connection refused"
    assert problem.fix == "check --region, --endpoint-url and the network, then run it again"
    assert capfd.readouterr() == ("", "")


NO_IDS = ["", " ", ".", "..", "a/b", "{group_id}", "a b", "é", "x" * 200, None]


@pytest.mark.parametrize("value", NO_IDS)
@pytest.mark.parametrize("option", ["instance_id", "group_id"])
def test_an_id_that_is_none_is_refused_before_any_call(server: Server, sdk: str, option: str, value: Any) -> None:
    server.faults.requests.clear()
    ids = {"instance_id": sdk, "group_id": "Group0", option: value}
    with pytest.raises(GatewayResponseError, match=rf"^{option} .* is no id; give --{option.replace('_', '-')} "):
        connect(sdk, **ids, endpoint_url=server.url)
    assert server.faults.requests == []


@pytest.mark.parametrize("value", ["", "..", "a/b", "%2e%2e"])
def test_no_call_is_made_with_an_odd_id_or_type(server: Server, client: GroupClient, value: str) -> None:
    server.faults.requests.clear()
    calls: list[Callable[[], Any]] = [
        lambda: client.show_response(value),
        lambda: client.show_type("r1", value),
        lambda: client.update_type(value, "THROTTLED", {}),
        lambda: client.delete_type("r1", value),
        lambda: client.create_response(value),
        lambda: live.pull(client, response=value),
    ]
    for call in calls:
        with pytest.raises(GatewayResponseError):
            call()
    assert server.faults.requests == []


def test_no_secret_is_in_an_error_a_file_a_log_or_on_the_terminal(
    server: Server, sdk: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever the server says of them: a signed request without masks, in the message of an error."""
    caplog.set_level(logging.DEBUG)
    key = AK if sdk == "huaweicloud" else TOKEN
    client = client_of(sdk, server.url, next(server.fresh), key=key, secret=SK)
    said = f"fail,ak:{AK},token {TOKEN} key {key} secret {SK},canonicalRequest:GET|x-auth-token:{TOKEN}"
    for status in (400, 401, 500):
        refusal = answer(status, {"error_code": f"APIGW.{key}", "error_msg": said})
        server.faults.plan("GET gateway-responses", *[refusal] * 3)
        error = raised_by(client.list_responses)
        server.faults.planned.clear()
        shown = f"{error!r} {error} {vars(error)} {problem_of(error)}"
        held = [AK, SK] if sdk == "huaweicloud" else [AK, TOKEN]
        assert [each for each in held if each in shown] == []
        assert "canonicalRequest" not in shown
    told = caplog.text + "".join(capfd.readouterr())
    assert [each for each in (SK, TOKEN) if each in told] == []


def test_no_secret_is_in_a_backup(server: Server, sdk: str, tmp_path: Path) -> None:
    client = client_of(sdk, server.url, next(server.fresh))
    live.push(client, THROTTLED, backup=tmp_path / "before.json")
    client.show_response(str(GroupResponseGateway.of(client).response_id))
    text = (tmp_path / "before.json").read_text()
    assert "project" not in text
    assert "local" not in text


def test_missing_credentials_are_said_without_a_line_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clean(monkeypatch)
    broken = tmp_path / "credentials"
    broken.write_text(f"sk = {SK}\n[basic\n")
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(broken))
    with pytest.raises(GatewayResponseError, match=r"^no credentials of Huawei Cloud are found; set HUAWEI") as raised:
        connect("huaweicloud", "i", "g", endpoint_url="http://127.0.0.1:9")
    assert SK not in str(raised.value)


def test_credentials_come_from_the_sdks_file_too(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clean(monkeypatch)
    (tmp_path / "credentials").write_text("[basic]\nak = local\nsk = local\nproject_id = local\n")
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    client = connect("huaweicloud", "huaweicloud", "Group0", endpoint_url=server.url)
    assert live.pull(client) == {}


CLOUDS = """
clouds:
  here:
    auth_type: admin_token
    auth: {{endpoint: "{url}/v2/local", token: {token}}}
    apigv2_endpoint_override: "{url}/v2/local"
"""


def test_a_cloud_of_clouds_yaml_is_taken(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean(monkeypatch)
    (tmp_path / "clouds.yaml").write_text(CLOUDS.format(url=server.url, token="local"))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
    options = {"cloud": "here", "project_id": "local"}
    for endpoint in (None, server.url):
        client = connect("opentelekomcloud", "opentelekomcloud", "Group0", endpoint_url=endpoint, **options)
        assert live.pull(client) == {}
    with pytest.raises(GatewayResponseError, match=r"Cloud nowhere was not found; name a cloud of clouds.yaml"):
        connect("opentelekomcloud", "i", "g", cloud="nowhere")
    with pytest.raises(GatewayResponseError, match=r"^no project is named; add --project-id$"):
        connect("opentelekomcloud", "i", "g", cloud="here")


@pytest.mark.parametrize(
    ("provider", "options", "environment", "said"),
    [
        ("huaweicloud", {"cloud": "here"}, {}, "--cloud is not for Huawei Cloud"),
        ("huaweicloud", {"endpoint_url": "apig.example.com"}, {}, "--endpoint-url is no URL"),
        ("huaweicloud", {"endpoint_url": "http://127.0.0.1:99999"}, {}, "--endpoint-url is no URL"),
        ("opentelekomcloud", {"endpoint_url": "http://[::1"}, {}, "--endpoint-url is no URL"),
        ("opentelekomcloud", {"endpoint_url": "http://h\x1b[2J"}, {}, "--endpoint-url is no URL"),
        ("huaweicloud", {"endpoint_url": "http://h/proxy"}, {}, "--endpoint-url has more than a host; leave out"),
        ("opentelekomcloud", {"endpoint_url": "https://h/v2/p"}, {}, "--endpoint-url has more than a host; leave out"),
        ("opentelekomcloud", {"endpoint_url": "https://h?key=secret"}, {}, "--endpoint-url has more than a host"),
        ("opentelekomcloud", {"endpoint_url": "http://a:secret@b"}, {}, "--endpoint-url has a user or a password"),
        ("huaweicloud", {}, {"AK": "a", "SK": "b", "PROJECT_ID": "p"}, "no region is named; name one with --region"),
        ("huaweicloud", {"region": "eu-de"}, {"AK": "a", "SK": "b"}, "knows no region 'eu-de' of APIG"),
        ("huaweicloud", {"endpoint_url": "http://h"}, {"AK": "a", "SK": "b"}, "no project is named; add --project-id"),
        ("opentelekomcloud", {}, {"OS_TOKEN": "t"}, "no project is named; add --project-id, or set OS_PROJECT_ID"),
        ("opentelekomcloud", {}, {}, "no credentials of Open Telekom Cloud are found; name a cloud of clouds.yaml"),
        ("opentelekomcloud", {"region": "a.example.com/"}, {"OS_TOKEN": "t"}, "region 'a.example.com/' is no id"),
        ("opentelekomcloud", {"project_id": "a/b"}, {"OS_TOKEN": "t"}, "project_id 'a/b' is no id"),
        ("elsewhere", {}, {}, "unknown provider 'elsewhere'"),
    ],
)  # fmt: skip
def test_options_that_are_no_good_are_said(
    provider: str, options: dict[str, Any], environment: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(monkeypatch)
    for name, value in environment.items():
        monkeypatch.setenv(name if name.startswith("OS_") else f"HUAWEICLOUD_SDK_{name}", value)
    with pytest.raises(GatewayResponseError) as raised:
        connect(provider, "i", "g", **options)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)


def test_an_endpoint_follows_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    clean(monkeypatch)
    monkeypatch.setenv("OS_TOKEN", "t")
    client: Any = connect("opentelekomcloud", "i", "g", project_id="p")
    assert client._proxy.get_endpoint() == "https://apig.eu-de.otc.t-systems.com/v2/p"
    for name in ("AK", "SK"):
        monkeypatch.setenv(f"HUAWEICLOUD_SDK_{name}", "x")
    client = connect("huaweicloud", "i", "g", project_id="p", region="eu-west-101")
    assert client._client._endpoints == ["https://apig.eu-west-101.myhuaweicloud.eu"]


def test_errors_are_said_as_one_line(server: Server, sdk: str) -> None:
    client = client_of(sdk, server.url, "none")
    with pytest.raises(GatewayResponseError, match=r"^ListGatewayResponsesV2: 404 APIG.3001: .* --group-id$"), (
        one_line_each()
    ):  # fmt: skip
        live.pull(client)


PROGRAM = """
import pathlib, sys
from constructs_gw.apig import live
for provider in ("huaweicloud", "opentelekomcloud"):
    client = live.connect(provider, provider, "Group0", endpoint_url=sys.argv[1])
    live.pull(client)
    try:
        live.connect(provider, provider, "Group0", endpoint_url="http://127.0.0.1:9").list_responses()
    except live.ApigRequestError:
        pass
"""


def test_a_program_that_pulls_leaves_no_file_at_home_and_nothing_on_the_terminal(
    server: Server, tmp_path: Path
) -> None:
    """Neither what libraries warn of nor what they log without being told to; the clouds' profiles are looked for."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    keys = dict.fromkeys(("OS_TOKEN", "OS_PROJECT_ID", *map("HUAWEICLOUD_SDK_{}".format, KEYS)), "local")
    command = [sys.executable, "-W", "default", "-c", PROGRAM, server.url]
    done = subprocess.run(command, env={**kept, **keys, "HOME": str(tmp_path)}, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert {each.name for each in tmp_path.iterdir()} <= {".cache"}  # which plug-ins are installed, for openstacksdk


KEYS = ("AK", "SK", "PROJECT_ID")


def test_an_answer_that_points_elsewhere_is_not_taken_for_apigs(server: Server, client: GroupClient) -> None:
    elsewhere = answer(302, {"responses": [], "total": 0}, location=server.url)
    server.faults.plan("GET gateway-responses", elsewhere)
    assert raised_by(client.list_responses).status == 302
    server.faults.plan("DELETE THROTTLED", elsewhere)
    assert raised_by(lambda: client.delete_type("r1", "THROTTLED")).status == 302
