"""HTTP responses with their headers spelled as API Gateway spells them."""

from collections.abc import Iterable, Mapping

from starlette.responses import Response


def http_response(status: int, headers: Mapping[str, str] | Iterable[tuple[str, str]], body: bytes | str) -> Response:
    """A response; Starlette alone would write every header name in lower case."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    response = Response(body, status)
    response.raw_headers = [
        *((name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in pairs),
        *((name, value) for name, value in response.raw_headers if name == b"content-length"),
    ]
    return response
