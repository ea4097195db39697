"""What answers in place of APIG may never end: memory and time are bounded with both SDKs."""

import asyncio
import gzip
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from constructs_gw.apig.live import ApigRequestError, GroupClient, bounded, connect
from constructs_gw.local.server import serving

from .live_groups import SDKS, Server, answer, clean, client_of, serve

LIST = "GET gateway-responses"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as made:
        yield made


@pytest.fixture(params=SDKS)
def client(request: pytest.FixtureRequest, server: Server) -> Iterator[GroupClient]:
    yield client_of(request.param, server.url, next(server.fresh))
    server.faults.planned.clear()


async def drip(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer byte by byte, for as long as somebody listens."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    for _ in range(500):
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(0.02)


def said(client: GroupClient) -> str:
    with pytest.raises(ApigRequestError) as raised:
        client.list_responses()
    assert raised.value.is_unanswered
    return raised.value.error_msg.partition(": ")[2]


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_answer_is_read_to_a_size(
    server: Server, client: GroupClient, is_packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MAX_BYTES", 100_000)
    content = b'{"responses": [], "total": 0}' + b" " * 1_000_000
    kind = {"content-encoding": "gzip"} if is_packed else {}
    server.faults.plan(LIST, *[answer(200, gzip.compress(content) if is_packed else content, **kind)] * 3)
    assert said(client) == "the answer has more than 100000 bytes"


def test_an_answer_is_read_for_a_time(server: Server, client: GroupClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MAX_SECONDS", 0.2)
    server.faults.plan(LIST, *[drip] * 3)
    start = time.monotonic()
    assert said(client) == "the answer takes more than 0.2 seconds"
    assert time.monotonic() - start < 5


def test_what_answers_in_place_of_huawei_clouds_iam_is_read_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    clean(monkeypatch)
    monkeypatch.setattr(bounded, "MAX_BYTES", 100_000)
    for name in ("AK", "SK"):
        monkeypatch.setenv(f"HUAWEICLOUD_SDK_{name}", "nobody's")
    page = Starlette(routes=[Route("/v3/projects", lambda _: Response(b" " * 1_000_000))])
    with serving(page) as url:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", url)
        with pytest.raises(ApigRequestError, match="the answer has more than 100000 bytes"):
            connect("huaweicloud", "i", "g", region="eu-west-101")


def test_an_answer_that_is_packed_is_read(server: Server, client: GroupClient) -> None:
    content = gzip.compress(b'{"responses": [{"id": "r", "name": "n"}], "total": 1}')
    server.faults.plan(LIST, answer(200, content, **{"content-encoding": "gzip"}))
    assert client.list_responses() == [{"id": "r", "name": "n"}]
