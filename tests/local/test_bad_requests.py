"""Requests that are meant to hurt: through real sockets, and at random."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .declaring import KEY, OK, at, client, method, of_api, plan
from .sample import served, template

MODEL = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
RESOURCES = {
    **plan(Quota={"Limit": 3, "Period": "DAY"}),
    **of_api("Wanted", "Model", Schema=MODEL),
    **of_api("Validator", "RequestValidator", ValidateRequestParameters=True, ValidateRequestBody=True),
    **of_api("Authorizer", "Authorizer", Name="a", Type="TOKEN", IdentityValidationExpression="(b|B)[a-z ]*"),
    **of_api(
        "Unknown",
        "GatewayResponse",
        ResponseType="DEFAULT_4XX",
        ResponseParameters={
            "gatewayresponse.header.X-Origin": "method.request.header.Origin",
            "gatewayresponse.header.X-Query": "method.request.querystring.q",
            "gatewayresponse.header.X-Path": "context.path",
        },
        ResponseTemplates={"application/json": '{"r": "$context.error.validationErrorString $context.path"}'},
    ),
    **method("GET"),
    **at("keyed", ApiKeyRequired=True),
    **at("token", AuthorizationType="CUSTOM", AuthorizerId={"Ref": "Authorizer"}),
    **at("signed", AuthorizationType="AWS_IAM"),
    **at("body", "POST", RequestModels={"$default": {"Ref": "Wanted"}}, RequestValidatorId={"Ref": "Validator"}),
    **at("media", "POST", Integration={**OK, "PassthroughBehavior": "NEVER"}),
    **at("{proxy+}", "ANY"),
}
PREFIX = "/_aws/execute-api/Api/prod"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with served(template(RESOURCES)) as url:
        found = urlsplit(url)
        yield found.hostname or "", found.port or 0


@pytest.fixture(autouse=True)
def _no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def exchanged(address: tuple[str, int], *parts: bytes, pause: float = 0) -> bytes:
    """What a server sends back until it closes the connection, or is silent."""
    with socket.create_connection(address, timeout=5) as connection:
        for part in parts:
            time.sleep(pause)
            connection.sendall(part)
        connection.settimeout(1)
        answer = b""
        with suppress(OSError):  # it says no more, or is done with us
            while part := connection.recv(65_536):
                answer += part
        return answer


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    head = "\r\n".join([line, "Host: local", "Connection: close", *headers, "", ""])
    return head.encode("latin-1") + body


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /\r\nHost: a\r\n\r\n", 400),
        (request(f"GET {PREFIX}/ HTTP/1.1", "No colon"), 400),
        (request(f"GET {PREFIX}/ HTTP/1.1", "X: a\x00b"), 400),
        (request(f"GET {PREFIX}/ HTTP/1.1", "X: " + "a" * 11_000), 431),
        (request(f"GET {PREFIX}/{'a' * 11_000} HTTP/1.1"), 431),
        (request(f"GET {PREFIX}/a\xe9 HTTP/1.1"), 400),
        (request(f"POST {PREFIX}/body HTTP/1.1", "Content-Length: many"), 400),
        (request(f"POST {PREFIX}/body HTTP/1.1", "Content-Length: -1"), 400),
        (request(f"POST {PREFIX}/body HTTP/1.1", "Content-Length: 99999999999999999999"), 413),
        (request(f"POST {PREFIX}/body HTTP/1.1", "Transfer-Encoding: chunked", body=b"zz\r\n"), 400),
        (request(f"POST {PREFIX}/body HTTP/1.1", "Transfer-Encoding: gzip"), 400),
        (request(f"GET http://local{PREFIX}/ HTTP/1.1"), 200),
        (request("CONNECT local:443 HTTP/1.1"), 404),
        (request(f"TRACE {PREFIX}/a HTTP/1.1"), 403),
        (request(f"MADEUP {PREFIX}/a HTTP/1.1"), 403),
        (request("OPTIONS * HTTP/1.1"), 404),
        (request(f"GET {PREFIX}/%00%0d%0a%ff%zz%2 HTTP/1.1"), 200),
        (request(f"GET {PREFIX}/a?q=%00%0d%0a%ff%zz HTTP/1.1", "Origin: \xe9\xff"), 200),
        (request(f"TRACE {PREFIX}/a%0d%0aX:b?q=%0d%0aX:b HTTP/1.1", "Origin: \xe9\xff"), 403),
        (request(f"HEAD {PREFIX}/keyed HTTP/1.1"), 200),
        (request(f"GET {PREFIX}/ HTTP/1.1", "Upgrade: websocket", "Sec-WebSocket-Key: a"), 200),
        (request(f"GET {PREFIX}/ HTTP/1.1", "Host: [::1"), 400),
        (request(f"GET {PREFIX}/token HTTP/1.1", "Authorization: b\xe9"), 401),
    ],
)
def test_it_is_answered(address: tuple[str, int], sent: bytes, status: int) -> None:
    answer = exchanged(address, sent)
    assert answer.split(b"\r\n")[0].split(b" ")[1] == str(status).encode()
    assert b"Traceback" not in answer


def test_headers_that_are_huge_are_refused(address: tuple[str, int]) -> None:
    answer = b""
    with suppress(ConnectionError):
        answer = exchanged(address, request(f"GET {PREFIX}/ HTTP/1.1", "X: " + "a" * 1_000_000))
    assert not answer or answer.split(b" ")[1] in (b"400", b"431")


def test_a_client_that_goes_away_is_let_go(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(request(f"POST {PREFIX}/body HTTP/1.1", "Content-Length: 100", body=b"{"))
    assert b"200" in exchanged(address, request(f"GET {PREFIX}/ HTTP/1.1"))


def test_a_slow_client_holds_nobody_up(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as slow:
        slow.sendall(b"POST ")
        assert b"200" in exchanged(address, request(f"GET {PREFIX}/ HTTP/1.1"))


def test_a_request_in_pieces_is_answered(address: tuple[str, int]) -> None:
    sent = request(f"POST {PREFIX}/body HTTP/1.1", "Transfer-Encoding: chunked")
    assert b" 400 " in exchanged(
        address, sent[:7], sent[7:40], sent[40:], b"2\r\n[", b"]\r\n", b"0\r\n\r\n", pause=0.02
    )


def test_an_endless_body_is_not_read_to_its_end(address: tuple[str, int]) -> None:
    head = request(f"POST {PREFIX}/body HTTP/1.1", "Transfer-Encoding: chunked")
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    answer = b""
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(head)
        try:
            for _ in range(40):
                connection.sendall(chunk)
            connection.settimeout(1)
        except OSError:
            return  # the server closed the connection, which ends the body
        answer = connection.recv(65_536)
    assert b" 413 " in answer


CALLED = client(RESOURCES)
PATHS = st.sampled_from(["/", "/keyed", "/token", "/signed", "/body", "/media", "/a/b", ""])
NAMES = ("Authorization", "x-api-key", "Content-Type", "Origin", "Host", "x-gateway-response", "Content-Length")
VALUES = st.binary(max_size=12).map(lambda value: value.translate(None, b"\x00\r\n"))
HEADERS = st.dictionaries(st.sampled_from(NAMES), VALUES | st.sampled_from([KEY.encode(), b"deny"]), max_size=3)
KNOWN = {200, 400, 401, 403, 413, 415, 429, 431, 500}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["GET", "POST", "OPTIONS", "HEAD", "TRACE", "X"]),
    PATHS,
    st.text(max_size=8),
    HEADERS,
    st.binary(max_size=20) | st.sampled_from([b'{"a": "aaaab"}', b'{"a": "\\ud800"}', b"[" * 3_000]),
)
def test_any_request_gets_an_answer_of_api_gateway(
    verb: str, path: str, query: str, headers: dict[str, bytes], body: bytes
) -> None:
    sent = {name.encode(): value for name, value in headers.items()}
    answer = CALLED.request(verb, path, params={"q": query}, headers=sent, content=body)
    assert answer.status_code in KNOWN
    if answer.status_code == 500:
        assert answer.headers["x-amzn-ErrorType"].endswith("Exception")
    assert "x-amzn-RequestId" in answer.headers or "x-gateway-response" in headers
