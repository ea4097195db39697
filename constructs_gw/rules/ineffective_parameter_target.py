"""A response parameter sets the path or the query string of an answer.

## Why is this bad?

An HTTP answer has neither. API Gateway takes the key, and clients get nothing of it.

## What to do instead

Write `gatewayresponse.header.NAME` if a header is meant, and remove it otherwise. To send the client elsewhere, set a
3XX status and `gatewayresponse.header.Location`.

## Source

The keys `gatewayresponse.path.NAME` and `gatewayresponse.querystring.NAME`: API Gateway Developer Guide (documented);
an HTTP response has a status, header fields and content only: RFC 9110, 6 (standard); nobody has been seen to use
them (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.WARNING

_PARTS = {"path": "path", "querystring": "query string"}


def ineffective_parameter_target(parameter: ParameterView) -> Iterator[Problem]:
    """A key for something that no answer has."""
    if parameter.target in _PARTS:
        message = f"{parameter.key} has no effect: an answer has no {_PARTS[parameter.target]}"
        yield Problem(message, f"write {parameter.terms.header(parameter.name)} if a header is meant, or remove it")
