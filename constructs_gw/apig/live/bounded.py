"""Answers of an SDK's session, read to a limit: what answers in place of APIG may never end."""

import time
from collections.abc import Iterator
from typing import Any

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ChunkedEncodingError
from urllib3.exceptions import HTTPError

MAX_BYTES = 20_000_000
"""Of one answer. Error types have bodies of some kilobytes; a token with its catalog has some hundreds."""

MAX_SECONDS = 60.0
"""For one answer: a limit for each read alone does not end one that comes byte by byte."""

_CHUNK = 65_536


class UnboundedAnswerError(RequestException):
    """An answer that was not read to its end."""


def bound(session: object) -> None:
    """Read the answers of a session to the limits from now on."""
    if not isinstance(session, Session):  # an SDK of another version may send otherwise
        return
    for prefix, adapter in [*session.adapters.items()]:
        session.mount(prefix, _Bounded(adapter))


class _Bounded(BaseAdapter):
    """An adapter that has read its answers."""

    def __init__(self, inner: BaseAdapter) -> None:
        super().__init__()
        self._inner = inner

    def send(self, request: PreparedRequest, *given: Any, **named: Any) -> Response:
        answer = self._inner.send(request, *given, **named)
        try:
            answer._content = b"".join(_chunks(answer))  # as requests' own `content` does
            answer._content_consumed = True
        except HTTPError as error:
            raise ChunkedEncodingError(error, request=request) from error
        finally:
            answer.close()  # one that is read to its end leaves its connection open
        return answer

    def close(self) -> None:
        self._inner.close()


def _chunks(answer: Response) -> Iterator[bytes]:
    """What comes, as soon as it comes."""
    size, end = 0, time.monotonic() + MAX_SECONDS
    read = getattr(answer.raw, "read1", answer.raw.read)  # urllib3 1 has no read1
    while chunk := read(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > MAX_BYTES:
            raise UnboundedAnswerError(f"the answer has more than {MAX_BYTES} bytes", request=answer.request)
        if time.monotonic() > end:
            raise UnboundedAnswerError(f"the answer takes more than {MAX_SECONDS:g} seconds", request=answer.request)
        yield chunk
