"""`constructs-gw serve`; what starts a server, in a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from constructs_gw.cli import INTERRUPTED, main

from .apig_sample import HUAWEICLOUD
from .sample import template

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/__snapshots__/test_sample_app/test_the_template_is_the_recorded_one.json"
COMMAND = (str(Path(sys.executable).parent / "constructs-gw"), "serve")
KEYED = {
    "Method": {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "RestApiId": {"Ref": "Api"},
            "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
            "HttpMethod": "GET",
            "ApiKeyRequired": True,
        },
    },
    "Key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Enabled": True}},
    "Plan": {
        "Type": "AWS::ApiGateway::UsagePlan",
        "Properties": {"ApiStages": [{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}]},
    },
    "PlanKey": {
        "Type": "AWS::ApiGateway::UsagePlanKey",
        "Properties": {"KeyId": {"Ref": "Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "Plan"}},
    },
}


@contextmanager
def serving(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until_empty(process: "subprocess.Popen[str]", paragraphs: int) -> list[str]:
    """What it printed, up to the end of so many paragraphs."""
    assert process.stdout is not None
    lines: list[str] = []
    while sum(not line for line in lines) < paragraphs:
        line = process.stdout.readline()
        assert line, process.communicate()
        lines.append(line.rstrip("\n"))
    return lines


@pytest.fixture
def template_file(tmp_path: Path) -> str:
    return written(tmp_path, template(KEYED))


def written(folder: Path, data: Any) -> str:
    path = folder / "template.json"
    path.write_text(json.dumps(data))
    return str(path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, "subprocess.Popen[str]", list[str]]]:
    """A template, the process that serves it and what that said first."""
    path = written(tmp_path_factory.mktemp("served"), template(KEYED))
    with serving(path, "--port", "0") as process:
        yield path, process, read_until_empty(process, 3)


def test_it_says_at_once_what_can_be_called_and_how(running: tuple[str, Any, list[str]]) -> None:
    path, _, lines = running
    url = lines[0].split()[4].rstrip(";")
    assert lines == [
        f"{path} is served on {url}; Ctrl-C stops it",
        "",
        f"orders: {url}/_aws/execute-api/Api/prod/",
        "  x-api-key: Key",
        "",
        f"any answer:   curl -i -H 'x-gateway-response: THROTTLED' {url}/_aws/execute-api/Api/prod/",
        "authorizers:  Authorization: deny, unauthorized or broken; any other is allowed",
        "AWS API:      aws apigateway get-gateway-responses --rest-api-id Api --region us-east-1 --no-sign-request "
        f"--endpoint-url {url}",
        f"APIG:         curl -H 'X-Auth-Token: local' {url}{HUAWEICLOUD}",
        "",
    ]


@pytest.fixture(scope="module")
def printed_of_the_sample_app() -> list[str]:
    with serving(str(SAMPLE), "--port", "0") as process:
        lines = read_until_empty(process, 3)
    url = lines[0].split()[4].rstrip(";")
    return [line.replace(url, "http://127.0.0.1:4010").replace(str(SAMPLE), "cdk.out") for line in lines]


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/local-gateway.md"])
def test_a_page_shows_what_it_prints_of_the_sample_app(page: str, printed_of_the_sample_app: list[str]) -> None:
    text = (ROOT / page).read_text("utf-8")
    [shown] = re.findall(r"^\$ constructs-gw serve cdk\.out.*\n(cdk\.out is .*\n(?:.*\n)*?)\.\.\.$", text, re.MULTILINE)
    assert shown.splitlines() == printed_of_the_sample_app[: len(shown.splitlines())]


def test_the_value_of_a_key_that_stands_in_the_template_is_not_printed(tmp_path: Path) -> None:
    key = {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "partner", "Value": "c2VjcmV0LXNlY3JldA"}}
    with serving(written(tmp_path, template(KEYED | {"Key": key})), "--port", "0") as process:
        lines = read_until_empty(process, 3)
        base = lines[2].removeprefix("orders: ")
        assert httpx.get(base, headers={"x-api-key": "c2VjcmV0LXNlY3JldA"}).status_code != 403
    assert lines[3] == "  x-api-key: the Value of Key"
    assert not any("c2VjcmV0LXNlY3JldA" in line for line in lines)


def test_the_name_of_a_key_is_not_what_to_send(tmp_path: Path) -> None:
    key = {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "partner"}}
    with serving(written(tmp_path, template(KEYED | {"Key": key})), "--port", "0") as process:
        assert read_until_empty(process, 3)[3] == "  x-api-key: Key"


def test_the_printed_request_to_apig_is_answered(template_file: str) -> None:
    with serving(template_file, "--port", "0") as process:
        [line] = [line for line in read_until_empty(process, 3) if line.startswith("APIG:")]
        answer = httpx.get(line.split()[-1], headers={"X-Auth-Token": "local"})
    assert [response["name"] for response in answer.json()["responses"]] == ["default"]


def test_each_error_answer_is_a_line_that_says_why(running: tuple[str, Any, list[str]]) -> None:
    _, process, lines = running
    httpx.get(lines[2].removeprefix("orders: "))
    assert process.stdout.readline() == "GET / 403 INVALID_API_KEY (built in): there is no x-api-key header\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_stops_it_though_a_backend_is_still_to_answer(template_file: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        backend = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with serving(template_file, "--port", "0", "--backend", backend) as process:
            base = read_until_empty(process, 3)[2].removeprefix("orders: ")
            address = ("127.0.0.1", httpx.URL(base).port or 0)
            with socket.create_connection(address) as client:
                client.sendall(f"GET {httpx.URL(base).path} HTTP/1.1\r\nHost: a\r\nx-api-key: Key\r\n\r\n".encode())
                with silent.accept()[0]:
                    started = time.monotonic()
                    process.send_signal(signal.SIGINT)
                    process.wait(timeout=25)
    assert process.returncode == INTERRUPTED
    assert time.monotonic() - started < 15  # the backend would take 29 seconds


def base_of(process: "subprocess.Popen[str]") -> str:
    """The base URL of the first stage, read past Python's buffer."""
    assert process.stdout is not None
    text = ""
    while "\n  x-api-key" not in text:
        text += os.read(process.stdout.fileno(), 65_536).decode()
    return text.splitlines()[2].removeprefix("orders: ")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_lines_that_nobody_reads_hold_up_no_answer_and_no_end(template_file: str) -> None:
    with serving(template_file, "--port", "0") as process:
        base = base_of(process)
        with httpx.Client(timeout=10) as client:
            for _ in range(1_500):  # a pipe holds some 1,200 lines
                assert client.get(base).status_code == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == INTERRUPTED


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_answers_go_on_when_the_reader_of_the_lines_has_left(template_file: str) -> None:
    with serving(template_file, "--port", "0") as process:
        base = base_of(process)
        assert process.stdout is not None
        os.close(process.stdout.fileno())
        assert [httpx.get(base).status_code for _ in range(3)] == [403, 403, 403]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == INTERRUPTED
        assert process.stderr is not None
        assert process.stderr.read() == "warning: no more lines are written (Broken pipe); requests are answered\n"
        with suppress(OSError):
            process.stdout.close()


def test_what_is_no_request_is_a_line_and_an_upgrade_is_none(template_file: str) -> None:
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Key: a\r\n\r\n"
    with serving(template_file, "--port", "0") as process:
        base = httpx.URL(read_until_empty(process, 3)[2].removeprefix("orders: "))
        for sent in (f"GET {base.path} HTTP/1.1\r\nHost: a\r\n{upgrade}", "nonsense\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", base.port or 0), timeout=5) as connection:
                connection.sendall(sent.encode())
                assert connection.recv(9) == b"HTTP/1.1 "
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        process.kill()
        assert process.communicate()[1] == ""
    assert lines == [
        "GET / 403 INVALID_API_KEY (built in): there is no x-api-key header\n",
        "Invalid HTTP request received.\n",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
def test_a_disk_that_is_full_stops_the_lines_only(template_file: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*COMMAND, template_file, "--port", "0"]
        process = subprocess.Popen(command, stdout=full, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert process.poll() is None
    finally:
        process.kill()
        process.communicate()
    assert said == "warning: no more lines are written (No space left on device); requests are answered\n"


def test_a_port_in_use_is_one_line(template_file: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = subprocess.run([*COMMAND, template_file, "--port", str(port)], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        f"constructs-gw: port {port} of 127.0.0.1: Address already in use; "
        "give another --port, or 0 for any that is free\n"
    )


def test_an_address_that_other_machines_reach_is_said(template_file: str) -> None:
    with serving(template_file, "--port", "0", "--host", "0.0.0.0") as process:
        read_until_empty(process, 3)
        process.kill()
        _, errors = process.communicate()
    assert errors == "warning: other machines reach 0.0.0.0, and nothing here asks who they are\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"Resources": {}}, "no REST API in {path}; give the template of a stack that has one"),
        (
            template(
                {
                    "Bad": {
                        "Type": "AWS::ApiGateway::GatewayResponse",
                        "Properties": {"RestApiId": {"Ref": "Api"}, "ResponseType": "THROTLED"},
                    }
                }
            ),
            "{path}: Bad: unknown response type 'THROTLED'; write \"THROTTLED\"",
        ),
    ],
)
def test_a_template_that_cannot_be_served_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: Any, said: str
) -> None:
    path = written(tmp_path, data)
    assert main(["serve", path, "--port", "0"]) == 2
    assert capsys.readouterr() == ("", f"constructs-gw: {said.format(path=path)}\n")


def test_without_its_extra_it_says_which(template_file: str) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; "
        f"from constructs_gw.cli import main; sys.exit(main(['serve', {template_file!r}]))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    assert found.returncode == 2
    assert found.stderr == ("constructs-gw: uvicorn is not installed; run pip install 'constructs-gw[local]'\n")
