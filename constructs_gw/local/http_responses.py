"""HTTP responses with their headers spelled as API Gateway spells them."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_WITHOUT_BODY = frozenset((204, 205, 304))


def http_response(status: int, headers: Mapping[str, str] | Iterable[tuple[str, str]], body: bytes | str) -> Response:
    """A response; Starlette alone would write every header name in lower case.

    What HTTP has no form for is left out: a name that is none, control characters of a value, a body where the status
    allows none. Nor is 1xx a status of an answer: 502 stands for it. What API Gateway does then is not known.
    """
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    content = body.encode("utf-8", "replace") if isinstance(body, str) else body
    response = Response(b"" if status in _WITHOUT_BODY else content, status if status >= 200 else 502)
    response.raw_headers = [
        *((name.encode(), _value(value)) for name, value in pairs if _NAME.fullmatch(name)),
        *((name, value) for name, value in response.raw_headers if name == b"content-length"),
    ]
    return response


def json_response(status: int, headers: Mapping[str, str], data: Any) -> Response:
    """An answer in JSON, as compact as API Gateway's own; without a body for None."""
    content = b"" if data is None else json.dumps(data, separators=(",", ":"))
    return http_response(status, {"Content-Type": "application/json", **headers}, content)


def text_response(status: int, text: str) -> Response:
    """An answer of the local gateway's own, for a developer to read."""
    return http_response(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{text}\n")


def _value(text: str) -> bytes:
    return _CONTROLS.sub("", text).strip().encode("latin-1", "replace")
