"""The request bodies of APIG's control plane, checked as far as the clouds document what they refuse."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.apig.error_response import MAX_HEADERS, ErrorResponse, header_problems, is_status
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.local.apig_errors import ApigError, Errors

MAX_BODY = 12 * 1024 * 1024
"""In bytes (signing guide, Error Codes: APIGW.0201)."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Documented on the pages of the operations."""


@dataclass(frozen=True, slots=True)
class ResponseRequest:
    """What a gateway response is to be."""

    name: str
    errors: Mapping[ErrorType, ErrorResponse]


def read_object(content: bytes) -> Mapping[str, Any]:
    """A request's JSON object; its media type is not looked at, as none is documented to be refused."""
    if not content:
        raise ApigError(Errors.MISSING_PARAMETER)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ApigError(Errors.PARAMETER_ERROR) from None
    if not isinstance(found, dict):
        raise ApigError(Errors.PARAMETER_ERROR)
    return found


def read_response(content: bytes, offered: Iterable[ErrorType]) -> ResponseRequest:
    """What creates or replaces a gateway response; members that the API does not have are passed over."""
    given = read_object(content)
    name, errors = given.get("name"), given.get("responses")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ApigError(Errors.INVALID_IN_BODY, "name")
    if errors is None:
        return ResponseRequest(name, {})
    if not isinstance(errors, dict) or not errors.keys() <= set(offered):
        raise ApigError(Errors.INVALID_IN_BODY, "responses")
    return ResponseRequest(name, {ErrorType(kind): error_response(error) for kind, error in errors.items()})


def error_response(given: Any) -> ErrorResponse:
    """What modifies the response of an error type.

    A status that is left out is cancelled rather than kept (observed: a comment in golangsdk); that the same goes for
    headers is undetermined. So is whether a body that is not JSON, which the user guide forbids, is refused: it is not.
    """
    if not isinstance(given, dict):
        raise ApigError(Errors.INVALID_IN_BODY, "responses")
    body = given.get("body")
    if body is None or body == "":
        raise ApigError(Errors.MISSING_PARAMETER)
    if not isinstance(body, str):
        raise ApigError(Errors.INVALID_IN_BODY, "body")
    return ErrorResponse(body, _status(given.get("status")), _headers(given.get("headers")))


def _status(status: Any) -> int | None:
    if status is not None and not is_status(status):
        raise ApigError(Errors.INVALID_IN_BODY, "status")
    return status  # type: ignore[no-any-return]  # it is None or was checked


def _headers(headers: Any) -> tuple[tuple[str, str], ...]:
    if headers is None:
        return ()
    if not isinstance(headers, list) or len(headers) > MAX_HEADERS or not all(map(_is_header, headers)):
        raise ApigError(Errors.INVALID_IN_BODY, "headers")
    return tuple((header["key"], header["value"]) for header in headers)


def _is_header(header: Any) -> bool:
    key, value = (header.get("key"), header.get("value")) if isinstance(header, dict) else (None, None)
    return isinstance(key, str) and isinstance(value, str) and not any(header_problems(key, value))
