"""MOCK integrations, and what a backend makes of a request."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import aws_cdk as cdk
import httpx
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw import GatewayResponseError
from constructs_gw.local.integrations import Integrations

from .declaring import OK, at, client, method, type_of
from .sample import client_of, template

A, B = "https://a.example", "https://b.example"


@pytest.fixture(scope="module")
def preflights() -> dict[str, Any]:
    """A template in which aws-cdk answers preflights: at the root for two origins, at /one for one."""
    app = cdk.App()
    stack = cdk.Stack(app, "Preflights")
    several = apigateway.CorsOptions(allow_origins=[A, B], allow_credentials=True)
    api = apigateway.RestApi(stack, "Orders", default_cors_preflight_options=several)
    api.root.add_method("GET")
    one = apigateway.CorsOptions(allow_origins=[A], expose_headers=["x-amzn-RequestId"])
    api.root.add_resource("one", default_cors_preflight_options=one)
    found: dict[str, Any] = app.synth().get_stack_by_name("Preflights").template
    found["Resources"]["Api"] = found["Resources"].pop(stack.get_logical_id(api.node.default_child))  # type: ignore[arg-type]
    return renamed(found, stack.get_logical_id(api.node.default_child))  # type: ignore[arg-type,no-any-return]


def renamed(value: Any, old: str) -> Any:
    """The template with the API's logical id as the tests have it."""
    if isinstance(value, dict):
        return {name: renamed(inner, old) for name, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, old) for inner in value]
    return "Api" if value == old else value


@pytest.mark.parametrize(
    ("origin", "allowed"), [(A, A), (B, B), ("https://evil.example", A), (None, A), (f"{B}.evil.example", A)]
)
def test_cdks_preflight_answers_each_of_several_origins(
    preflights: dict[str, Any], origin: str | None, allowed: str
) -> None:
    headers = {"Access-Control-Request-Method": "GET", **({"Origin": origin} if origin else {})}
    answer = client(preflights["Resources"]).options("/", headers=headers)
    assert answer.status_code == 204
    assert answer.headers.get_list("Access-Control-Allow-Origin") == [allowed]
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Vary"] == "Origin"
    assert answer.content == b""


def test_cdks_preflight_answers_one_origin(preflights: dict[str, Any]) -> None:
    answer = client(preflights["Resources"]).options("/one", headers={"Origin": B})
    assert answer.headers["Access-Control-Allow-Origin"] == A


@pytest.mark.parametrize(
    ("asked", "is_allowed"), [("x-gateway-response", True), ("authorization, X-Gateway-Response", True), ("a", False)]
)
def test_a_page_can_ask_for_a_type_if_its_preflight_says_so(
    preflights: dict[str, Any], asked: str, is_allowed: bool
) -> None:
    headers = {"Origin": A, "Access-Control-Request-Headers": asked}
    answer = client(preflights["Resources"]).options("/", headers=headers)
    allowed = answer.headers["Access-Control-Allow-Headers"].split(",")
    assert ("x-gateway-response" in allowed) is is_allowed
    assert "Authorization" in allowed


def test_cdks_method_without_an_integration_is_a_configuration_error(preflights: dict[str, Any]) -> None:
    answer = client(preflights["Resources"]).get("/")
    assert (answer.status_code, type_of(answer)) == (500, "InternalServerErrorException")


def mock(request: str | None = '{"statusCode": 200}', *responses: dict[str, Any]) -> dict[str, Any]:
    templates = {} if request is None else {"application/json": request}
    return {"Type": "MOCK", "RequestTemplates": templates, "IntegrationResponses": [*responses]}


RESPONSES = ({"StatusCode": "200"}, {"StatusCode": "404", "SelectionPattern": "4\\d\\d"},
             {"StatusCode": "409", "SelectionPattern": "409"})  # fmt: skip


@pytest.mark.parametrize(
    ("request_template", "status"),
    [
        ('{"statusCode": 200}', 200),
        ("{ statusCode: 201 }", 200),
        ("{'statusCode': 404}", 404),
        ('{"a": 1, "statusCode": 409}', 409),
        ('{"statusCode": 400}', 404),
        ("#if($input.params('fail') == 'yes'){statusCode: 409}#else{statusCode: 200}#end", 409),
        ('{"status": 200}', 500),
        ('{"statusCode": "ok"}', 500),
        ('{"statusCode": 2000000000000}', 500),
        ("#foreach($i in [1..1000000000])a#end", 500),
        (None, 500),
    ],
)
def test_the_request_template_chooses_the_response(request_template: str | None, status: int) -> None:
    resources = method(Integration=mock(request_template, *RESPONSES))
    assert client(resources).get("/?fail=yes").status_code == status


def test_without_a_response_for_the_status_it_is_a_configuration_error() -> None:
    resources = method(Integration=mock("{statusCode: 200}", {"StatusCode": "404", "SelectionPattern": "404"}))
    assert client(resources).get("/").status_code == 500


def test_a_refused_template_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client(method(Integration=mock("#foreach($i in [1..9])a#end", *RESPONSES))).get("/")
    assert "a mapping template is not evaluated here: #foreach is not evaluated here" in caplog.text


def test_response_parameters_give_headers() -> None:
    values = {"A": "'text'", "B": "context.stage", "C": "integration.response.header.X", "D": "method.request.header.X",
              "E": "stageVariables.none", "F G": "'no name'"}  # fmt: skip
    parameters = {f"method.response.header.{name}": value for name, value in values.items()}
    response = {"StatusCode": "200", "ResponseParameters": parameters}
    answer = client(method(Integration=mock("{statusCode: 200}", response))).get("/", headers={"X": "x"})
    assert {name: answer.headers.get(name) for name in values} == {
        "A": "text", "B": "prod", "C": None, "D": None, "E": None, "F G": None
    }  # fmt: skip


def test_a_response_template_gives_the_body() -> None:
    templates = {"text/plain": "no", "application/json": '{"id": "$input.params(\'id\')", "stage": "$context.stage"}'}
    integration = mock("{statusCode: 200}", {"StatusCode": "200", "ResponseTemplates": templates})
    answer = client(at("{id}", Integration=integration)).get("/7")
    assert (answer.headers["Content-Type"], answer.json()) == ("application/json", {"id": "7", "stage": "prod"})


def answering(answer: bytes | Callable[[bytes], bytes], seconds: float = 0) -> Any:
    """A backend on a free port that reads what is sent, waits and answers with these bytes."""

    @contextmanager
    def backend() -> Iterator[tuple[str, list[bytes]]]:
        received: list[bytes] = []

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(0.2)
                    data = b""
                    while b"\r\n\r\n" not in data or not data.endswith(END):
                        data += connection.recv(65_536)
                        if b"content-length" not in data.lower() and b"\r\n\r\n" in data:
                            break
                    received.append(data)
                    time.sleep(seconds)
                    connection.sendall(answer if isinstance(answer, bytes) else answer(data))

        with socket.create_server(("127.0.0.1", 0)) as listener:
            Thread(target=run, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", received
            finally:
                listener.shutdown(socket.SHUT_RDWR)

    return backend()


END = b"the end"
HTTP, LAMBDA = {"Type": "HTTP_PROXY"}, {"Type": "AWS_PROXY"}
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_a_request_is_forwarded_as_it_is() -> None:
    resources = at("{proxy+}", "POST", Integration=HTTP)
    with answering(FINE) as (url, received), client_of(template(resources), backend=f"{url}/base/") as called:
        headers = [("X-A", "1"), ("X-A", "2"), ("Connection", "x-hop"), ("X-Hop", "1"), ("TE", "trailers")]
        answer = called.post("/a%2Fb/%C3%A9?q=1&q=2&e=", headers=headers, content=b"the body, the end")
    head, _, body = received[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert answer.text == "ok"
    assert lines[0] == b"POST /base/a%2Fb/%C3%A9?q=1&q=2&e= HTTP/1.1"
    assert [line for line in lines if line.lower().startswith(b"x-")] == [b"x-a: 1", b"x-a: 2"]
    assert not [line for line in lines if line.lower().startswith((b"te:", b"transfer-encoding:"))]
    assert body == b"the body, the end"


def test_an_answer_is_passed_on_as_it_is() -> None:
    sent = (
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )
    with answering(sent) as (url, _):
        answer = client(method(Integration=HTTP), backend=url).send(
            httpx.Request("GET", "http://local/_aws/execute-api/Api/prod/"), stream=True
        )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/elsewhere")
    assert answer.headers.get_list("Set-Cookie") == ["a=1", "b=2"]
    assert "Transfer-Encoding" not in answer.headers
    assert answer.headers["x-amzn-RequestId"]
    assert b"".join(answer.iter_raw()) == b"abc"


def test_some_headers_of_an_answer_are_remapped() -> None:
    sent = b"HTTP/1.1 401 X\r\nWWW-Authenticate: Basic\r\nDate: then\r\nServer: mine\r\nContent-Length: 0\r\n\r\n"
    resources = template(method(Integration=HTTP))
    with answering(sent) as (url, _), client_of(resources, backend=url) as called:
        headers = called.get("/").headers
    assert headers["x-amzn-Remapped-WWW-Authenticate"] == "Basic"
    assert headers["x-amzn-Remapped-Date"] == "then"
    assert len(headers.get_list("Date")) == 1
    assert not {"www-authenticate", "server"} & set(headers)


@pytest.mark.parametrize(
    "sent",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", b"HTTP/1.1 999999 X\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 11000000\r\n\r\n" + b" " * 11_000_000],
)  # fmt: skip
@pytest.mark.parametrize(
    ("kind", "message"), [(HTTP, "Network error communicating with endpoint"), (LAMBDA, "Internal server error")]
)
def test_an_answer_that_is_none_is_an_integration_failure(sent: bytes, kind: Any, message: str) -> None:
    with answering(sent) as (url, _):
        answer = client(method(Integration=kind), backend=url).get("/")
    assert (answer.status_code, answer.json()) == (504, {"message": message})


def test_a_backend_that_is_not_there_is_an_integration_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    answer = client(method(Integration=HTTP), backend=url).get("/")
    assert (answer.status_code, type_of(answer)) == (504, "InternalServerErrorException")


@pytest.mark.parametrize("sent", [FINE, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"])
def test_a_slow_backend_is_an_integration_timeout(sent: bytes) -> None:
    with answering(sent, seconds=1) as (url, _):
        answer = client(method(Integration={**HTTP, "TimeoutInMillis": 50}), backend=url).get("/")
    assert (answer.status_code, answer.json()) == (504, {"message": "Endpoint request timed out"})


def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with answering(FINE) as (url, _):
        assert client(method(Integration=HTTP), backend=url).get("/").text == "ok"


def test_a_mock_integration_never_reaches_the_backend() -> None:
    with answering(FINE) as (url, received):
        assert client(method(Integration=OK), backend=url).get("/").json() == {"ok": True}
    assert received == []


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://a.example", "http://", "", "http://a:99999", "http://a/?q=1", "http://[", "file:///a"]
)  # fmt: skip
def test_a_backend_that_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(GatewayResponseError, match=r"is no URL of a backend; give a URL such as"):
        Integrations(url)
