"""The catalog of `$context` variables, held to the developer guide's lists."""

# ruff: noqa: E501, SIM905  (a row of a table is a literal message)

import pytest

from constructs_gw.context_variables import (
    CONTEXT_VARIABLES,
    Availability,
    JsonSafety,
    context_variable,
    find_context_variable,
)
from constructs_gw.errors import GatewayResponseError

# Developer guide, api-gateway-mapping-template-reference: what it lists under $context.
DOCUMENTED = """
    accountId apiId authorizer.claims.email authorizer.principalId authorizer.tenant awsEndpointRequestId domainName
    domainPrefix error.message error.messageString error.responseType error.validationErrorString extendedRequestId
    httpMethod identity.accountId identity.apiKey identity.apiKeyId identity.caller
    identity.clientCert.clientCertPem identity.clientCert.subjectDN identity.clientCert.issuerDN
    identity.clientCert.serialNumber identity.clientCert.validity.notBefore identity.clientCert.validity.notAfter
    identity.cognitoAuthenticationProvider identity.cognitoAuthenticationType identity.cognitoIdentityId
    identity.cognitoIdentityPoolId identity.principalOrgId identity.sourceIp identity.user identity.userAgent
    identity.userArn path protocol requestId requestTime requestTimeEpoch resourceId resourcePath stage
    wafResponseCode webaclArn
""".split()

# Developer guide, api-gateway-variables-for-access-logging.
ACCESS_LOG_ONLY = """
    status integration.latency integration.status integrationLatency responseLatency responseLength
    authorize.error authenticate.status authorizer.error authorizer.latency authorizer.status authorizer.requestId
    authorizer.integrationLatency authorizer.integrationStatus waf.status xrayTraceId customDomain.basePathMatched
""".split()

# Text that a client can put quotes into: never between the quotes of a JSON string.
UNSAFE = """
    authorizer.claims.email authorizer.principalId authorizer.tenant error.message identity.userAgent path
    identity.clientCert.clientCertPem identity.clientCert.subjectDN identity.clientCert.issuerDN
""".split()

UNDETERMINED = "error.validationErrorString requestId identity.apiKey identity.cognitoAuthenticationProvider".split()


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_documented_variable_has_a_value_in_responses(name: str) -> None:
    assert context_variable(name).availability.value is Availability.RESPONSE


@pytest.mark.parametrize("name", ACCESS_LOG_ONLY)
def test_an_access_log_variable_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        context_variable(name)
    assert str(raised.value) == (
        f"$context.{name} has a value in access logs only "
        "(API Gateway Developer Guide, api-gateway-variables-for-access-logging); "
        "leave it out, or log it in the stage's access log format"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("requestID", "unknown context variable $context.requestID; write $context.requestId"),
        ("reqestId", "unknown context variable $context.reqestId; write $context.requestId"),
        ("identity.sourceIP", "unknown context variable $context.identity.sourceIP; write $context.identity.sourceIp"),
        ("error.messagestring", "unknown context variable $context.error.messagestring; write $context.error.messageString"),
        ("authorizer.claims", "unknown context variable $context.authorizer.claims; write $context.authorizer.claims.NAME"),
        ("nonsense", "unknown context variable $context.nonsense; use one listed at https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html"),
        ("context.requestId", "context variable 'context.requestId' is written without its prefix here; write 'requestId'"),
        ("$context.stage", "context variable '$context.stage' is written without its prefix here; write 'stage'"),
    ],
)  # fmt: skip
def test_an_unknown_variable_is_refused_with_what_to_write(name: str, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        context_variable(name)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "name", ["", ".", "authorizer", "authorizer.", "authorizer.*", "authorizer.a b", ".requestId", "requestOverride.x"]
)
def test_what_is_no_name_is_in_no_catalog(name: str) -> None:
    assert find_context_variable(name) is None


def test_an_authorizers_own_keys_are_found_under_one_entry() -> None:
    assert context_variable("authorizer.anyKey-1").name == "authorizer.*"


def test_an_authorizers_claims_are_found_under_one_entry() -> None:
    assert context_variable("authorizer.claims.sub").name == "authorizer.claims.*"


@pytest.mark.parametrize("name", sorted({*DOCUMENTED, *UNSAFE}))
def test_json_safety_is(name: str) -> None:
    expected = (
        JsonSafety.JSON
        if name == "error.messageString"
        else JsonSafety.UNSAFE
        if name in UNSAFE
        else JsonSafety.UNDETERMINED
        if name in UNDETERMINED
        else JsonSafety.SAFE
    )
    assert context_variable(name).json_safety.value is expected


def test_everything_that_is_unsafe_in_json_is_called_client_controlled() -> None:
    unsafe = [v for v in CONTEXT_VARIABLES.values() if v.json_safety.value is JsonSafety.UNSAFE]
    assert unsafe
    assert all(v.is_client_controlled for v in unsafe)
