"""Requests to the control plane that no SDK would send: an error with AWS's shape each time, and nothing in the log."""

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.local.apigateway_inputs import MAX_BODY
from constructs_gw.local.server import gateway

from .aws_client import API, an_api, served_to_sdk

PATH = f"/restapis/{API}/gatewayresponses/THROTTLED"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with served_to_sdk() as (_, url), httpx.Client(base_url=url) as client:
        yield client


def assert_aws_error(response: httpx.Response, status: int, error_type: str) -> None:
    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (status, error_type)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["x-amzn-RequestId"]
    assert list(response.json()) == ["message"]
    assert isinstance(response.json()["message"], str)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"1",
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"statusCode": ' + b"9" * 5_000 + b"}",
        b'{"statusCode": NaN}',
        b'{"statusCode": ["404"]}',
        b'{"responseParameters": []}',
        b'{"responseParameters": "x"}',
        b'{"responseTemplates": {"application/json": {"a": 1}}}',
        b'{"responseTemplates": {"application/json": "\\ud800"}}',
        b'{"responseTemplates": {"\\ud800": "x"}}',
    ],
)
def test_a_body_that_is_not_of_the_form(http: httpx.Client, body: bytes) -> None:
    assert_aws_error(http.put(PATH, content=body, headers=JSON), 400, "SerializationException")
    if body[:1] != b"{":
        assert_aws_error(http.patch(PATH, content=body, headers=JSON), 400, "SerializationException")


@pytest.mark.parametrize("operations", ["{}", '"x"', "[1]", '[{"op": 1}]', '[[{"op": "add"}]]'])
def test_patch_operations_that_are_not_of_the_form(http: httpx.Client, operations: str) -> None:
    body = f'{{"patchOperations": {operations}}}'
    assert_aws_error(http.patch(PATH, content=body, headers=JSON), 400, "SerializationException")


@pytest.mark.parametrize(
    "path", ["/statusCode/", "/responseTemplates/application/json", "/responseParameters", "", "/"]
)
def test_a_patch_path_that_is_none(http: httpx.Client, path: str) -> None:
    response = http.patch(PATH, json={"patchOperations": [{"op": "add", "path": path, "value": "x"}]})
    assert_aws_error(response, 400, "BadRequestException")
    assert response.json() == {"message": f"Invalid patch path {path}"}


@pytest.mark.parametrize("op", ["move", "copy", "test", None])
def test_a_patch_operation_that_is_not_supported(http: httpx.Client, op: str | None) -> None:
    operation = {"op": op, "path": "/responseTemplates/application~1json", "value": "x"}
    assert_aws_error(http.patch(PATH, json={"patchOperations": [operation]}), 400, "BadRequestException")


def test_a_null_in_a_map(http: httpx.Client) -> None:
    response = http.put(PATH, json={"responseParameters": {"gatewayresponse.header.X": None}})
    assert_aws_error(response, 400, "BadRequestException")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "\xff"])
def test_another_content_type(http: httpx.Client, content_type: str) -> None:
    response = http.put(PATH, content=b"{}", headers={b"Content-Type": content_type.encode("latin-1")})
    assert_aws_error(response, 415, "UnsupportedMediaTypeException")


@pytest.mark.parametrize("content_type", [None, "application/json; charset=utf-8", "application/x-amz-json-1.1"])
def test_a_content_type_that_sdks_send(http: httpx.Client, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    assert http.put(PATH, content=b"{}", headers=headers).status_code == 201


def test_too_large_a_body(http: httpx.Client) -> None:
    body = json.dumps({"responseTemplates": {"application/json": "x" * MAX_BODY}}).encode()
    for content in (body, (body[i : i + 65_536] for i in range(0, len(body), 65_536))):
        response = http.put(PATH, content=content, headers=JSON)
        assert_aws_error(response, 413, "RequestEntityTooLargeException")


@pytest.mark.parametrize(
    "parts",
    [
        {"responseParameters": {"gatewayresponse.header.X": f"'{'x' * 10_300}'"}},
        {"responseParameters": {f"gatewayresponse.header.X{n}": "'x'" for n in range(1_000)}},
        {"responseParameters": {"gatewayresponse.header.X": "x" * 1_000_000}},
        {"responseTemplates": {"application/json": "x" * 300_001}},
    ],
)
def test_too_large_a_response(http: httpx.Client, parts: object) -> None:
    assert_aws_error(http.put(PATH, json=parts), 400, "BadRequestException")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", PATH, 501),
        ("DELETE", f"/restapis/{API}/gatewayresponses", 501),
        ("PUT", "/restapis", 501),
        ("GET", f"/restapis/{API}/nope/nope/nope", 501),
        ("GET", "/apikeys/x", 501),
        ("GET", f"/restapis%2F{API}", 501),
        ("HEAD", PATH, 405),
        ("OPTIONS", PATH, 405),
        ("FOO", PATH, 405),
        ("GET", "/restapis/a%2Fb/gatewayresponses/THROTTLED", 404),
        ("GET", "/restapis/%00/gatewayresponses/THROTTLED", 404),
        ("GET", "/restapis/%ff%0d%0a/gatewayresponses/THROTTLED", 404),
        ("GET", "/restapis//gatewayresponses/THROTTLED", 404),
        ("GET", f"/restapis/{API}/gatewayresponses/throttled", 400),
        ("GET", f"/restapis/{API}/gatewayresponses/%00", 400),
        ("GET", f"/restapis/{API}/gatewayresponses/DEFAULT_4XX%2F..", 400),
    ],
)
def test_a_path_or_method_that_is_none(http: httpx.Client, method: str, path: str, status: int) -> None:
    response = http.request(method, path)
    assert response.status_code == status
    assert response.headers["x-amzn-ErrorType"]
    assert method == "HEAD" or list(response.json()) == ["message"]


def test_a_client_that_hangs_up_leaves_no_trace(http: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    address = (http.base_url.host, http.base_url.port)
    head = f"PUT {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{"
    with socket.create_connection(address) as connection:
        connection.sendall(head.encode())
    for _ in range(3):  # the server has seen the end of the connection by then
        assert http.get("/restapis").status_code == 200
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.INFO] == []


def test_the_log_has_one_line_a_request_and_no_credentials(
    http: httpx.Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("constructs_gw.local"), "propagate", True)
    with caplog.at_level(logging.INFO, "constructs_gw.local"):
        http.put(PATH, json={"responseParameters": {"gatewayresponse.header.X": "*"}}, headers={"Authorization": "k3y"})
        http.get("/restapis/%0aforged/stages", headers={"X-Amz-Security-Token": "k3y"})
    lines = [record.getMessage() for record in caplog.records if record.name == "constructs_gw.local"]
    assert lines == [
        "PUT /restapis/Api/gatewayresponses/THROTTLED 400: BadRequestException: Invalid mapping expression specified: "
        "Validation Result: warnings : [], errors : [Invalid mapping expression specified: *]; "
        """the value * has no single quotes of its own; write "'*'" for static text""",
        "GET /restapis/\\nforged/stages 404: NotFoundException: "
        "Invalid API identifier specified 000000000000:\\nforged",
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = st.sampled_from(["statusCode", "responseParameters", "responseTemplates", "patchOperations", "stageName"])
ROOT = f"restapis/{API}"
CHANGES = st.sampled_from(
    [("PUT", PATH[1:]), ("PATCH", PATH[1:]), ("POST", f"{ROOT}/deployments"), ("PATCH", f"{ROOT}/stages/prod")]
)
METHODS = st.sampled_from(["GET", "PUT", "PATCH", "POST", "DELETE"])
SEGMENTS = st.sampled_from([API, "restapis", "gatewayresponses", "THROTTLED", "stages", "prod", "deployments"]) | (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
)


PATHS = st.lists(SEGMENTS, max_size=4).map(lambda parts: "/".join(["restapis", *(quote(p, safe="") for p in parts)]))


@settings(max_examples=200, deadline=None)
@given(CHANGES | st.tuples(METHODS, PATHS), st.dictionaries(MEMBERS, JSON_VALUES, max_size=3) | JSON_VALUES)
def test_any_request_has_an_answer(target: tuple[str, str], body: object) -> None:
    method, path = target

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(gateway([an_api()]))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, f"/{path}", content=json.dumps(body), headers=JSON)

    response = asyncio.run(send())
    assert response.status_code in (200, 201, 202, 400, 404, 501)
    assert response.is_success or list(response.json()) == ["message"]
