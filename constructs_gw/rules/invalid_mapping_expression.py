"""A header value is meant as a mapping expression, and gateway responses take none like it.

## Why is this bad?

The deployment fails with `Invalid mapping expression specified`. An expression inside single quotes deploys, but is
plain text then: every client gets the words `context.requestId`.

## What to do instead

Write one whole expression without quotes, `$` or braces: `method.request.header.Origin`,
`method.request.querystring.q`, `method.request.path.id`, `context.extendedRequestId` or
`stageVariables.allowedOrigin`. Nothing can be joined to it: put the whole text into a stage variable, or make it with
`Fn::Sub` at deployment. There is no integration, and so no `integration.response.*`, when API Gateway answers by
itself.

## Source

What a parameter of a gateway response can be set to: API Gateway Developer Guide,
api-gateway-swagger-extensions-gateway-responses, request-response-data-mappings (documented); that text in single
quotes reaches the client as it is: the same guide and aws-cdk#23105 (observed). The exceptions are info: multi-value
sources are documented for mappings in general (inferred), and `method.input.params.*` is in one example of AWS alone
(inferred).
"""

import re
from collections.abc import Iterator

from constructs_gw.edits import Edit, Rewrite, replaced
from constructs_gw.errors import Problem
from constructs_gw.mapping import nearest_expression
from constructs_gw.severity import Severity
from constructs_gw.tokens import has_token
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR

_ONE = "write one expression alone, such as method.request.header.Origin, or static text in single quotes"
_JOINED = "write one expression alone: parts cannot be joined"
_INPUT = "method.input.params."
_FIXES = {
    "integration.": "use static text, a request parameter, a context or a stage variable: no integration has answered",
    "method.response.": "use static text, a request parameter, a context or a stage variable",
    "method.request.body": "use the request's header, querystring or path: gateway responses do not read its body",
    "stagevariables.": "write stageVariables.NAME: a stage variable's name has only A-Z, a-z, 0-9 and _",
}


def invalid_mapping_expression(parameter: ParameterView) -> Iterator[Problem]:
    """An expression that gateway responses do not take, or that stands in quotes."""
    text = (parameter.text or "").strip()
    if parameter.quoted_expression:
        message = f"{text!r} is plain text: clients get the words {parameter.quoted_expression}"
        fix, edits = _fix(text[1:-1], _JOINED)
        yield Problem(message, fix, severity=Severity.WARNING, edits=edits)
    elif parameter.expression and "multivalue" in parameter.expression[0]:
        message = f"nobody has measured whether gateway responses take {text}"
        yield Problem(
            message, f"write {text.replace('multivalue', '', 1)}, which has one value", severity=Severity.INFO
        )
    elif text.startswith(_INPUT):
        message = f"{text!r} is in one example of AWS and in no grammar: whether it works is not known"
        name = text.removeprefix(_INPUT)
        fix = f"write method.request.header.{name}, .querystring.{name} or .path.{name}"
        yield Problem(message, fix, severity=Severity.INFO)
    elif parameter.is_expression and not parameter.expression:
        is_joined = parameter.is_joined or re.search(r"\s[+&|]|[+&|]\s", text)
        known = next((fix for start, fix in _FIXES.items() if text.casefold().startswith(start)), _ONE)
        fix, edits = (_JOINED, ()) if is_joined else _fix(text, known)
        yield Problem(f"{text!r} is not a mapping expression", fix, edits=edits)


def _fix(text: str, otherwise: str) -> tuple[str, tuple[Edit, ...]]:
    meant = nearest_expression(text)
    if meant is None:
        return otherwise, ()
    is_certain = not has_token(meant) and "input" not in text
    return f"write {meant}", (Rewrite(replaced, (meant,)),) if is_certain else ()
