"""One preset list on both clouds: what a client of each receives, and in what the two answers differ."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.apig.compiling import Compilation
from constructs_gw.apig.counterparts import COUNTERPARTS
from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.render import RenderedError
from constructs_gw.apig.render import render as apig_render
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.json_body import json_parts
from constructs_gw.render import RenderedResponse, Request
from constructs_gw.render import render as aws_render
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.severity import Severity
from constructs_gw.template_variables import tokenize

SAME = {
    "apiId": "apiId",
    "authorizer.tenant": "authorizer.frontend.tenant",
    "error.message": "error.message",
    "httpMethod": "reqMethod",
    "identity.apiKeyId": "appId",
    "identity.sourceIp": "sourceIp",
    "requestId": "requestId",
    "stage": "stage",
}
"""What the two clouds call the same thing (table 5b of the mapping, by hand)."""
VALUES = {
    "apiId": "api1",
    "authorizer.tenant": "tenant1",
    "error.message": "something is wrong",
    "httpMethod": "GET",
    "identity.apiKeyId": "key1",
    "identity.sourceIp": "203.0.113.7",
    "requestId": "request1",
    "stage": "prod",
}
AWS_REQUEST = Request(
    headers={"Origin": "https://shop.example.com"},
    stage_variables={"origin": "https://shop.example.com"},
    context={**VALUES, "path": "/prod/orders", "extendedRequestId": "extended1", "error.validationErrorString": "7"},
)
APIG_REQUEST = Request(context={SAME[name]: value for name, value in VALUES.items()} | {"reqPath": "/orders"})
OWN_HEADERS = {"x-amzn-requestid", "x-amz-apigw-id", "x-amzn-errortype"}

OF_A_TYPE = {"apig-merged-type", "apig-unmapped-type"}
"""What tells that a type answers as another one, in all that it answers."""
OF_A_BODY = {"apig-default-body", "apig-media-types"}
OF_A_VALUE = {
    "apig-other-vocabulary",
    "apig-own-headers",
    "apig-problem-json",
    "apig-request-value",
    "apig-unknown-variable",
}
"""What names the header that it is about, or the variable."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which the answers of two types that mean the same differ."""

    response_type: ResponseType
    error_type: ErrorType
    part: str
    aws: Any
    apig: Any

    def __str__(self) -> str:
        return f"{self.part}: {json.dumps(self.aws)} / {json.dumps(self.apig)}"


def places(kind: ResponseType) -> tuple[ErrorType, ...]:
    """The error types that answer what a response type answers (table 5a)."""
    if COUNTERPARTS[kind]:
        return COUNTERPARTS[kind]
    if kind is ResponseType.QUOTA_EXCEEDED:
        return (ErrorType.THROTTLED, ErrorType.DEFAULT_4XX)
    return (ErrorType.DEFAULT_5XX,) if (kind.default_status or 0) >= 500 else (ErrorType.DEFAULT_4XX,)


def pairs(provider: Provider) -> Iterator[tuple[ResponseType, ErrorType]]:
    """Each response type with each error type that answers in its place."""
    for kind in CLIENT_TYPES:
        yield from ((kind, each) for each in places(kind) if kind.is_customizable and each.is_offered_by(provider))


def differences(customizations: CustomizationSet, compilation: Compilation) -> Iterator[Difference]:
    """What a client sees of the move, wherever one of the clouds is told what to answer."""
    for kind, error_type in pairs(compilation.provider):
        is_customized = customizations.effective(kind).source is not None
        if is_customized or error_type in compilation.responses:
            aws = aws_render(customizations, kind, AWS_REQUEST)
            apig = apig_render(compilation.responses, error_type, compilation.provider, APIG_REQUEST)
            yield from (Difference(kind, error_type, *each) for each in _differing(aws, apig))


def _differing(aws: RenderedResponse, apig: RenderedError) -> Iterator[tuple[str, Any, Any]]:
    if apig.status not in (None, aws.status):
        yield "status", aws.status, apig.status
    yield from _unequal("headers", _headers(aws.headers, apig.headers), _headers(apig.headers, aws.headers))
    yield from _unequal("body", members(_json(aws.body)), members(_json(apig.body)))


def _headers(mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Headers without those that their cloud alone adds."""
    own = OWN_HEADERS | ({"x-request-id"} if "X-Request-Id" not in theirs else set())
    return {name.casefold(): value for name, value in mine.items() if name.casefold() not in own}


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {"(no JSON)": body}


def members(value: Any, path: str = "") -> dict[str, Any]:
    """Every value of a body by where it stands."""
    if isinstance(value, dict):
        return {k: v for name, each in value.items() for k, v in members(each, f"{path}.{name}").items()}
    if isinstance(value, list):
        return {k: v for i, each in enumerate(value) for k, v in members(each, f"{path}[{i}]").items()}
    return {path: value}


def _unequal(part: str, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*mine, *theirs)):
        if mine.get(name) != theirs.get(name):
            yield f"{part}{'' if name.startswith('.') else '.'}{name}", mine.get(name), theirs.get(name)


def reports(difference: Difference, fewest: CustomizationSet, compilation: Compilation) -> tuple[Diagnostic, ...]:
    """The diagnostics that tell of a difference: they are about its error type, and name what differs.

    `fewest` are the fewest customizations that answer so, which is what is compiled. An error tells of all: nothing is
    sent for its error type.
    """
    words = tuple(word.casefold() for word in _words(difference, fewest))
    kinds = _answering_alike(difference.response_type, fewest)
    about = (each for each in compilation.diagnostics if difference.error_type in each.error_types)
    return tuple(each for each in about if _tells(each, difference, words, kinds))


def _tells(
    diagnostic: Diagnostic, difference: Difference, words: tuple[str, ...], kinds: set[ResponseType | None]
) -> bool:
    message, part = diagnostic.message.casefold(), difference.part.partition(".")[0]
    if diagnostic.severity is Severity.ERROR:
        return True
    if diagnostic.rule in OF_A_TYPE:
        return difference.response_type in diagnostic.response_types
    if not kinds & {*diagnostic.response_types}:
        return False
    if part == "status":
        return diagnostic.rule == "apig-other-status" and all(word in message for word in words)
    if diagnostic.rule in OF_A_BODY:
        return part == "body"
    return diagnostic.rule in OF_A_VALUE and any(word in message for word in words)


def _words(difference: Difference, customizations: CustomizationSet) -> Iterable[str]:
    """What a message about a difference names: both statuses, the header, or a variable that the value is made of."""
    part, _, name = difference.part.partition(".")
    if part == "status":
        return [str(difference.aws), str(difference.apig)]
    effective = customizations.effective(difference.response_type)
    if part == "headers":
        values = {key.casefold(): value for key, value in effective.headers.items()}
        used = [str(values[name])] if name in values and not values[name].is_static else []
        return [name, *(f"${each}" for each in used)]
    origins = members(_json(_spelled(next(iter(effective.templates.values())))))
    used = VARIABLE.findall(str(origins.get(f".{name}", origins.get(name, ""))))
    return [*used, *(each.replace(name, SAME[name]) for each in used for name in SAME if each == f"$context.{name}")]


VARIABLE = re.compile(r"\$(?:context|stageVariables)\.[A-Za-z0-9._-]*[A-Za-z0-9]")


def _spelled(body: str) -> str:
    """A body whose variables hold their own names."""
    parts = json_parts(tokenize(body))
    texts = (part if isinstance(part, str) else (part.variable.spelling, part.is_quoted) for part in parts)
    return "".join(text if isinstance(text, str) else text[0] if text[1] else json.dumps(text[0]) for text in texts)


def _answering_alike(kind: ResponseType, customizations: CustomizationSet) -> set[ResponseType | None]:
    """A type, what it answers as, and the types that answer as it does."""
    mine = customizations.effective(kind)
    return {kind, mine.source, *(each for each in customizations if mine.same_answer(customizations.effective(each)))}
