"""CORS where it depends on conditions, parameters and the kind of source, which a template of one rule cannot show."""

from typing import Any

import pytest

from constructs_gw.severity import Severity
from constructs_gw.template import Template
from constructs_gw.validate import validate

ORIGIN = "gatewayresponse.header.Access-Control-Allow-Origin"
CREDENTIALS = "gatewayresponse.header.Access-Control-Allow-Credentials"
API = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}}
IS_PROD = {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, "IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
PARAMETERS = {
    "Stage": {"Type": "String"},
    "Open": {"Type": "String"},
    "Text": {"Type": "String"},
    "Origin": {"Type": "String", "Default": "'*'"},
}


def response(kind: str = "UNAUTHORIZED", status: str | None = None, **headers: Any) -> dict[str, Any]:
    names = {"origin": ORIGIN, "credentials": CREDENTIALS}
    parameters = {
        names.get(name, f"gatewayresponse.header.{name.replace('_', '-')}"): value for name, value in headers.items()
    }
    properties = {"RestApiId": {"Ref": "Api"}, "ResponseType": kind, "ResponseParameters": parameters}
    more = {} if status is None else {"StatusCode": status}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {**properties, **more}}


def options(origin: Any, template: str | None = None, **headers: Any) -> dict[str, Any]:
    """The answer of a mock OPTIONS method."""
    names = {"Access-Control-Allow-Origin": origin} | {f"Access-Control-{k}": v for k, v in headers.items()}
    answer: dict[str, Any] = {
        "StatusCode": "204",
        "ResponseParameters": {f"method.response.header.{name}": value for name, value in names.items()},
    }
    if template is not None:
        answer["ResponseTemplates"] = {"application/json": template}
    integration = {"Type": "MOCK", "IntegrationResponses": [answer]}
    properties = {"RestApiId": {"Ref": "Api"}, "HttpMethod": "OPTIONS", "Integration": integration}
    return {"Type": "AWS::ApiGateway::Method", "Properties": properties}


def body(origin: str, **more: Any) -> dict[str, Any]:
    """An API whose OpenAPI definition answers preflight."""
    answer = {"statusCode": "204", "responseParameters": {"method.response.header.Access-Control-Allow-Origin": origin}}
    integration = {"type": "mock", "responses": {"default": answer}}
    paths = {"/orders": {"options": {"responses": {}, "x-amazon-apigateway-integration": integration}}}
    return {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.1", "paths": paths, **more}}}


def found(rule: str, **resources: Any) -> list[tuple[str, str | None]]:
    data = {"Parameters": PARAMETERS, "Conditions": IS_PROD, "Resources": {"Api": API} | resources}
    return [(finding.severity.value, finding.resource) for finding in validate([Template(data)], select=[rule])]


def either(condition: str, then: Any, otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, then, otherwise]}


WILDCARD = "cors-wildcard-with-credentials"


def test_a_wildcard_and_credentials_of_different_deployments_never_meet() -> None:
    answer = response(
        origin=either("IsProd", "'https://a.example'", "'*'"), credentials=either("IsProd", "'true'", "'false'")
    )
    assert found(WILDCARD, R=answer) == []


def test_a_wildcard_and_credentials_of_the_same_deployment_do() -> None:
    answer = response(
        origin=either("IsProd", "'*'", "'https://a.example'"), credentials=either("IsProd", "'true'", "'false'")
    )
    assert found(WILDCARD, R=answer) == [("error", "R")]


def test_conditions_of_their_own_can_meet() -> None:
    answer = response(
        origin=either("IsOpen", "'*'", "'https://a.example'"), credentials=either("IsProd", "'true'", "'false'")
    )
    assert found(WILDCARD, R=answer) == [("error", "R")]


def test_a_header_that_is_absent_then_is_no_credentials() -> None:
    answer = response(
        origin=either("IsProd", "'https://a.example'", "'*'"),
        credentials=either("IsProd", "'true'", {"Ref": "AWS::NoValue"}),
    )
    assert found(WILDCARD, R=answer) == []


def test_a_default_of_a_wildcard_is_worth_an_info() -> None:
    assert found(WILDCARD, R=response(origin={"Ref": "Origin"}, credentials="'true'")) == [("info", "R")]


@pytest.mark.parametrize(
    ("origins", "rules"),
    [
        ({"Fn::Join": [",", {"Ref": "Origins"}]}, ["cors-multiple-origins"]),
        ({"Fn::Select": [0, {"Ref": "Origins"}]}, []),
        ({"Fn::Select": [1, {"Ref": "Origins"}]}, ["cors-invalid-origin"]),
        ({"Fn::Select": [2, {"Ref": "Origins"}]}, []),
    ],
    ids=["join", "first", "second", "none"],
)
def test_a_list_that_is_a_default_is_followed(origins: Any, rules: list[str]) -> None:
    parameters = {"Origins": {"Type": "CommaDelimitedList", "Default": "https://a.example, b.example"}}
    value = {"Fn::Sub": ["'${Origin}'", {"Origin": origins}]}
    template = Template({"Parameters": parameters, "Resources": {"Api": API, "Denied": response(origin=value)}})
    findings = validate([template], select=["cors-multiple-origins", "cors-invalid-origin"])
    assert [(f.rule, f.severity) for f in findings] == [(rule, Severity.INFO) for rule in rules]


def test_credentials_that_browsers_do_not_know_are_none() -> None:
    assert found(WILDCARD, R=response(origin="'*'", credentials="'TRUE'")) == []


def test_a_preflight_in_the_definition_counts() -> None:
    assert found("missing-error-cors", Api=body("'*'")) == [("error", "Api")]


def test_a_definition_with_preflight_and_cors_on_both_defaults_is_right() -> None:
    entry = {"responseParameters": {ORIGIN: "'*'"}}
    api = body("'*'", **{"x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": entry, "DEFAULT_5XX": entry}})
    assert found("missing-error-cors", Api=api) == []


def test_a_preflight_in_the_definition_has_an_origin() -> None:
    responses = {kind: response(kind, origin="'https://b.example'") for kind in ("DEFAULT_4XX", "DEFAULT_5XX")}
    resources = {"Api": body("'https://a.example'"), "R4": responses["DEFAULT_4XX"], "R5": responses["DEFAULT_5XX"]}
    assert found("cors-origin-mismatch", **resources) == [("error", "R4"), ("error", "R5")]


def test_a_definition_elsewhere_may_have_all() -> None:
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"BodyS3Location": {"Bucket": "b", "Key": "k"}}}
    assert found("missing-error-cors", Api=api, M=options("'*'")) == []


def test_an_api_of_another_stack_may_have_its_defaults_there() -> None:
    method = options("'*'")
    method["Properties"]["RestApiId"] = {"Fn::ImportValue": "api"}
    assert found("missing-error-cors", M=method) == []


def test_a_default_without_an_origin_is_wrong_whoever_declares_the_api() -> None:
    method, answer = options("'*'"), response("DEFAULT_4XX", Retry_After="'1'")
    for resource in (method, answer):
        resource["Properties"]["RestApiId"] = {"Fn::ImportValue": "api"}
    assert found("missing-error-cors", M=method, R=answer) == [("error", "R")]


def test_a_type_that_drops_its_defaults_origin_is_left_to_lost_default_headers() -> None:
    defaults = {"R4": response("DEFAULT_4XX", origin="'*'"), "R5": response("DEFAULT_5XX", origin="'*'")}
    assert found("missing-error-cors", M=options("'*'"), **defaults, R=response(Retry_After="'1'")) == []


def test_a_type_that_drops_its_defaults_credentials_is_left_to_lost_default_headers() -> None:
    shop = {"origin": "'https://a.example'"}
    defaults = {
        "R4": response("DEFAULT_4XX", **shop, credentials="'true'"),
        "R5": response("DEFAULT_5XX", **shop, credentials="'true'"),
    }
    method = options("'https://a.example'", **{"Allow-Credentials": "'true'"})
    assert found("missing-error-cors", M=method, **defaults, R=response(**shop)) == []


def test_a_default_without_the_preflights_credentials_is_wrong() -> None:
    shop = {"origin": "'https://a.example'"}
    defaults = {"R4": response("DEFAULT_4XX", **shop), "R5": response("DEFAULT_5XX", **shop, credentials="'true'")}
    method = options("'https://a.example'", **{"Allow-Credentials": "'true'"})
    assert found("missing-error-cors", M=method, **defaults) == [("error", "R4")]


def test_a_response_of_an_unknown_type_may_be_the_default() -> None:
    assert found("missing-error-cors", M=options("'*'"), R=response({"Ref": "Text"}, origin="'*'")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "template"),
    [
        ("stageVariables.origin", None),
        ("method.request.header.Origin", None),
        ({"Fn::Sub": "'https://${Text}'"}, None),
        ("'https://a.example,https://b.example'", None),
        ("'https://a.example'", '#set($context.responseOverride.header.Access-Control-Allow-Origin = "x")'),
        ("'https://a.example'", {"Ref": "Text"}),
    ],
)
def test_a_preflight_with_an_origin_that_is_not_known_is_no_mismatch(origin: Any, template: Any) -> None:
    resources = {"M": options(origin, template), "R": response(origin="'https://c.example'")}
    assert found("cors-origin-mismatch", **resources) == []


def test_preflights_of_several_origins_allow_each() -> None:
    resources = {"M": options("'https://a.example'"), "N": options("'https://b.example'")}
    assert found("cors-origin-mismatch", **resources, R=response(origin="'https://b.example'")) == []
    assert found("cors-origin-mismatch", **resources, R=response(origin="'https://c.example'")) == [("error", "R")]


@pytest.mark.parametrize(
    "origin",
    [
        "'${Text}'",
        "'${Text}.example.com'",
        "'${Text}://a.example:443'",
        "'https://a.example:${Text}'",
        "'https://[::1]:3000'",
        "' https://a.example'",
        "'chrome-extension://abcdefghijklmnop'",
        "'it''s'",
        "'https://a.example, https://b.example'",
        "'https://bücher.example'",
    ],
)
def test_what_may_be_an_origin_or_is_anothers_defect_is_left_alone(origin: str) -> None:
    assert found("cors-invalid-origin", R=response(origin={"Fn::Sub": origin})) == []


@pytest.mark.parametrize(
    "origin",
    [
        "'https://${Text}:443'",
        "'https://*.${Text}'",
        "'https://${Text}/shop'",
        "'${Text}/'",
        "'HTTPS://${Text}'",
        "'//a.example'",
        "'https://a.example,'",
    ],
)
def test_literal_text_around_what_is_not_known_is_judged(origin: str) -> None:
    assert found("cors-invalid-origin", R=response(origin={"Fn::Sub": origin})) == [("error", "R")]


@pytest.mark.parametrize("value", [["https://a.example", "https://b.example"], {"a": 1}, None, 3, True, "", "'"])
def test_odd_values_of_every_header_are_no_crash(value: Any) -> None:
    names = ("origin", "credentials", "Vary", "Location", "Cache_Control", "Expires", "Retry_After")
    exposed = {"Access_Control_Expose_Headers": value, "Access_Control_Max_Age": value}
    data = {"Resources": {"Api": API, "M": options(value), "R": response(**dict.fromkeys(names, value), **exposed)}}
    assert [finding for finding in validate([Template(data)]) if finding.rule == "failed-rule"] == []


def test_a_preflight_only_header_counts_where_the_answer_may_be_one_to_preflight() -> None:
    headers = {"Access_Control_Allow_Headers": "'*'"}
    assert found("cors-preflight-only-header", R=response("MISSING_AUTHENTICATION_TOKEN", "200", **headers)) == []
    assert found("cors-preflight-only-header", R=response("MISSING_AUTHENTICATION_TOKEN", "404", **headers)) == [
        ("warning", "R")
    ]


@pytest.mark.parametrize("exposed", [{"Fn::Sub": "'Retry-After,${Text}'"}, {"Ref": "Text"}])
def test_a_list_of_exposed_headers_that_is_not_known_may_have_them(exposed: Any) -> None:
    headers = {"origin": "'*'", "X_A": "'a'", "Access_Control_Expose_Headers": exposed}
    assert found("cors-unexposed-header", R=response(**headers)) == []


def test_without_cors_nothing_is_to_be_exposed() -> None:
    assert found("cors-unexposed-header", R=response(Retry_After="'1'")) == []


@pytest.mark.parametrize(
    ("location", "severity"),
    [
        ("method.request.path.proxy", "error"),
        ("method.request.multivaluequerystring.next", "error"),
        ("method.request.multivalueheader.Referer", "warning"),
        ("context.path", "warning"),
        ("context.authorizer.loginUrl", None),
        ("context.domainName", None),
        ("'https://login.example.com/'", None),
        ("stageVariables.loginUrl", None),
        ("nonsense", None),
    ],
)
def test_who_decides_a_redirect_decides_how_bad_it_is(location: str, severity: str | None) -> None:
    expected = [] if severity is None else [(severity, "R")]
    assert found("open-redirect", R=response(status="302", Location=location)) == expected


@pytest.mark.parametrize(
    ("control", "severity"),
    [
        ("'public'", "warning"),
        ("'s-maxage=1'", "warning"),
        ("'max-age=\"60\"'", "warning"),
        ("'public, max-age=${Text}'", "warning"),
        ("'private, max-age=60'", "info"),
        ("'max-age=${Text}'", None),
        ("'public, ${Text}'", None),
        ("'public, no-cache'", None),
        ("'no-store, max-age=60'", None),
        ("'private'", None),
        ("'max-age=soon'", None),
        ("context.requestId", None),
    ],
)
def test_a_cache_control_that_lets_caches_keep_an_error(control: str, severity: str | None) -> None:
    expected = [] if severity is None else [(severity, "R")]
    assert found("cacheable-error", R=response(Cache_Control={"Fn::Sub": control})) == expected


@pytest.mark.parametrize("date", ["'0'", "'-1'", "'Mon, 26 Jul 1997 05:00:00 GMT'", "'soon'", "'${Text}'"])
def test_an_answer_that_has_expired_is_not_kept(date: str) -> None:
    assert found("cacheable-error", R=response(Expires={"Fn::Sub": date})) == []


WITH_CREDENTIALS = {"Allow-Credentials": "'true'"}


def test_a_wildcard_where_the_preflight_allows_credentials_is_one_finding() -> None:
    answers = {"R4": response("DEFAULT_4XX", origin="'*'"), "R5": response("DEFAULT_5XX", origin="'*'")}
    method = options("'https://a.example'", **WITH_CREDENTIALS)
    assert found("missing-error-cors", M=method, **answers) == []
    assert found("cors-origin-mismatch", M=method, **answers) == [("error", "R4"), ("error", "R5")]


def test_a_wildcard_with_credentials_is_left_to_its_rule() -> None:
    method = options("'https://a.example'", **WITH_CREDENTIALS)
    assert found("cors-origin-mismatch", M=method, R=response(origin="'*'", credentials="'true'")) == []


def test_an_origin_that_is_none_is_left_to_cors_invalid_origin() -> None:
    assert (
        found("cors-origin-mismatch", M=options("'https://a.example'"), R=response(origin="'https://a.example/'")) == []
    )


def test_a_definition_elsewhere_may_have_a_preflight_for_the_origin() -> None:
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"BodyS3Location": {"Bucket": "b", "Key": "k"}}}
    resources = {"Api": api, "M": options("'https://a.example'"), "R": response(origin="'https://b.example'")}
    assert found("cors-origin-mismatch", **resources) == []


def test_an_origin_from_the_request_is_not_what_to_copy() -> None:
    data = {"Resources": {"Api": API, "M": options("method.request.header.Origin")}}
    [finding] = validate([Template(data)], select=["missing-error-cors"])
    assert finding.fix == (
        "add gateway responses for DEFAULT_4XX and DEFAULT_5XX that set header Access-Control-Allow-Origin"
    )


def test_headers_that_the_gateway_writes_itself_are_left_alone() -> None:
    assert found("cors-unexposed-header", R=response(origin="'*'", Server="'x'")) == []


@pytest.mark.parametrize(
    ("key", "value", "rules"),
    [
        (ORIGIN, "'method.request.header.Origin'", ["invalid-mapping-expression"]),
        ("gatewayresponse.header.gatewayresponse.header.X-Y", "'a'", ["double-parameter-prefix"]),
    ],
    ids=["a quoted expression", "a doubled prefix"],
)
def test_one_defect_is_found_by_one_rule(key: str, value: str, rules: list[str]) -> None:
    properties = {
        "RestApiId": "o81lxisefl",
        "ResponseType": "THROTTLED",
        "ResponseParameters": {ORIGIN: "'https://shop.example.com'", key: value},
    }
    resource = {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}
    assert [finding.rule for finding in validate([Template({"Resources": {"A": resource}})])] == rules
