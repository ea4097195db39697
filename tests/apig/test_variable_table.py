"""What each variable of API Gateway becomes in a body of APIG: one row for each."""

import pytest

from constructs_gw import Customization
from constructs_gw.apig import compile_responses
from constructs_gw.apig.context_variables import COUNTERPARTS, VARIABLES
from constructs_gw.context_variables import CONTEXT_VARIABLES

QUOTED = {
    "apiId": "apiId",
    "authorizer.tenant": "authorizer.frontend.tenant",
    "authorizer.principalId": "authorizer.frontend.principalId",
    "error.message": "error.message",
    "error.responseType": "error.type",
    "httpMethod": "reqMethod",
    "identity.apiKeyId": "appId",
    "identity.sourceIp": "sourceIp",
    "path": "reqPath",
    "requestId": "requestId",
    "stage": "stage",
}
SAFE = {"apiId", "httpMethod", "error.responseType", "identity.apiKeyId", "identity.sourceIp", "requestId", "stage"}
OTHER_WORDS = {"authorizer.principalId", "error.responseType", "identity.apiKeyId", "path", "stage"}
NONE = [
    "accountId",
    "authorizer.claims.sub",
    "authorizer.error",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "error.validationErrorString",
    "extendedRequestId",
    "identity.apiKey",
    "identity.caller",
    "identity.userAgent",
    "identity.userArn",
    "isCanaryRequest",
    "protocol",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "wafResponseCode",
]


def compiled(body: str) -> tuple[str | None, list[str]]:
    """The body that THROTTLED gets, and the diagnostics about it."""
    found = compile_responses([parsed(body)], "huaweicloud")
    response = next(iter(found.responses.values()), None)
    names = [each.rule for each in found.diagnostics if each.rule != "apig-unmapped-type"]
    return (response.body if response else None), names


def parsed(body: str) -> Customization:
    return Customization.parse("THROTTLED", response_templates={"application/json": body})


@pytest.mark.parametrize("name", QUOTED)
def test_a_variable_has_another_name(name: str) -> None:
    wanted = ["apig-unescaped-variable"] * (name not in SAFE) + ["apig-other-vocabulary"] * (name in OTHER_WORDS)
    assert compiled(f'{{"a": "$context.{name}"}}') == (f'{{"a": "$context.{QUOTED[name]}"}}', wanted)


@pytest.mark.parametrize("name", NONE)
def test_a_member_goes_whose_variable_has_no_counterpart(name: str) -> None:
    body = f'{{"a": 1, "b": "at $context.{name}", "c": 2}}'
    assert compiled(body) == ('{"a": 1, "c": 2}', ["apig-unknown-variable"])


@pytest.mark.parametrize("variable", ["$stageVariables.origin", "$method.request.header.Accept", "$context.nothing"])
def test_so_it_does_for_what_is_no_context_variable_of_both(variable: str) -> None:
    assert compiled(f'{{"a": 1, "b": "{variable}"}}') == ('{"a": 1}', ["apig-unknown-variable"])


def test_the_table_is_complete() -> None:
    known = {*QUOTED, "error.messageString", *NONE}
    missing = {name for name in COUNTERPARTS if not name.endswith("*")} - known
    assert not missing
    assert {name for name in NONE if "claims" not in name} <= CONTEXT_VARIABLES.keys()


def test_a_message_that_brings_its_quotes_gets_some() -> None:
    wanted = ('{"message": "$context.error.message"}', ["apig-unescaped-variable"])
    assert compiled('{"message":$context.error.messageString}') == wanted
    assert compiled('{"message": "$context.error.messageString"}') == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": {"b": "$context.accountId"}}', '{"a": {}}'),
        ('["x", "$context.accountId", ["$context.protocol"]]', '["x", []]'),
        ('{"$context.accountId": {"x": "$context.stage"}, "c": 1}', '{"c": 1}'),
        ('{"$context.stage": 1}', '{"$context.stage": 1}'),
        ('{"a": 1e2, "b": 1.50, "c": -0, "a": 12345678901234567890123}', None),
        ('{"a": "${context.stage}/$context.requestId."}', '{"a": "$context.stage/$context.requestId."}'),
        ('"$context.stage"', None),
        ('{"a": "\\u0041\\n\\"\\\\ \\ud800 \u00e9", "b": [true, false, null]}',
         '{"a": "A\\n\\"\\\\ \\ud800 \u00e9", "b": [true, false, null]}'),
        ('{"a": $context.stage}', '{"a": "$context.stage"}'),
    ],
)  # fmt: skip
def test_the_rest_of_a_body_stays(before: str, after: str | None) -> None:
    body, _ = compiled(before)
    assert body == (before if after is None else after)


def test_nothing_is_said_of_what_goes_with_its_name() -> None:
    assert compiled('{"$context.accountId": "$context.path", "a": 1}') == ('{"a": 1}', ["apig-unknown-variable"])


def test_a_body_of_nothing_but_that_is_the_default_one() -> None:
    body, names = compiled('"$context.accountId"')
    assert body is not None
    assert body.startswith('{"error_code":')
    assert names == ["apig-unknown-variable", "apig-default-body"]


@pytest.mark.parametrize(
    "body",
    [
        '{"a": "$context.reqPath"}',
        '{"a": "$context.error.code"}',
        '{"a": "\\u0024context.requestId"}',
        '{"a": "$context."}',
        '{"a": "${context.stage}s"}',
        '{"a": "${context.stage}-$context.requestId"}',
        '{"a": "$context.stage\\u0073"}',
        '{"a": "${context.error.message}.code"}',
    ],
)
def test_text_that_only_apig_would_fill_is_refused(body: str) -> None:
    found, names = compiled(body)
    assert (found, names[0]) == (None, "apig-literal-variable")


def test_a_variable_of_apig_has_a_mark_of_how_its_safety_is_known() -> None:
    assert {name: f"{each.json_safety.value} {each.json_safety.evidence}" for name, each in VARIABLES.items()} == {
        "apiId": "safe inferred",
        "apiName": "undetermined undetermined",
        "appId": "safe inferred",
        "appName": "undetermined undetermined",
        "authorizer.backend.*": "unsafe inferred",
        "authorizer.frontend.*": "unsafe inferred",
        "error.code": "safe documented",
        "error.message": "unsafe inferred",
        "error.type": "safe inferred",
        "reqMethod": "safe standard",
        "reqPath": "unsafe inferred",
        "reqUri": "unsafe inferred",
        "requestId": "safe inferred",
        "sourceIp": "safe inferred",
        "stage": "safe inferred",
    }
