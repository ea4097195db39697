"""What is refused before it reaches a stage or a control plane, through a real server."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from constructs_gw.local.admission import is_local_name

from .declaring import method, of_api
from .sample import served, template

STAGE = "/_aws/execute-api/Api/prod/"
OTHERS = {f"Stage{number}": of_api("x", "Stage", StageName=f"s{number}")["x"] for number in range(4)}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(template({**method("GET"), **OTHERS})) as found:
        yield found


def answered(url: str, *sent: bytes) -> bytes:
    """What is sent back until the server closes the connection or is silent."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=5) as connection:
        connection.sendall(b"\r\n".join([*sent, b"", b""]))
        connection.settimeout(1)
        answer = b""
        with suppress(OSError):
            while part := connection.recv(65_536):
                answer += part
        return answer


@pytest.mark.parametrize("authority", [b"localhost:4010", b"orders.example"])
def test_a_target_that_is_a_whole_url_is_served(url: str, authority: bytes) -> None:
    answer = answered(url, b"GET http://" + authority + STAGE.encode() + b" HTTP/1.1", b"Host: a", b"Connection: close")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_the_host_of_a_whole_url_is_the_requests_host(url: str) -> None:
    answer = answered(url, b"GET http://evil.example/restapis HTTP/1.1", b"Host: localhost", b"Connection: close")
    assert answer.startswith(b"HTTP/1.1 403 ")


def test_two_lengths_of_one_body_are_refused_and_nothing_after_them_is_served(url: str) -> None:
    lengths = [b"Content-Length: 4", b"Transfer-Encoding: chunked"]
    answer = answered(url, b"POST / HTTP/1.1", b"Host: a", *lengths, b"", b"0", b"", b"GET / HTTP/1.1", b"Host: a")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"send Content-Length or Transfer-Encoding, not both\n")


def half_closed(url: str, sent: bytes) -> bytes:
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=4) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    return answer


def test_a_client_that_sends_no_more_gets_its_answer_and_the_end(url: str) -> None:
    assert half_closed(url, f"GET {STAGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode()).startswith(b"HTTP/1.1 200 ")


def test_half_a_body_is_not_waited_for(url: str) -> None:
    assert half_closed(url, f"POST {STAGE} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{{".encode()) == b""


@pytest.mark.parametrize("path", ["/", "/orders", "/_aws/execute-api", "/%E2%80%AE%0A%3Cscript%3E"])
def test_a_path_of_nobody_is_told_where_the_stages_are_and_nothing_of_its_own(url: str, path: str) -> None:
    answer = httpx.get(url + path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.text.splitlines() == [
        "no stage and no control plane is here; there is",
        STAGE,
        *(f"/_aws/execute-api/Api/s{number}/" for number in range(4)),
    ]


PAGE = {"Origin": "https://evil.example"}
REBOUND = {"Host": "evil.example:4010"}
APIG = "/v2/local/apigw/instances/huaweicloud/api-groups/Api/gateway-responses"


@pytest.mark.parametrize("headers", [PAGE, {"Origin": "null"}, REBOUND, {"Host": "127.0.0.1.evil.example"}])
@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "/restapis"), ("POST", "/restapis/Api/deployments"), ("OPTIONS", "/restapis"), ("GET", APIG)],
)
def test_control_planes_take_nothing_of_web_pages(url: str, verb: str, path: str, headers: dict[str, str]) -> None:
    answer = httpx.request(verb, url + path, headers={**headers, "X-Auth-Token": "local"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_page_cannot_deploy_with_a_body_that_has_no_media_type(url: str) -> None:
    def deployments() -> int:
        return len(httpx.get(f"{url}/restapis/Api/deployments").json()["item"])

    before = deployments()
    httpx.post(f"{url}/restapis/Api/deployments", content=b'{"stageName":"prod"}', headers=PAGE)
    assert deployments() == before


@pytest.mark.parametrize("headers", [PAGE, REBOUND])
def test_stages_take_everything_of_web_pages(url: str, headers: dict[str, str]) -> None:
    assert httpx.get(url + STAGE, headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["localhost:4010", "127.0.0.1", "[::1]:4010", "gateway:4010", "host.docker.internal"])
def test_clients_name_this_machine_as_they_like(url: str, host: str) -> None:
    assert httpx.get(f"{url}/restapis", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("LOCALHOST", True),
        ("api.localhost.", True),
        ("[::ffff:127.0.0.1]:1", True),
        ("127.1", True),
        ("beta-apigateway.us-east-1.amazonaws.com", True),
        ("apig.eu-de.otc.t-systems.com:443", True),
        ("apigateway.us-east-1.amazonaws.com.evil.example", False),
        ("apigateway.evil.example", False),
        ("localhost.evil.example", False),
        ("evil.com.", False),
        ("user@evil.com", False),
        ("[::1", False),
        ("[evil.com]", False),
    ],
)
def test_a_local_name_is_one_that_no_stranger_can_have(host: str, is_local: bool) -> None:
    assert is_local_name(host) is is_local
