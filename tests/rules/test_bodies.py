"""Bodies that no fixture shows well: odd types, text that only the deployment knows, hostile sizes."""

from typing import Any

import pytest

from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate


def found(body: Any, media_type: str = "application/json", headers: Any = None) -> list[Finding]:
    properties = {
        "RestApiId": "o81lxisefl",
        "ResponseType": "THROTTLED",
        "ResponseParameters": {f"gatewayresponse.header.{name}": value for name, value in (headers or {}).items()},
        "ResponseTemplates": {media_type: body},
    }
    response = {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}
    data = {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Throttled": response}}
    return validate([Template(data)], select=RULES)


RULES = (
    "access-log-only-variable",
    "failed-rule",
    "invalid-json-body",
    "leaked-authorizer-context",
    "leaked-secret-variable",
    "missing-json-template",
    "quoted-message-string",
    "reflected-html",
    "reflected-json",
    "unescaped-error-message",
    "unknown-context-variable",
    "unquoted-string-variable",
    "unreachable-template",
    "vtl-directive",
)


@pytest.mark.parametrize("body", [None, [], ["{"], {"message": "x"}, 404, 4.5, True, "", " \n", {"Ref": "P"}])
@pytest.mark.parametrize("media_type", ["application/json", "text/html", "", "${P}", "1"])
def test_what_is_no_text_and_what_is_unknown_is_left_alone(body: Any, media_type: str) -> None:
    assert found(body, media_type) == []


@pytest.mark.parametrize("value", [None, [], {}, 1, True, "context.", "{context.x}", "$context.x", "context.x y"])
def test_a_header_value_that_is_no_variable_is_left_alone(value: Any) -> None:
    assert found("{}", headers={"X-A": value}) == []


@pytest.mark.parametrize(
    "body",
    [
        '{"a": ${P}}',
        '{"a": -${P}}',
        '{"a": 1${P}}',
        '{"a": ${P}${P}}',
        "{${P}}",
        '{"a": 1, ${P}}',
        '{"a": 1 ${P}}',
        '{"a": [${P}]}',
        '{"a": "x"${P}',
        '{"a": "${P}", "b": "x${P}y"}',
        '${P}"}',
        '{"a": $context.error.${P}}',
        '{"a": $context.${P}}',
        '{"a": "$context.authorizer.${P}"}',
    ],
)
def test_unknown_text_may_be_the_missing_part_of_the_json(body: str) -> None:
    assert found({"Fn::Sub": body}) == []


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("{x: ${P}}", "x: ${P}}"),
        ("[${P}, x]", "x]"),
        ('{"a": ${P}, b: 1}', "b: 1}"),
        ('{"a": "${P}" x}', "x}"),
        ("""{"a": '${P}'}""", "'${P}'}"),
        ('{"a": "\\${P}"}', '\\${P}"}'),
    ],
)
def test_the_text_around_unknown_text_is_judged(body: str, rest: str) -> None:
    [finding] = found({"Fn::Sub": body})
    assert finding.message == f"the body is not JSON from {rest!r} on"


@pytest.mark.parametrize(
    "body", ["[" * 100_000 + "]" * 100_000, '{"a": ' + "1" * 10_000 + "}", '"' + "\\\\" * 99_999 + '"']
)
def test_hostile_json_is_no_fault_of_a_rule(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_none(constant: str) -> None:
    [finding] = found(f'{{"a": {constant}}}')
    assert finding.rule == "invalid-json-body"


def test_quotes_behind_a_backslash_do_not_end_a_string() -> None:
    [finding] = found('{"a": "say \\"$context.error.messageString\\""}')
    assert finding.rule == "quoted-message-string"


def test_the_same_variable_twice_in_a_body_is_one_finding() -> None:
    assert len(found('{"a": "$context.path", "b": "$context.path"}')) == 1


def test_what_vtl_hides_is_not_judged() -> None:
    [finding] = found('#set($m = "$context.error.message"){"a": "$context.error.messageString", b}')
    assert finding.rule == "vtl-directive"


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ('{"a": $context.error.messageString}', []),
        ('{"a": "$context.error.messageString"}', ["quoted-message-string"]),
        ('{"a": "b $context.error.messageString"}', ["quoted-message-string"]),
        ('{"a": $context.error.message}', ["unquoted-string-variable"]),
        ('{"a": b $context.error.message}', ["invalid-json-body"]),
        ("{'a': $context.error.message}", ["invalid-json-body", "unquoted-string-variable"]),
        ('{"a": "$context.error.message"}', ["unescaped-error-message"]),
        ('{"a": $context.path}', ["reflected-json"]),
        ('{"a": "$method.request.header.Cookie"}', ["leaked-secret-variable"]),
        ('{"a": $context.authorizer.x}', ["leaked-authorizer-context"]),
        ('{"a": 1, $context.authorizer.x}', ["leaked-authorizer-context"]),
        ('{"a": "$context.authorizer.claims.x"}', ["leaked-authorizer-context"]),
        ('{"a": "$context.authorizer.error"}', ["access-log-only-variable"]),
        ('{"a": $context.status}', ["access-log-only-variable"]),
        ('{"a": $context.error.responseType.statusCode}', ["unknown-context-variable"]),
        ('{"a": $context.nothing}', ["unknown-context-variable"]),
        ('{"a": $util.escapeJavaScript($context.error.message)}', ["vtl-directive"]),
        ("$context.error.message", ["unquoted-string-variable"]),
        ("Sorry: $context.error.message", ["invalid-json-body"]),
    ],
)
def test_one_defect_of_json_is_one_finding(body: str, rules: list[str]) -> None:
    assert sorted(finding.rule for finding in found(body)) == rules


@pytest.mark.parametrize("name", ["context.identity.apiKey", "method.request.header.Authorization"])
def test_a_credential_in_markup_is_one_finding(name: str) -> None:
    [finding] = found(f"<p>${name}</p>", "text/html")
    assert finding.rule == "leaked-secret-variable"
