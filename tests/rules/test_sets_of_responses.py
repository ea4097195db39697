"""What the rules about an API's responses as a set say, and keep silent about, where a fixture cannot show it."""

from typing import Any

import pytest

from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate

ORIGIN = {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'"}
UNREAD = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/part.yaml"}}}
ABOUT_STATUS = ["success-status", "bodiless-status", "default-status-override"]
SETS = [
    *ABOUT_STATUS, "undeployed-gateway-response", "mixed-openapi-body", "uncustomisable-response-type",
    "lone-default-response", "lost-default-headers", "misplaced-not-found", "redundant-gateway-response",
    "duplicate-response-type",
]  # fmt: skip


def response(kind: Any, headers: Any = None, /, **properties: Any) -> dict[str, Any]:
    given = {"RestApiId": {"Ref": "Api"}, "ResponseType": kind, "ResponseParameters": headers or {}, **properties}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": given}


def api(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders", **properties}}


def found(rule: str, *responses: dict[str, Any], **resources: Any) -> list[Finding]:
    numbered = {f"Response{number}": one for number, one in enumerate(responses)}
    everything = validate(
        [Template({"Resources": {"Api": api(), **numbered, **resources}})], select=[rule, "failed-rule"]
    )
    assert not [finding.message for finding in everything if finding.rule == "failed-rule"]
    return everything


@pytest.mark.parametrize("kind", ["DEFAULT_4XX", "UNAUTHORIZED"])
def test_a_status_is_said_to_be_wrong_in_one_way_only(kind: str) -> None:
    for status in range(100, 600):
        about = [f for rule in ABOUT_STATUS for f in found(rule, response(kind, StatusCode=str(status)))]
        assert len(about) == (kind == "DEFAULT_4XX" or status < 400), status


def test_a_status_without_a_body_is_reported_as_that_and_another_one_as_a_success() -> None:
    said = {
        rule: [code for code in range(100, 400) if found(rule, response("THROTTLED", ORIGIN, StatusCode=code))]
        for rule in ("bodiless-status", "success-status")
    }
    assert said["bodiless-status"] == [*range(100, 200), 204, 205, 304]
    assert said["success-status"] == [code for code in range(200, 400) if code not in (204, 205, 304)]


ODD: list[Any] = [
    None,
    [],
    {},
    "",
    True,
    404,
    4.5,
    "4xx",
    "999",
    {"Ref": "Nothing"},
    {"Fn::Nothing": []},
    [1, {"a": None}],
]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["ResponseType", "StatusCode", "ResponseParameters", "ResponseTemplates", "RestApiId"])
def test_no_rule_fails_on_an_odd_value(name: str, odd: Any) -> None:
    for kind in ("DEFAULT_4XX", "RESOURCE_NOT_FOUND", "THROTTLED"):
        for rule in SETS:
            found(rule, response("DEFAULT_4XX", ORIGIN), response(kind, **{name: odd}))


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("kind", ["DEFAULT_4XX", "RESOURCE_NOT_FOUND", "THROTTLED"])
def test_no_rule_fails_on_an_odd_header_or_body(kind: str, odd: Any) -> None:
    parts = {"ResponseParameters": {"gatewayresponse.header.X": odd}, "ResponseTemplates": {"application/json": odd}}
    for rule in SETS:
        found(rule, response("DEFAULT_4XX", **parts), response(kind, **parts), response("THROTTLED", ORIGIN))


@pytest.mark.parametrize(
    ("rule", "kind", "parts"),
    [
        ("lone-default-response", "DEFAULT_4XX", {}),
        ("misplaced-not-found", "RESOURCE_NOT_FOUND", {"ResponseTemplates": {"application/json": "{}"}}),
        ("redundant-gateway-response", "THROTTLED", {}),
    ],
)
def test_what_lacks_another_response_is_silent_where_a_type_is_known_only_at_deployment(
    rule: str, kind: str, parts: dict[str, Any]
) -> None:
    assert found(rule, response(kind, **parts))
    assert not found(rule, response(kind, **parts), response({"Fn::ImportValue": "Type"}, StatusCode="404"))


@pytest.mark.parametrize("rule", ["lost-default-headers", "success-status"])
def test_what_lacks_a_header_is_silent_where_all_headers_are_known_only_at_deployment(rule: str) -> None:
    assert found(rule, response("DEFAULT_4XX", ORIGIN), response("UNAUTHORIZED", StatusCode="302"))
    assert not found(
        rule, response("DEFAULT_4XX", ORIGIN), response("UNAUTHORIZED", StatusCode="302", ResponseParameters=UNREAD)
    )


def test_a_location_under_a_wrong_key_is_another_rules_finding() -> None:
    assert not found(
        "success-status", response("UNAUTHORIZED", {"Location": "'https://login.example'"}, StatusCode=302)
    )


def test_a_lone_default_is_silent_where_the_other_would_answer_for_no_type() -> None:
    others = [response(kind, StatusCode="503") for kind in ResponseType if kind.fallback is ResponseType.DEFAULT_5XX]
    assert found("lone-default-response", response("DEFAULT_4XX", ORIGIN), *others[1:])
    assert not found("lone-default-response", response("DEFAULT_4XX", ORIGIN), *others)


def test_a_lone_default_is_silent_where_the_other_lacks_cors() -> None:
    answer = {"StatusCode": "204", "ResponseParameters": {"method.response.header.Access-Control-Allow-Origin": "'*'"}}
    integration = {"Type": "MOCK", "IntegrationResponses": [answer]}
    properties = {"RestApiId": {"Ref": "Api"}, "HttpMethod": "OPTIONS", "Integration": integration}
    preflight = {"Type": "AWS::ApiGateway::Method", "Properties": properties}
    assert found("lone-default-response", response("DEFAULT_4XX", ORIGIN))
    assert not found("lone-default-response", response("DEFAULT_4XX", ORIGIN), Preflight=preflight)
    assert found("lone-default-response", response("DEFAULT_4XX", StatusCode="404"), Preflight=preflight)


def test_a_default_status_is_silent_where_all_that_it_goes_to_have_it_already() -> None:
    timeouts = [response("INTEGRATION_FAILURE", ORIGIN), response("INTEGRATION_TIMEOUT", ORIGIN)]
    assert not found("default-status-override", response("DEFAULT_5XX", StatusCode="500"), *timeouts)


@pytest.mark.parametrize("name", ["Location", "Access-Control-Allow-Headers", "Content-Length"])
def test_headers_that_an_answer_can_do_without_are_not_lost(name: str) -> None:
    default = response("DEFAULT_4XX", {f"gatewayresponse.header.{name}": "'x'"})
    assert not found("lost-default-headers", default, response("THROTTLED", StatusCode="503"))


def test_a_header_of_no_text_is_not_said_to_be_lost() -> None:
    default = response("DEFAULT_4XX", {"gatewayresponse.header.X-A": ["a"], "gatewayresponse.header.X-B": "'b'"})
    [lost] = found("lost-default-headers", default, response("THROTTLED", StatusCode="503"))
    assert lost.fix == "set header X-B to \"'b'\""


def test_a_type_that_cannot_be_customized_loses_nothing() -> None:
    assert not found("lost-default-headers", response("DEFAULT_4XX", ORIGIN), response("REQUEST_TOO_LARGE"))


BODY = {"ResponseTemplates": {"application/json": '{"error": "no such route"}'}}


@pytest.mark.parametrize(
    ("parts", "unknown_route", "count"),
    [
        (BODY, None, 1),
        (BODY, response("MISSING_AUTHENTICATION_TOKEN", StatusCode="404"), 0),
        (BODY, response("DEFAULT_4XX", **BODY), 0),
        ({"StatusCode": "410"}, None, 1),
        ({"StatusCode": "404"}, None, 0),
        ({"ResponseParameters": ORIGIN}, None, 1),
        ({"ResponseParameters": ORIGIN}, response("DEFAULT_4XX", ORIGIN), 0),
    ],
)
def test_not_found_is_misplaced_if_unknown_routes_answer_otherwise(
    parts: dict[str, Any], unknown_route: dict[str, Any] | None, count: int
) -> None:
    others = [unknown_route] if unknown_route else []
    assert len(found("misplaced-not-found", response("RESOURCE_NOT_FOUND", **parts), *others)) == count


@pytest.mark.parametrize(
    ("own", "severity"),
    [("'https://shop.example.com'", Severity.ERROR), ("'https://admin.example.com'", None), ("'*'", None)],
)
def test_credentials_are_lost_with_the_same_origin_alone(own: str, severity: Severity | None) -> None:
    credentials = {"gatewayresponse.header.Access-Control-Allow-Credentials": "'true'"}
    throttled = response("THROTTLED", {"gatewayresponse.header.Access-Control-Allow-Origin": own})
    lost = found("lost-default-headers", response("DEFAULT_4XX", {**ORIGIN, **credentials}), throttled)
    assert [finding.severity for finding in lost] == ([severity] if severity else [])


def test_credentials_are_not_lost_where_the_default_is_wrong_to_allow_them() -> None:
    every = {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}
    default = response("DEFAULT_4XX", {**every, "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'"})
    [finding] = found("lost-default-headers", default, response("THROTTLED", every), response("UNAUTHORIZED"))
    assert finding.fix == "set header Access-Control-Allow-Origin to \"'*'\""


@pytest.mark.parametrize(("mode", "count"), [("overwrite", 1), ("merge", 0), ({"Ref": "Mode"}, 0), (None, 1), ([], 1)])
def test_a_definition_removes_what_is_beside_it_unless_imports_merge(mode: Any, count: int) -> None:
    mixed = found("mixed-openapi-body", response("THROTTLED", ORIGIN), Api=api(Body={"paths": {}}, Mode=mode))
    assert len(mixed) == count


def test_what_the_definition_itself_has_is_deployed_with_it() -> None:
    body = {"x-amazon-apigateway-gateway-responses": {"THROTTLED": {"statusCode": "503"}}}
    deployment = {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}}
    own = {"Quota": response("QUOTA_EXCEEDED", ORIGIN), "Deployment": {**deployment, "DependsOn": "Quota"}}
    assert not found("undeployed-gateway-response", Api=api(Body=body), **own)


def test_a_deployment_in_another_template_cannot_depend_on_a_response() -> None:
    reference = {"RestApiId": "o81lxisefl"}
    deployment = {"Type": "AWS::ApiGateway::Deployment", "Properties": reference}
    templates = [
        Template({"Resources": {"Throttled": response("THROTTLED", **reference)}}, "responses.yaml"),
        Template({"Resources": {"Deployment": deployment}}, "stage.yaml"),
    ]
    assert not validate(templates, select=["undeployed-gateway-response"])


def test_a_twin_in_another_template_is_named_with_it() -> None:
    templates = [
        Template({"Resources": {name: response("THROTTLED", RestApiId="o81lxisefl")}}, document)
        for name, document in (("Slow", "orders.yaml"), ("Busy", "platform.yaml"))
    ]
    assert [finding.message for finding in validate(templates, select=["duplicate-response-type"])] == [
        "THROTTLED is customized by Busy in platform.yaml as well",
        "THROTTLED is customized by Slow in orders.yaml as well",
    ]


@pytest.mark.parametrize(
    "own",
    [
        response("THROTTLED", {"gatewayresponse.header.X-Stage": {"Fn::ImportValue": "Stage"}}),
        response("THROTTLED", ORIGIN, StatusCode={"Fn::ImportValue": "Status"}),
        response("THROTTLED", {**ORIGIN, "gatewayresponse.path.X": "'x'"}),
        {**response("THROTTLED", ORIGIN), "Condition": "IsProd"},
        response("REQUEST_TOO_LARGE", ORIGIN),
        response("ACCESS_DENIED", ORIGIN, StatusCode="404"),
    ],
)
def test_only_what_is_known_and_the_same_in_each_deployment_is_redundant(own: dict[str, Any]) -> None:
    is_prod = {"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    resources = {"Api": api(), "Default": response("DEFAULT_4XX", ORIGIN), "Own": own}
    template = Template({"Conditions": is_prod, "Resources": resources})
    assert not validate([template], select=["redundant-gateway-response"])


def test_an_entry_that_repeats_its_default_is_redundant_even_for_access_denied() -> None:
    default, own = response("DEFAULT_4XX", ORIGIN), response("ACCESS_DENIED", ORIGIN, StatusCode=403)
    assert [f.message for f in found("redundant-gateway-response", default, own)] == [
        "Response1 repeats what its type has from DEFAULT_4XX anyway"
    ]


def test_nothing_repeats_a_default_with_a_status() -> None:
    default, own = response("DEFAULT_5XX", ORIGIN, StatusCode="500"), response("AUTHORIZER_FAILURE", ORIGIN)
    assert not found("redundant-gateway-response", default, own)


@pytest.mark.parametrize(
    "parts",
    [
        {"ResponseParameters": UNREAD},
        {"ResponseTemplates": UNREAD},
        {"ResponseTemplates": {"application/json": UNREAD}},
        {"ResponseParameters": {"gatewayresponse.header.X": UNREAD}},
        {"ResponseTemplates": {"application/json": {"Fn::ImportValue": "Body"}}},
    ],
)
def test_two_unknown_texts_are_not_the_same(parts: dict[str, Any]) -> None:
    assert not found("redundant-gateway-response", response("DEFAULT_4XX", **parts), response("THROTTLED", **parts))
    assert not found("redundant-gateway-response", response("THROTTLED", **parts))
