"""A response parameter's key is not one of a gateway response.

## Why is this bad?

The deployment fails with `Invalid mapping expression specified: method.response.header.Access-Control-Allow-Origin`:
the message names the key, though it reads as if the value were wrong.

## What to do instead

Begin the key with `gatewayresponse.header.`, all in lower case: `gatewayresponse.header.Access-Control-Allow-Origin`.
`method.response.header.` is the prefix for integration responses. (CDK's `response_headers` and SAM's `Headers` add
the prefix themselves.)

## Source

API Gateway Developer Guide, api-gateway-swagger-extensions-gateway-responses.responseParameters (documented); the
rejection: aws-cli#2879 (observed).
"""

import re
from collections.abc import Iterator

from constructs_gw.customization import HEADER_PREFIX, meant_header
from constructs_gw.edits import Rename
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR

_HEADER = re.compile(r"headers?\.[^.]+$|^[^.]+$", re.IGNORECASE)
"""What nothing but a header can be meant by."""


def invalid_parameter_key(parameter: ParameterView) -> Iterator[Problem]:
    """A key without the prefix of a gateway response, or with nothing behind it."""
    if parameter.target is not None:
        return
    key = parameter.key.strip()
    name = meant_header(key)
    if key.casefold() == HEADER_PREFIX:
        yield Problem(f"{key!r} names no header", f"write {parameter.terms.header('NAME')}")
    else:
        edits = (Rename(parameter.terms.header_key(name)),) if name and _HEADER.search(key) else ()
        fix = f"write {parameter.terms.header(name or 'NAME')}"
        yield Problem(f"{parameter.key!r} is not a parameter of a gateway response", fix, edits=edits)
