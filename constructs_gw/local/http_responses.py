"""HTTP responses with their headers spelled as API Gateway spells them."""

import re
from collections.abc import Iterable, Mapping

from starlette.responses import Response


def http_response(status: int, headers: Mapping[str, str] | Iterable[tuple[str, str]], body: bytes | str) -> Response:
    """A response; Starlette alone would write every header name in lower case."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    response = Response(body, status)
    response.raw_headers = [
        *((name.encode("latin-1"), _header_text(value)) for name, value in pairs),
        *((name, value) for name, value in response.raw_headers if name == b"content-length"),
    ]
    return response


def _header_text(value: str) -> bytes:
    """A header's value as HTTP can carry it; what API Gateway does with line breaks and the like is undetermined."""
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", "", value).strip(" \t").encode("latin-1", "replace")
