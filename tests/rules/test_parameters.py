"""What the fixtures cannot say: values of every type, and texts that no author would keep."""

from typing import Any

import pytest

from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate

ODD: list[Any] = [
    None,
    [],
    {},
    [[{}]],
    {"Fn::Nothing": 1, "b": 2},
    7,
    -1.5,
    True,
    "",
    " ",
    "\n",
    "'",
    "''",
    "'''",
    "''''",
    "\ud800",
    "'\ud800\x00'",
    "${Token[x]}",
    "'${Token[x]}",
    "None",
    ".",
    "/",
    "context.",
    "stageVariables.${Token[x]}",
    "'" * 999,
    "gatewayresponse.header.",
]


def found(rule: str = "", **properties: Any) -> list[Finding]:
    response = {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {"RestApiId": "o81lxisefl", "ResponseType": "THROTTLED", **properties},
    }
    findings = validate([Template({"Resources": {"Throttled": response}})])
    return [finding for finding in findings if not rule or finding.rule == rule]


def found_in_header(rule: str, value: Any) -> list[str]:
    findings = found(rule, ResponseParameters={"gatewayresponse.header.X-Test": value})
    return [f"{finding.severity}: {finding.message}" for finding in findings]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("property_name", ["ResponseType", "StatusCode", "ResponseParameters", "ResponseTemplates"])
def test_no_rule_fails_on_an_odd_property(property_name: str, value: Any) -> None:
    assert found("failed-rule", **{property_name: value}) == []


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("key", ["gatewayresponse.header.X-Test", "gatewayresponse.path.x", "", *ODD[-3:]])
def test_no_rule_fails_on_an_odd_member(key: str, value: Any) -> None:
    assert found("failed-rule", ResponseParameters={key: value}, ResponseTemplates={key: value}) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "'x",
        "$context.stage",
        "'a' + context.stage",
        "'a' + context.stage + 'b'",
        "''x''",
        "'a\nb'",
        None,
        "x 'y'",
        7,
    ],
)
def test_a_defect_of_a_value_is_reported_by_one_rule(value: Any) -> None:
    assert len({finding.rule for finding in found(ResponseParameters={"gatewayresponse.header.X-Test": value})}) == 1


@pytest.mark.parametrize("key", ["Retry After", "gatewayresponse.path.a b", "gatewayresponse.header.a b"])
def test_a_defect_of_a_key_is_reported_by_one_rule(key: str) -> None:
    assert len(found(ResponseParameters={key: "'x'"})) == 1


def test_an_expression_with_a_claim_of_cognito_is_one() -> None:
    assert found_in_header("invalid-mapping-expression", "context.authorizer.claims['custom:tenant']") == []
    assert found_in_header("invalid-mapping-expression", "context.authorizer.claims.custom:tenant") == []


def test_a_line_break_behind_the_quotes_is_not_a_missing_quote() -> None:
    assert found_in_header("unquoted-static-value", "'text'\n") == []


def test_a_line_break_behind_an_expression_leaves_it_one() -> None:
    assert found_in_header("invalid-mapping-expression", "context.stage\n") == []


def test_words_of_the_expression_language_in_static_text_are_text() -> None:
    assert found_in_header("invalid-mapping-expression", "'see method. and context.'") == []


@pytest.mark.parametrize("text", ["None", "DEFAULT", "default_4xx"])
def test_a_type_that_is_none_is_unknown(text: str) -> None:
    assert [f.message for f in found("unknown-response-type", ResponseType=text)] == [f"unknown response type {text!r}"]


def test_a_type_of_a_literal_and_a_token_is_judged_by_its_literal() -> None:
    joined = {"Fn::Sub": "${Prefix}_4XX"}
    assert found("unknown-response-type", ResponseType=joined) == []


def test_a_boolean_is_no_status() -> None:
    assert [f.message for f in found("invalid-status-code", StatusCode=True)] == ["'true' is not a status code"]
    assert found("non-string-value", StatusCode=True) == []


def test_the_size_of_a_body_is_counted_in_bytes() -> None:
    bodies = {"application/json": '"' + "é" * 150_000 + '"'}
    assert len(found("oversized-template", ResponseTemplates=bodies)) == 1
    assert found("oversized-template", ResponseTemplates={"application/json": '"' + "e" * 299_998 + '"'}) == []
