"""The `$context` variables that gateway responses may use: what each holds, who controls it, and if it is JSON-safe.

Names are written without the leading `$context.`, as in `error.messageString`. The list is the developer guide's page
"Variables for data transformations"; JSON safety and control are concluded from what each variable holds.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.evidence import Evidence, Fact

GUIDE_PAGE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html"
GUIDE = "API Gateway Developer Guide, api-gateway-mapping-template-reference"
ACCESS_LOG_GUIDE = "API Gateway Developer Guide, api-gateway-variables-for-access-logging"


class JsonSafety(StrEnum):
    """What becomes of a variable that is pasted between the quotes of a JSON string."""

    SAFE = "safe"
    """Its text never needs escaping."""
    UNSAFE = "unsafe"
    """Its text can hold quotes, backslashes or line breaks, and nothing escapes them."""
    UNDETERMINED = "undetermined"
    """Nobody has measured it."""
    JSON = "json"
    """It already is a JSON value and stands without quotes."""


class Availability(StrEnum):
    """Where API Gateway gives a variable a value."""

    RESPONSE = "response"
    """In mappings and templates, gateway responses among them."""
    ACCESS_LOG = "access log"
    """In access log formats only; a gateway response renders nothing, or an unknown text."""


@dataclass(frozen=True, slots=True)
class ContextVariable:
    """One variable of `$context`."""

    name: str
    json_safety: Fact[JsonSafety]
    availability: Fact[Availability]
    is_client_controlled: bool
    """Whether the client's request decides what it holds."""
    sample: str | None
    """A value as a client would see it; None where a request may have none."""


_SAFE = JsonSafety.SAFE
_UNSAFE = JsonSafety.UNSAFE
_UNKNOWN = JsonSafety.UNDETERMINED

# name: (JSON safety, client-controlled, sample)
_TABLE: dict[str, tuple[JsonSafety, bool, str | None]] = {
    "accountId": (_SAFE, False, "012345678901"),
    "apiId": (_SAFE, False, "o81lxisefl"),
    "authorizer.claims.*": (_UNSAFE, True, None),
    "authorizer.principalId": (_UNSAFE, True, None),
    "authorizer.*": (_UNSAFE, True, None),
    "awsEndpointRequestId": (_SAFE, False, None),
    "deploymentId": (_SAFE, False, "k1zqr6"),
    "domainName": (_SAFE, False, "o81lxisefl.execute-api.us-east-1.amazonaws.com"),
    "domainPrefix": (_SAFE, False, "o81lxisefl"),
    "error.message": (_UNSAFE, True, None),
    "error.messageString": (JsonSafety.JSON, True, None),
    "error.responseType": (_SAFE, False, None),
    "error.validationErrorString": (_UNKNOWN, True, None),
    "extendedRequestId": (_SAFE, False, "FkpZPEAWIAMF8Hw="),
    "httpMethod": (_SAFE, True, "GET"),
    "identity.accountId": (_SAFE, False, None),
    "identity.apiKey": (_UNKNOWN, True, None),
    "identity.apiKeyId": (_SAFE, False, None),
    "identity.caller": (_SAFE, False, None),
    "identity.clientCert.clientCertPem": (_UNSAFE, True, None),
    "identity.clientCert.issuerDN": (_UNSAFE, True, None),
    "identity.clientCert.serialNumber": (_SAFE, True, None),
    "identity.clientCert.subjectDN": (_UNSAFE, True, None),
    "identity.clientCert.validity.notAfter": (_SAFE, True, None),
    "identity.clientCert.validity.notBefore": (_SAFE, True, None),
    "identity.cognitoAuthenticationProvider": (_UNKNOWN, False, None),
    "identity.cognitoAuthenticationType": (_SAFE, False, None),
    "identity.cognitoIdentityId": (_SAFE, False, None),
    "identity.cognitoIdentityPoolId": (_SAFE, False, None),
    "identity.principalOrgId": (_SAFE, False, None),
    "identity.sourceIp": (_SAFE, False, "203.0.113.7"),
    "identity.user": (_SAFE, False, None),
    "identity.userAgent": (_UNSAFE, True, None),
    "identity.userArn": (_SAFE, False, None),
    "identity.vpcId": (_SAFE, False, None),
    "identity.vpceId": (_SAFE, False, None),
    "isCanaryRequest": (_SAFE, False, "false"),
    "path": (_UNSAFE, True, None),
    "protocol": (_SAFE, False, "HTTP/1.1"),
    "requestId": (_UNKNOWN, True, "4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f"),
    "requestTime": (_SAFE, False, "21/Nov/2026:12:00:00 +0000"),
    "requestTimeEpoch": (_SAFE, False, "1795262400000"),
    "resourceId": (_SAFE, False, None),
    "resourcePath": (_SAFE, False, None),
    "stage": (_SAFE, False, "prod"),
    "wafResponseCode": (_SAFE, False, None),
    "webaclArn": (_SAFE, False, None),
}

_ACCESS_LOG_ONLY = (
    "authenticate.*",
    "authorize.*",
    "authorizer.error",
    "authorizer.integrationLatency",
    "authorizer.integrationStatus",
    "authorizer.latency",
    "authorizer.requestId",
    "authorizer.status",
    "customDomain.*",
    "integration.*",
    "integrationErrorMessage",
    "integrationLatency",
    "integrationStatus",
    "responseLatency",
    "responseLength",
    "status",
    "waf.*",
    "xrayTraceId",
)

_JSON_SAFETY_SOURCE = {
    "error.message": Fact(_UNSAFE, Evidence.OBSERVED, "aws-cognito-angular-quickstart#50: the client's text, raw"),
    "error.messageString": Fact(JsonSafety.JSON, Evidence.DOCUMENTED, GUIDE),
    "error.validationErrorString": Fact(_UNKNOWN, Evidence.UNDETERMINED, "captures suggest that quotes are escaped"),
    "requestId": Fact(_UNKNOWN, Evidence.UNDETERMINED, "clients can override the request ID (developer guide)"),
    "identity.apiKey": Fact(_UNKNOWN, Evidence.UNDETERMINED),
    "identity.cognitoAuthenticationProvider": Fact(_UNKNOWN, Evidence.UNDETERMINED),
}


def _variable(name: str) -> ContextVariable:
    safety, client_controlled, sample = _TABLE[name]
    return ContextVariable(
        name,
        _JSON_SAFETY_SOURCE.get(name, Fact(safety, Evidence.INFERRED)),
        Fact(Availability.RESPONSE, Evidence.DOCUMENTED, GUIDE),
        client_controlled,
        sample,
    )


def _access_log_variable(name: str) -> ContextVariable:
    nothing = Fact(Availability.ACCESS_LOG, Evidence.DOCUMENTED, ACCESS_LOG_GUIDE)
    return ContextVariable(name, Fact(_UNKNOWN, Evidence.UNDETERMINED), nothing, False, None)


CONTEXT_VARIABLES = {name: _variable(name) for name in _TABLE} | {
    name: _access_log_variable(name) for name in _ACCESS_LOG_ONLY
}
"""Every variable by its name; a name that ends in `.*` stands for each name that goes on from there."""

_KEY = re.compile(r"[A-Za-z0-9_$-]+")


_ELSEWHERE = {
    "authorizer.context.": (
        "has no value: the authorizer's context has no name of its own",
        "write $context.authorizer.{}",
    ),
    "requestOverride.": ("works in the VTL templates of integrations only", "leave it out"),
    "responseOverride.": ("works in the VTL templates of integrations only", "give the customization its own status"),
}
"""Names that other places know, by their beginning, and what to say of each."""


def find_context_variable(name: str) -> ContextVariable | None:
    """The catalog's entry for a name such as `requestId` or `authorizer.tenant`; None for an unknown name."""
    if name in CONTEXT_VARIABLES:
        return None if name.endswith("*") else CONTEXT_VARIABLES[name]
    if name == "authorizer.claims":  # the whole map renders null (developer guide)
        return None
    parent, _, key = name.rpartition(".")
    return CONTEXT_VARIABLES.get(f"{parent}.*") if _KEY.fullmatch(key) else None


def context_variable_problem(name: str) -> Problem | None:
    """What is wrong with using `$context.NAME` in a gateway response, or None."""
    bare = name.removeprefix("$").removeprefix("context.")
    if bare != name:
        return Problem(f"context variable {name!r} is written without its prefix here", f"write {bare!r}")
    for prefix, (message, fix) in _ELSEWHERE.items():
        if name.startswith(prefix):
            return Problem(f"$context.{name} {message}", fix.format(name.removeprefix(prefix)))
    found = find_context_variable(name)
    if found is None:
        usable = (n for n, v in CONTEXT_VARIABLES.items() if v.availability.value is Availability.RESPONSE)
        guess = nearest(name, usable)
        fix = f"write $context.{guess.replace('*', 'NAME')}" if guess else f"use one listed at {GUIDE_PAGE}"
        return Problem(f"unknown context variable $context.{name}", fix)
    if found.availability.value is Availability.ACCESS_LOG:
        return Problem(
            f"$context.{name} has a value in access logs only ({ACCESS_LOG_GUIDE})",
            "leave it out, or log it in the stage's access log format",
        )
    return None


def context_variable(name: str) -> ContextVariable:
    """The catalog's entry for a variable that a gateway response can use.

    Raises GatewayResponseError for an unknown name, and for one that only access logs have.
    """
    problem = context_variable_problem(name)
    if problem:
        raise GatewayResponseError(problem)
    found = find_context_variable(name)
    assert found is not None
    return found
