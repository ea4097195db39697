"""A response header's name is not one that API Gateway takes, or is there twice.

## Why is this bad?

A mapping with such a name is rejected at deployment: only letters, digits and `. _ $ -` are allowed. Two names that
differ in case alone are one header to every client, and which value it gets nobody has measured.

## What to do instead

Write the name as HTTP has it, without blanks, colons or quotes: `X-Error-Type`. Keep one of two that differ in case.

## Source

The characters: API Gateway Developer Guide, request-response-data-mappings (documented); all of them are legal in a
header's name, whose case does not matter: RFC 9110, 5.1 (standard).
"""

from collections.abc import Iterator

from constructs_gw.customization import HEADER_NAME
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.tokens import known_text
from constructs_gw.views import ParameterView, ResponseView

SEVERITY = Severity.ERROR


def invalid_header_name(response: ResponseView) -> Iterator[Problem]:
    """A name with other characters, and a name that is there in another case already."""
    seen: dict[str, ParameterView] = {}
    for parameter in response.parameters:
        if parameter.header is None:
            continue
        if not HEADER_NAME.fullmatch(known_text(parameter.name) or "x"):
            fix = "use only A-Z, a-z, 0-9 and . _ $ -"
            yield Problem(f"{parameter.name!r} is not a header name", fix, parameter.place)
        first = seen.setdefault(parameter.header, parameter)
        if first is not parameter:
            message = f"{parameter.name} and {first.name} are one header"
            fix = "keep one of them: header names ignore case"
            yield Problem(message, fix, parameter.place, Severity.WARNING)
