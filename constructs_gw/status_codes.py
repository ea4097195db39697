"""HTTP status codes and their reason phrases."""

from http import HTTPStatus

_RENAMED = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}

REASON_PHRASES = {status.value: status.phrase for status in HTTPStatus} | _RENAMED
"""RFC 9110's phrase of each status code, the same in every version of Python (which renamed some in 3.13)."""
