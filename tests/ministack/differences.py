"""Where MiniStack and `render` are known to disagree, and the comparison that leaves out exactly that.

`python -m tests.ministack.differences` writes docs/reference/ministack-differences.md from DIFFERENCES.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from constructs_gw import Customization, CustomizationSet, MappingValue, ResponseTemplate
from constructs_gw.customization import HEADER_PREFIX
from constructs_gw.render import Request, render

from .expected import BUILT_IN
from .provoke import (
    Headers,
    Provoke,
    ProvokingApi,
    authorizer_allow_elsewhere,
    authorizer_malformed,
    authorizer_missing,
    bearer_on_iam,
    endless_schema,
    integration_missing,
    unknown_route,
)
from .server import Answer

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "ministack-differences.md"
ANY_VALUE = "(another in each answer)"
UNKNOWN_ROUTE = "MISSING_AUTHENTICATION_TOKEN"
ORIGIN = {"Origin": "https://shop.example.com"}
VARIABLES = {"shop": "https://shop.example.com"}
Properties: TypeAlias = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement, shown by the part of one answer."""

    what: str
    part: str
    """`status`, `body` or `headers.NAME`."""
    ministack: str | None
    ours: str | None
    """What `render` gives; the message where it refuses."""
    function: str
    """The function or table of MiniStack 1.5.33 that does it."""
    evidence: str
    """Why `render` does otherwise."""
    response_type: str = UNKNOWN_ROUTE
    customizations: tuple[Customization, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """Request headers."""
    excludes: str = ""
    """What no comparison of answers looks at because of it: `headers.NAME`, or `answer` for the type's whole answer.
    `context.NAME` is compared, with MiniStack's value given to `render`."""
    of_every_type: bool = False
    """Whether `excludes` holds for every type, not only for this one."""
    provoke: Provoke | None = None
    """The request that it is shown by, if the local gateway is asked rather than `render`."""

    @property
    def request(self) -> Request:
        """The request that it is shown with."""
        return Request(headers=self.headers, stage_variables=VARIABLES)


def _no_error_type(response_type: str, ours: str) -> Difference:
    return Difference(
        "the error type",
        "headers.x-amzn-errortype",
        None,
        ours,
        "_GATEWAY_RESPONSE_ERROR_TYPES has no entry",
        "observed: measured on AWS in MiniStack's own PR #1756",
        response_type=response_type,
        excludes="headers.x-amzn-errortype",
    )


def _no_answer(response_type: str, status: str) -> Difference:
    return Difference(
        "DEFAULT_* raised itself",
        "status",
        status,
        f"{response_type} is no answer of its own",
        "authentication_error_response" if response_type == "DEFAULT_4XX" else "_check_request_validation",
        "documented: DEFAULT_* stands in for types without a customization; no capture shows which errors raise it",
        response_type=response_type,
        excludes="answer",
    )


def _body(what: str, template: str, ours: str, evidence: str, **more: Any) -> Difference:
    """A template that MiniStack sends as it is written."""
    kind = more.get("response_type", UNKNOWN_ROUTE)
    entry = Customization(kind, templates=[ResponseTemplate("application/json", template)])
    return Difference(
        what, "body", template, ours, "_gateway_error_response", evidence, customizations=(entry,), **more
    )


def _header(what: str, name: str, value: MappingValue, ours: str | None, evidence: str, **more: Any) -> Difference:
    entry = Customization(UNKNOWN_ROUTE, headers={name: value})
    more = {"ministack": None, "function": "_gateway_request_value"} | more
    return Difference(what, f"headers.{name.lower()}", ours=ours, evidence=evidence, customizations=(entry,), **more)


def unknown_route_with_token(api: ProvokingApi, _: Headers = None) -> Answer:
    """A path that no resource has, with a bearer token."""
    return unknown_route(api, {"Authorization": "Bearer abc"})


def body_without_model(api: ProvokingApi, _: Headers = None) -> Answer:
    """A body of a media type that has no model."""
    return api.request("POST", "/body", {"Content-Type": "text/plain"}, '{"statusCode": 200}')


def _type_shown(response_type: str) -> tuple[Customization, ...]:
    """A customization whose body is the name of the response type."""
    return (
        Customization(response_type, templates=[ResponseTemplate("application/json", "$context.error.responseType")]),
    )


def _served(what: str, provoke: Provoke, part: str, ministack: str, ours: str, **more: Any) -> Difference:
    """A difference of the local gateway."""
    return Difference(what, part, ministack, ours, provoke=provoke, **more)


def _not_run(what: str, provoke: Provoke, ministack: str, ours: str, function: str, **more: Any) -> Difference:
    evidence = "the local gateway runs no code of a template; `x-gateway-response` gives the answer"
    return _served(what, provoke, "status", ministack, ours, function=function, evidence=evidence, **more)


_HTML = Customization(UNKNOWN_ROUTE, templates={"text/html": "<p>no</p>"})
_NOT_KNOWN = "undetermined: no capture is published"

DIFFERENCES = (
    _no_error_type("INVALID_API_KEY", "ForbiddenException"),
    _no_error_type("QUOTA_EXCEEDED", "LimitExceededException"),
    _no_error_type("UNSUPPORTED_MEDIA_TYPE", "BadRequestException"),
    Difference(
        "the extended request ID",
        "headers.x-amz-apigw-id",
        None,
        "FkpZPEAWIAMF8Hw=",
        "_gateway_error_response",
        "recorded: on every answer of AWS that was captured",
        excludes="headers.x-amz-apigw-id",
        of_every_type=True,
    ),
    Difference(
        "a second header with the request ID",
        "headers.x-amz-request-id",
        ANY_VALUE,
        None,
        "app.py, for every service",
        "recorded: on no answer of API Gateway that was captured",
        excludes="headers.x-amz-request-id",
        of_every_type=True,
    ),
    *(
        Difference(
            "what HTTP adds",
            f"headers.{name}",
            ANY_VALUE,
            None,
            "app.py, for every service",
            "AWS sends it too; render leaves out what follows from the body and the clock",
            excludes=f"headers.{name}",
            of_every_type=True,
        )
        for name in ("content-length", "date")
    ),
    _body(
        "$context variable in a body, other than error.*, requestId, resourcePath, stage and status",
        "$context.extendedRequestId",
        "FkpZPEAWIAMF8Hw=",
        "documented: all $context variables of the guide's list",
        excludes="context.extendedRequestId",
        of_every_type=True,
    ),
    _body(
        "the same, of another variable",
        "$context.httpMethod",
        "GET",
        "documented; observed in a published capture",
    ),
    _body(
        "stage variable in a body",
        "$stageVariables.shop",
        VARIABLES["shop"],
        "documented in two examples of AWS; marked undetermined",
    ),
    _body(
        "request parameter in a body",
        "$method.request.header.Origin",
        ORIGIN["Origin"],
        "undetermined: documented without example",
        headers=ORIGIN,
    ),
    _body(
        "the validator's reasons",
        "$context.error.validationErrorString",
        "",
        "observed to be filled in; render has no value for it unless given one, and marks it undetermined",
        response_type="BAD_REQUEST_BODY",
    ),
    Difference(
        "the message of an expired session",
        "body",
        "The security token included in the request is expired",
        "(no published capture of this message)",
        "iam_evaluator.py; its source does not say that it was measured",
        "undetermined: not observed on AWS",
        response_type="EXPIRED_TOKEN",
        customizations=(
            Customization("EXPIRED_TOKEN", templates=[ResponseTemplate("application/json", "$context.error.message")]),
        ),
        excludes="context.error.message",
    ),
    _header(
        "$context variable in a header, other than requestId",
        "X-Request-Id",
        MappingValue.context_variable("extendedRequestId"),
        "FkpZPEAWIAMF8Hw=",
        "documented: all $context variables; observed for authorizer.* and error.message in public code",
        excludes="headers.x-request-id",
        of_every_type=True,
    ),
    _header(
        "$context.error in a header",
        "X-Error",
        MappingValue.context_variable("error.message"),
        "Missing Authentication Token",
        "undetermined: one capture shows it, with quotes around it",
    ),
    _header(
        "multi-value source of a header",
        "X-Origin",
        MappingValue.parse("method.request.multivalueheader.Origin"),
        ORIGIN["Origin"],
        _NOT_KNOWN,
        headers=ORIGIN,
    ),
    _header(
        "header that API Gateway sends itself",
        "Content-Type",
        MappingValue.static("text/plain"),
        "application/json",
        _NOT_KNOWN,
        ministack="text/plain",
        function="_gateway_error_response",
    ),
    _header(
        "the same, of the connection",
        "Date",
        MappingValue.static("yesterday"),
        None,
        _NOT_KNOWN,
        ministack="yesterday",
        function="_gateway_error_response",
    ),
    _header(
        "the same, the error type spelled otherwise",
        "X-Amzn-ErrorType",
        MappingValue.static("Mine"),
        "MissingAuthenticationTokenException",
        _NOT_KNOWN,
        ministack="Mine, MissingAuthenticationTokenException",
        function="_gateway_error_response",
    ),
    Difference(
        "template of another media type than application/json",
        "headers.content-type",
        "application/json",
        "text/html",
        "_gateway_error_response",
        "undetermined: public code expects it, no capture shows it",
        customizations=(_HTML,),
    ),
    Difference(
        "the same, its body",
        "body",
        '{"message":"Missing Authentication Token"}',
        "<p>no</p>",
        "_gateway_error_response",
        "undetermined: public code expects it, no capture shows it",
        customizations=(_HTML,),
    ),
    Difference(
        "status of a customised DEFAULT_*",
        "status",
        "403",
        "418",
        "_gateway_response_for_type",
        "documented, and recorded in what GetGatewayResponse reports; no capture of an answer: marked undetermined."
        " The library's own sets never have such a status",
        customizations=(Customization("DEFAULT_4XX", status_code=418),),
    ),
    Difference(
        "body of an answer whose status allows none",
        "body",
        "",
        '{"message":"Missing Authentication Token"}',
        "_gateway_error_response",
        _NOT_KNOWN,
        customizations=(Customization(UNKNOWN_ROUTE, status_code=204),),
    ),
    _no_answer("DEFAULT_4XX", "403"),
    _no_answer("DEFAULT_5XX", "500"),
    _served(
        "unknown route with an Authorization header that is no signature",
        unknown_route_with_token,
        "headers.x-amzn-errortype",
        "MissingAuthenticationTokenException",
        "IncompleteSignatureException",
        function="_execute_in_scope",
        evidence="observed in several public issue threads; marked undetermined",
    ),
    _served(
        "the response type of that error on a method with IAM authorization",
        bearer_on_iam,
        "body",
        "DEFAULT_4XX",
        UNKNOWN_ROUTE,
        function="authentication_error_response",
        evidence="observed: customizing MISSING_AUTHENTICATION_TOKEN reached it; marked undetermined",
        customizations=_type_shown("DEFAULT_4XX"),
    ),
    _served(
        "request model that refers to itself without end",
        endless_schema,
        "body",
        "DEFAULT_5XX",
        "API_CONFIGURATION_ERROR",
        function="_check_request_validation",
        evidence="undetermined: neither is observed; DEFAULT_* is documented as no error of its own",
        response_type="API_CONFIGURATION_ERROR",
        customizations=_type_shown("DEFAULT_5XX"),
    ),
    _served(
        "body of a media type without model",
        body_without_model,
        "status",
        "400",
        "200",
        function="_check_request_validation (takes the model of application/json)",
        evidence="documented: without a model for the content type, request validation is not performed",
        response_type="BAD_REQUEST_BODY",
    ),
    _not_run(
        "authorizer without a function",
        authorizer_missing,
        "500",
        "200",
        "_authorize_request_v1",
        response_type="AUTHORIZER_CONFIGURATION_ERROR",
    ),
    _not_run(
        "authorizer that returns no policy",
        authorizer_malformed,
        "500",
        "200",
        "_authorize_request_v1",
        response_type="AUTHORIZER_CONFIGURATION_ERROR",
    ),
    _not_run(
        "policy that allows another method only",
        authorizer_allow_elsewhere,
        "403",
        "200",
        "_evaluate_policy",
        response_type="ACCESS_DENIED",
    ),
    _not_run(
        "integration without a function",
        integration_missing,
        "500",
        "501",
        "_invoke_lambda_proxy_v1",
        response_type="API_CONFIGURATION_ERROR",
    ),
)

RENDERED_TYPES = sorted(BUILT_IN.keys() - {one.response_type for one in DIFFERENCES if one.excludes == "answer"})
"""The types whose answers are compared."""


def properties(customizations: CustomizationSet) -> Properties:
    """The CloudFormation properties of a set's gateway responses, by logical id."""
    return {
        f"Response{number}": {
            "ResponseType": entry.response_type.value,
            "ResponseParameters": {f"{HEADER_PREFIX}{name}": str(value) for name, value in entry.headers.items()},
            "ResponseTemplates": dict(entry.templates),
            **({"StatusCode": entry.status_code} if entry.status_code else {}),
        }
        for number, entry in enumerate(customizations.values())
    }


def comparable(answer: Answer, response_type: str) -> Answer:
    """An answer of MiniStack without the headers that are known to differ."""
    excluded = _excluded("headers.", response_type)
    return replace(answer, headers={name: text for name, text in answer.headers.items() if name not in excluded})


def rendered(
    customizations: CustomizationSet, response_type: str, answer: Answer, request: Request | None = None
) -> Answer:
    """What `render` says the client gets, in the form of `comparable`; the answer gives the request's ID."""
    request = request or Request()
    context = {"requestId": answer.headers.get("x-amzn-requestid", ""), **_excluded("context.", response_type)}
    found = render(customizations, response_type, replace(request, context={**context, **request.context}))
    headers = {name.lower(): text for name, text in found.headers.items()}
    return comparable(Answer(found.status, headers, found.body), response_type)


def unlike(variable: str, response_type: str) -> str:
    """What MiniStack shows for an excluded variable, such as `context.extendedRequestId`."""
    return _excluded("", response_type).get(variable, variable)


def part(answer: Answer, name: str) -> str | None:
    """The part of an answer that a Difference names."""
    if name.startswith("headers."):
        return answer.headers.get(name.removeprefix("headers."))
    return str(answer.status) if name == "status" else answer.body


def document() -> str:
    """The content of docs/reference/ministack-differences.md."""
    rows = (
        (
            one.what,
            one.response_type + (" and all others" if one.of_every_type else ""),
            one.part,
            _code(one.ministack),
            _code(one.ours),
            one.function,
            one.evidence,
        )
        for one in DIFFERENCES
    )
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


HEAD = """\
# MiniStack, `constructs_gw.render` and the local gateway

Made by `python -m tests.ministack.differences` from the table that the tests use: a difference that is not listed fails
a test, and one that is gone fails another. In everything else the two agree, for every response type that MiniStack
1.5.33 can raise: `render`, and the local gateway over HTTP. Header names are compared in lower case, as MiniStack
sends them. A difference of `render` is one of the local gateway too, which answers with it.

| What | Shown on | Part | MiniStack | ours | MiniStack's code | Why ours does otherwise |
| --- | --- | --- | --- | --- | --- | --- |
"""


def _code(value: str | None) -> str:
    if value is None or value == ANY_VALUE:
        return value or "absent"
    return f"`{value}`" if value else "empty"


def _excluded(prefix: str, response_type: str) -> dict[str, str]:
    """The excluded headers or variables of a type, with MiniStack's values."""
    return {
        one.excludes.removeprefix(prefix): one.ministack or ""
        for one in DIFFERENCES
        if one.excludes.startswith(prefix) and (one.of_every_type or one.response_type == response_type)
    }


if __name__ == "__main__":
    DOCUMENT.write_text(document())
