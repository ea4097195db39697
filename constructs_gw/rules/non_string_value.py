"""A list, mapping or null stands where text belongs, or something else where a mapping does.

## Why is this bad?

Every header value, body and status is text, and the headers and bodies as a whole are mappings. CloudFormation and
API Gateway take a number or a boolean as the text of it, which is why those are mere info, and reject everything else.
Of a status that is a number in an OpenAPI definition nothing is said: AWS's own examples write it so.

## What to do instead

Write a body as text, in YAML as a block (`application/json: |`), in JSON with its quotes escaped. Write one text as a
header's value, with the single quotes in it. Leave out what is to have no value.

## Source

CloudFormation's schema of AWS::ApiGateway::GatewayResponse: mappings from string to string (documented); API Gateway
rejects a boolean with a SerializationException, recorded for a sibling operation: LocalStack (recorded against AWS).
`"statusCode": 404` in a definition: API Gateway Developer Guide, set-up-gateway-responses-in-swagger (documented).
"""

import reprlib
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.customization import STATUS_CODE
from constructs_gw.edits import Rewrite, as_text
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import FieldView, ResponseView

SEVERITY = Severity.ERROR

_BODY = """write the body as text, such as '{"message": "Forbidden"}'"""
_HEADER = """write one text in single quotes, such as "'no-store'", or leave the header out"""
_STATUS = 'write one status, such as "404", or leave it out'


def non_string_value(response: ResponseView) -> Iterator[Problem]:
    """What is no text, and what is no mapping."""
    status = [response.status] if response.status else []
    fields: list[tuple[FieldView, str]] = [(field, _HEADER) for field in response.parameters]
    fields += [(field, _BODY) for field in response.templates]
    fields += [(field, _STATUS) for field in status]
    for field, fix in fields:
        if field.text is None:
            yield Problem(f"{_shown(field.value)} stands where text belongs", fix, field.place)
        elif not isinstance(field.value, str) and (
            fix is _BODY or (fix is _STATUS and response.is_resource and STATUS_CODE.fullmatch(field.text))
        ):
            message = f"{field.text} is {_kind(field.value)}, and is taken as text"
            yield Problem(message, f'write "{field.text}"', field.place, Severity.INFO, (Rewrite(as_text),))
    for field in response.misshapen:
        message = f"{_shown(field.value)} stands where a mapping belongs"
        yield Problem(message, "write names and their values, or leave it out", field.place)


def _kind(value: Any) -> str:
    return "a boolean" if isinstance(value, bool) else "a number"


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    kind = {Mapping: "the mapping ", list: "the list "}
    return next((name for shape, name in kind.items() if isinstance(value, shape)), "") + reprlib.repr(value)
