"""Requests to the local gateway in this process, and what every answer has to be."""

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import Message

from constructs_gw.assembly import TemplateFile
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import gateway
from proof.fuzz.choices import Choices

LOOP = asyncio.new_event_loop()
NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VALUE = re.compile(rb"[^\x00-\x08\x0a-\x1f\x7f]*")
METHODS = ["GET", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO"]


class _Raise(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """An error that is logged is one."""
        raise AssertionError(record.getMessage())


logging.getLogger().addHandler(_Raise(logging.ERROR))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        """The value of a header."""
        return next((value for each, value in self.headers if each.lower() == name), None)

    def json(self) -> Any:
        """The body as data; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def served(*files: TemplateFile) -> Starlette:
    """The gateway of templates, as it is when it starts."""
    return gateway(read_declared(files))


def ask(
    application: Starlette, method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes = b""
) -> Answer:
    """The answer to a request as uvicorn hands it on; raises AssertionError for one that HTTP has no form for."""
    path, _, query = target.partition(b"?")
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
             "path": unquote(path.decode("ascii")), "raw_path": path, "query_string": query, "root_path": "",
             "headers": headers, "server": ("127.0.0.1", 4010), "client": ("127.0.0.1", 1)}  # fmt: skip
    sent: list[Message] = []
    to_come: list[Message] = [{"type": "http.request", "body": body[:9], "more_body": True},
                              {"type": "http.request", "body": body[9:], "more_body": False}]  # fmt: skip

    async def receive() -> Message:
        return to_come.pop(0) if to_come else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    LOOP.run_until_complete(application(scope, receive, send))
    return checked(sent)


def checked(sent: list[Message]) -> Answer:
    """An answer that is well formed."""
    start, *parts = sent
    assert [start["type"], *{part["type"] for part in parts}] == ["http.response.start", "http.response.body"], sent
    answer = Answer(start["status"], list(start["headers"]), b"".join(part.get("body", b"") for part in parts))
    assert 200 <= answer.status <= 599
    for name, value in answer.headers:
        assert NAME.fullmatch(name), name
        assert VALUE.fullmatch(value), (name, value)
    length = answer.header(b"content-length")
    assert length is None or int(length) == len(answer.body)
    assert answer.status not in (204, 205, 304) or not answer.body
    return answer


def target(choose: Choices, prefix: bytes, segments: list[bytes]) -> bytes:
    """A path below a prefix, with a query: what a server takes as a target has no spaces and no control characters."""
    path = prefix
    for _ in range(choose.number(0, 4)):
        path += b"/" + (choose.one(segments) if choose.number(0, 3) else printable(choose.content(12)))
    return path + (b"?" + printable(choose.content(20)) if choose.is_so() else b"")


def printable(content: bytes) -> bytes:
    """The characters of a target."""
    return bytes(byte for byte in content if 0x21 <= byte <= 0x7E and byte != ord("#"))


def sent_headers(choose: Choices, values: dict[bytes, list[bytes]]) -> list[tuple[bytes, bytes]]:
    """Some of the headers that matter, with values that matter or any other."""
    return [
        (name, choose.one(values[name]) if choose.number(0, 2) else line(choose.content(16)))
        for name in (choose.one([*values]) for _ in range(choose.number(0, 4)))
    ]


def line(content: bytes) -> bytes:
    """What a server takes as the value of a header."""
    return bytes(byte for byte in content if byte == 9 or (byte >= 0x20 and byte != 0x7F)).strip()
