"""What headers, media types and status codes become: one row for each."""

import pytest

from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.apig import compile_responses

BODY = ResponseTemplate.json({"a": 1})
DEFAULT_BODY = (
    '{"error_code":"$context.error.code","error_msg":"$context.error.message","request_id":"$context.requestId"}'
)

HEADERS: list[tuple[str, str, str | None, list[str]]] = [
    ("X-A", "'*'", "*", []),
    ("X-A", "'a b; c=\"d\"'", 'a b; c="d"', []),
    ("X-A", "context.requestId", "$context.requestId", []),
    ("X-A", "context.error.responseType", "$context.error.type", ["apig-other-vocabulary"]),
    ("X-A", "context.authorizer.tenant", "$context.authorizer.frontend.tenant", []),
    ("X-A", "context.error.messageString", "$context.error.message", ["apig-other-vocabulary"]),
    ("X-A", "context.error.message", "$context.error.message", []),
    ("X-A", "context.domainName", None, ["apig-unknown-variable"]),
    ("X-A", "context.extendedRequestId", None, ["apig-unknown-variable"]),
    ("x-request-id", "context.extendedRequestId", None, ["apig-own-headers"]),
    ("X-Request-Id", "context.requestId", None, ["apig-own-headers"]),
    ("Access-Control-Allow-Origin", "method.request.header.Origin", None, ["apig-request-value"]),
    ("X-A", "method.request.multivalueheader.Accept", None, ["apig-request-value"]),
    ("X-A", "method.request.querystring.page", None, ["apig-request-value"]),
    ("X-A", "method.request.path.id", None, ["apig-request-value"]),
    ("X-A", "stageVariables.origin", None, ["apig-request-value"]),
    ("Access-Control-Expose-Headers", "'X-A, X-B'", "X-A, X-B", []),
    ("Access-Control-Expose-Headers", "'x-amzn-RequestId, X-A'", "X-Request-Id, X-A", ["apig-own-headers"]),
    ("Access-Control-Expose-Headers", "'x-amzn-ErrorType,x-amz-apigw-id'", None, ["apig-own-headers"]),
    ("Access-Control-Expose-Headers", "'X-Amzn-RequestId, X-Request-Id'", "X-Request-Id", ["apig-own-headers"]),
    ("X-Request-Id", "'r1'", "r1", ["apig-own-headers"]),
    ("Content-Type", "'application/problem+json'", "application/problem+json", ["apig-problem-json"]),
]

REFUSED: list[tuple[str, str, str]] = [
    ("X_A", "'a'", "apig-header-limit"),
    ("X.A", "'a'", "apig-header-limit"),
    ("X-A", "''", "apig-header-limit"),
    ("X-" + "A" * 127, "'a'", "apig-header-limit"),
    ("X-A", f"'{'a' * 1025}'", "apig-header-limit"),
    ("X-A", "'[[a'", "apig-header-limit"),
    ("X-A", "'a]]'", "apig-header-limit"),
    ("X-A", "'$context.requestId'", "apig-literal-variable"),
    ("X-A", "'at ${context.reqUri} or so'", "apig-literal-variable"),
    ("X-A", "'${Token[Origin]}'", "apig-deployment-value"),
    ("X-A", "stageVariables.${Token[Origin]}", "apig-deployment-value"),
]


def compiled(customization: Customization) -> tuple[object, list[str]]:
    """What THROTTLED answers, and the diagnostics about it."""
    found = compile_responses([customization], "huaweicloud")
    response = next(iter(found.responses.values()), None)
    names = [each.rule for each in found.diagnostics if each.rule != "apig-unmapped-type"]
    return response, names


def with_header(name: str, expression: str) -> Customization:
    return Customization("THROTTLED", headers={name: MappingValue.parse(expression)}, templates=BODY)


def with_bodies(**bodies: str) -> Customization:
    types = {"json": "application/json", "problem": "application/problem+json", "html": "text/html", "xml": "text/xml"}
    return Customization.parse("THROTTLED", response_templates={types[name]: body for name, body in bodies.items()})


@pytest.mark.parametrize(("name", "expression", "value", "names"), HEADERS, ids=str)
def test_a_header_has_its_value_in_apigs_words(name: str, expression: str, value: str | None, names: list[str]) -> None:
    response, found = compiled(with_header(name, expression))
    assert found == names
    assert getattr(response, "headers", None) == (() if value is None else ((name, value),))


@pytest.mark.parametrize(("name", "expression", "rule"), REFUSED, ids=lambda text: text[:30])
def test_a_header_that_apig_would_refuse_or_misread(name: str, expression: str, rule: str) -> None:
    assert compiled(with_header(name, expression)) == (None, [rule])


def test_ten_headers_are_the_most() -> None:
    headers = {f"X-{number}": "a" for number in range(11)}
    response, names = compiled(Customization("THROTTLED", headers=headers, templates=BODY))
    assert (response, names) == (None, ["apig-header-limit"])
    headers.pop("X-10")
    response, names = compiled(Customization("THROTTLED", headers=headers, templates=BODY))
    assert names == []
    assert len(getattr(response, "headers", ())) == 10


def test_one_of_several_bodies_is_kept() -> None:
    response, names = compiled(with_bodies(html="<p>", problem='{"b": 2}', json='{"a": 1}'))
    assert names == ["apig-media-types"]
    assert response
    assert (response.body, response.headers) == ('{"a": 1}', ())  # type: ignore[attr-defined]


def test_a_body_of_another_json_type_says_so_in_a_header() -> None:
    response, names = compiled(with_bodies(problem='{"b": 2}'))
    assert names == ["apig-problem-json"]
    assert response
    assert (response.body, response.headers) == (  # type: ignore[attr-defined]
        '{"b": 2}',
        (("Content-Type", "application/problem+json"),),
    )


def test_a_content_type_of_its_own_stays_the_only_one() -> None:
    headers = {"content-type": "application/vnd.x+json"}
    both = Customization("THROTTLED", headers=headers, templates=ResponseTemplate("application/problem+json", "{}"))
    response, names = compiled(both)
    assert (getattr(response, "headers", None), names) == (tuple(headers.items()), ["apig-problem-json"])


@pytest.mark.parametrize("depth", [99, 100])
def test_a_body_may_be_nested_to_a_fixed_depth(depth: int) -> None:
    _, names = compiled(with_bodies(json="[" * depth + "1" + "]" * depth))
    assert names == ["apig-non-json-body"] * (depth == 100)


@pytest.mark.parametrize(
    "bodies",
    [
        {"html": "<p>"},
        {"html": "<p>", "xml": "<p/>"},
        {"json": ""},
        {"json": "oops"},
        {"json": '{"a": 1,}'},
        {"json": '{"a": NaN}'},
        {"json": '{"a": "\\$context.stage"}'},
        {"json": '{"a": "line\nbreak"}'},
        {"json": "$context.stage 1"},
        {"json": "[" * 100_000 + "]" * 100_000},
    ],
    ids=lambda bodies: str(bodies)[:40],
)
def test_a_body_that_is_no_json(bodies: dict[str, str]) -> None:
    assert compiled(with_bodies(**bodies)) == (None, ["apig-non-json-body"])


def test_headers_alone_come_with_apigs_own_body() -> None:
    response, names = compiled(Customization("THROTTLED", headers={"Retry-After": "30"}))
    assert names == ["apig-default-body"]
    assert response
    assert (response.body, response.headers) == (DEFAULT_BODY, (("Retry-After", "30"),))  # type: ignore[attr-defined]


def test_a_body_that_only_the_deployment_knows() -> None:
    assert compiled(with_bodies(json='{"a": "${Token[Hint]}"}')) == (None, ["apig-deployment-value"])


@pytest.mark.parametrize("status", ["100", "199", "444"])
def test_a_status_that_apig_does_not_take(status: str) -> None:
    assert compiled(Customization("THROTTLED", status_code=status, templates=BODY)) == (None, ["apig-status"])


@pytest.mark.parametrize("status", ["200", "443", "445", "599"])
def test_a_status_that_apig_takes(status: str) -> None:
    response, names = compiled(Customization("THROTTLED", status_code=status, templates=BODY))
    assert names == []
    assert getattr(response, "status", None) == int(status)


def test_a_status_that_only_the_deployment_knows() -> None:
    customization = Customization("THROTTLED", status_code="${Token[Status]}", templates=BODY)
    assert compiled(customization) == (None, ["apig-deployment-value"])
