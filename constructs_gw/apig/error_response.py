"""What a gateway response of APIG answers for one error type, checked when it is made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_gw.apig.error_types import DEFAULT_BODY, ErrorType
from constructs_gw.errors import Problem, raise_all

MAX_HEADERS = 10
MAX_KEY, MAX_VALUE = 128, 1024
"""In characters. All limits: Open Telekom Cloud APIG API Reference (2024-11), Creating a Group Response."""

REQUEST_ID_HEADER = "X-Request-Id"
"""APIG adds it for all valid requests (documented: Open Telekom Cloud APIG User Guide, Response Headers); that error
answers have it too is inferred."""

_KEY = re.compile(r"[A-Za-z0-9-]+")
"""The API reference; the user guide says underscores in place of hyphens (undetermined)."""
_BRACKETS = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """What a gateway response answers for one error type.

    Raises GatewayResponseError for what APIG documents to refuse. That the body has to be JSON, as the user guide says,
    is for `compile_responses` to see to: whether APIG refuses another one is undetermined.
    """

    body: str
    """Text with variables such as `$context.error.message`; it cannot be empty."""
    status: int | None = None
    """From 200 to 599 and not 444. None gives the type no status of its own; what it then answers is undetermined."""
    headers: tuple[tuple[str, str], ...] = ()
    """Up to 10 keys and values, in order; a value may hold variables."""

    def __post_init__(self) -> None:
        raise_all(response_problems(self))

    @classmethod
    def default(cls, error_type: ErrorType) -> "ErrorResponse":
        """The response of a type that nobody modified; without a status where none is published."""
        return cls(DEFAULT_BODY.value, error_type.default_status)

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "ErrorResponse":
        """What APIG says that it has, unchecked: it may take more than it documents."""
        found = object.__new__(cls)
        object.__setattr__(found, "body", given.get("body") or "")
        object.__setattr__(found, "status", given.get("status"))
        headers = tuple((each["key"], each["value"]) for each in given.get("headers") or ())
        object.__setattr__(found, "headers", headers)
        return found

    @property
    def data(self) -> dict[str, Any]:
        """The same as APIG's API spells it."""
        status = {} if self.status is None else {"status": self.status}
        headers = {"headers": [{"key": key, "value": value} for key, value in self.headers]} if self.headers else {}
        return {**status, "body": self.body, **headers}


def is_status(status: object) -> bool:
    """Whether APIG takes it as a status code."""
    return isinstance(status, int) and not isinstance(status, bool) and 200 <= status <= 599 and status != 444


def status_problems(status: int) -> Iterator[Problem]:
    """What APIG would refuse in a status code."""
    if not is_status(status):
        yield Problem(f"status {status} is not one that APIG takes", "write one from 200 to 599, and not 444")


def headers_problems(headers: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """What APIG would refuse in all headers of a response."""
    for key, value in headers:
        yield from header_problems(key, value)
    if len(headers) > MAX_HEADERS:
        yield Problem(f"there are {len(headers)} headers, and APIG takes {MAX_HEADERS}", f"keep {MAX_HEADERS} of them")


def header_problems(key: str, value: str) -> Iterator[Problem]:
    """What APIG would refuse in a header."""
    if not _KEY.fullmatch(key):
        yield Problem(f"header name {key!r} has other characters than APIG takes", "use only A-Z, a-z, 0-9 and -")
    if len(key) > MAX_KEY:
        yield Problem(f"header name {key!r} has {len(key)} characters", f"keep it to {MAX_KEY}")
    if not 1 <= len(value) <= MAX_VALUE:
        yield Problem(f"header {key} has a value of {len(value)} characters", f"give it 1 to {MAX_VALUE}")
    if _BRACKETS.search(value):
        yield Problem(f"header {key} has [[ or ]] in its value, which APIG refuses", "leave them out")


def response_problems(response: ErrorResponse) -> Iterator[Problem]:
    """What APIG documents to refuse."""
    if not response.body:
        yield Problem("the body is empty, which APIG refuses", "give the body that a client is to get")
    if response.status is not None:
        yield from status_problems(response.status)
    yield from headers_problems(response.headers)
