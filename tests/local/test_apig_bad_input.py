"""Whatever is sent below `/v2`, the answer is one of the clouds'."""

import json
import logging
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from .apig_sample import HUAWEICLOUD, apig, default_response, error

SEGMENT = st.text(max_size=6).map(lambda text: quote(text, safe="", errors="replace").replace(".", "%2E"))
SEGMENTS = st.lists(SEGMENT, max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
MEMBERS = st.dictionaries(st.sampled_from(["name", "responses", "body", "status", "headers"]), JSON)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with apig() as client:
        yield client


@given(st.sampled_from(["GET", "PUT", "POST", "DELETE"]), st.sampled_from(["/v2/", f"{HUAWEICLOUD}/"]), SEGMENTS)
@example("GET", "/v2/", ["%FF%FE", "%00", "%0A"])
@example("GET", "/v2/", ["%2e%2e", "%2E", "", ""])
def test_any_path(client: httpx.Client, method: str, start: str, segments: list[str]) -> None:
    url = httpx.URL(str(client.base_url).rstrip("/") + start).copy_with(raw_path=(start + "/".join(segments)).encode())
    status, code = error(client.request(method, url))
    assert (status, code.partition(".")[0]) in {(400, "APIG"), (404, "APIG"), (404, "APIGW")}


@given(st.binary(max_size=30) | MEMBERS)
@example({"body": "x", "status": float("nan"), "headers": [{"key": "\ud800", "value": "\ud800"}]})
def test_any_content(client: httpx.Client, content: Any) -> None:
    path = f"{default_response(client)}/THROTTLED"
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    for answer in (client.put(path, content=sent), client.post(HUAWEICLOUD, content=sent)):
        if answer.is_success:
            response = answer.json().get("id")
            assert client.delete(f"{HUAWEICLOUD}/{response}" if response else path).status_code == 204
        else:
            assert error(answer)[0] == 400


@given(st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=60).map(str.strip))
@example("SDK-HMAC-SHA256 Access=local, SignedHeaders=x-sdk-date;x-sdk-date;;, Signature=" + "a" * 64)
def test_any_authorization(client: httpx.Client, text: str) -> None:
    headers = [(b"Authorization", text.encode("latin-1")), (b"X-Auth-Token", b""), (b"X-Sdk-Date", b"20260101T000000Z")]
    assert error(client.get(HUAWEICLOUD, headers=headers))[0] == 401


def test_a_client_that_leaves_is_no_error(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    path = f"{default_response(client)}/THROTTLED"
    with caplog.at_level(logging.DEBUG), socket.create_connection((client.base_url.host, client.base_url.port)) as raw:
        raw.sendall(f"PUT {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc".encode())
    assert client.get(HUAWEICLOUD).is_success
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
