"""Where a rule begins and where it ends: values next to the ones that its templates show."""

# ruff: noqa: E501  (a row of a table is a literal message)

from typing import Any

import pytest

from constructs_gw.edits import Rename
from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate

HEADER = "gatewayresponse.header."
CORS = f"{HEADER}Access-Control-Allow-"
ORIGIN = f"{CORS}Origin"
SHOP, BLOG = "'https://shop.example.com'", "'https://blog.example.com'"
UNREAD = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/part.yaml"}}}
FOURS = """ACCESS_DENIED BAD_REQUEST_BODY BAD_REQUEST_PARAMETERS EXPIRED_TOKEN INVALID_API_KEY INVALID_SIGNATURE
MISSING_AUTHENTICATION_TOKEN QUOTA_EXCEEDED RESOURCE_NOT_FOUND UNSUPPORTED_MEDIA_TYPE WAF_FILTERED""".split()  # noqa: SIM905


def response(kind: Any = "THROTTLED", headers: Any = None, /, **properties: Any) -> dict[str, Any]:
    given = {"RestApiId": {"Ref": "Api"}, "ResponseType": kind, **properties}
    if headers is not None:
        given["ResponseParameters"] = headers
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": given}


def api(kind: str = "AWS::ApiGateway::RestApi", **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": {"Name": "orders", **properties}}


def preflight(origin: str, **headers: str) -> dict[str, Any]:
    names = {"Access-Control-Allow-Origin": origin} | {f"Access-Control-Allow-{k}": v for k, v in headers.items()}
    parameters = {f"method.response.header.{name}": value for name, value in names.items()}
    integration = {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": parameters}]}
    properties = {"RestApiId": {"Ref": "Api"}, "HttpMethod": "OPTIONS", "Integration": integration}
    return {"Type": "AWS::ApiGateway::Method", "Properties": properties}


def findings(rule: str, **resources: Any) -> list[Finding]:
    data = {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Api": api(), **resources}}
    found = validate([Template(data)], select=[rule, "failed-rule"])
    assert [finding.message for finding in found if finding.rule == "failed-rule"] == []
    return found


def said(rule: str, **resources: Any) -> list[str]:
    """Each finding, with its resource in front unless that is R."""
    where = {"R": ""}
    return [
        f"{where.get(str(f.resource), f'{f.resource} ')}{f.severity}: {f.message}; {f.fix}"
        for f in findings(rule, **resources)
    ]


NO_STORE = "write \"'no-store'\""
KEPT = "browsers and CDNs may keep this error after its cause is gone"
NO_EXPIRES = "leave Expires out, and set header Cache-Control to \"'no-store'\""
INFERRED_ESCAPES = "escapes its inner single quotes; inferred: clients see the escapes, or it does not deploy"
WITHOUT = "leave the inner quotes out; in use elsewhere, but not documented:"
INSIDE = "has single quotes inside; one project reports that it works, no document says so; leave the inner quotes out, or look at the answer once it is deployed"
WHOLE = "put one pair of single quotes around the whole text"
NO_QUOTES = "is static text without single quotes around it"

# A rule, a header and its value, and all that the rule says.
HEADERS: list[tuple[str, str, Any, list[str]]] = [
    ("cacheable-error", "Expires", "'Wed, 31 Dec 2025 23:59:59 GMT'", []),
    ("cacheable-error", "Expires", "'Thu, 01 Jan 2026 00:00:00 GMT'", [f"warning: Expires 'Thu, 01 Jan 2026 00:00:00 GMT': {KEPT}; {NO_EXPIRES}"]),
    ("cacheable-error", "Expires", "stageVariables.expires", []),
    ("cacheable-error", "Cache-Control", "'immutable'", [f"warning: immutable: {KEPT}; {NO_STORE}"]),
    ("cacheable-error", "Cache-Control", "'Max-Age=1'", [f"warning: max-age=1: {KEPT}; {NO_STORE}"]),
    ("cacheable-error", "Cache-Control", "'max-age=\"60\"'", [f"warning: max-age=60: {KEPT}; {NO_STORE}"]),
    ("cacheable-error", "Cache-Control", "'s-maxage=0, max-age=60X'", []),
    ("cacheable-error", "Cache-Control", "'public, No-Cache'", []),
    ("cacheable-error", "Cache-Control", "stageVariables.cache", []),
    ("cors-invalid-credentials", "Access-Control-Allow-Credentials", "'context.stage'", []),
    ("cors-invalid-origin", "Access-Control-Allow-Origin", "'https://shop.example.com/\n'", []),
    ("cors-invalid-origin", "Access-Control-Allow-Origin", "'https://shop.example.com/\t'", []),
    ("inner-single-quote", "X", "''x''", ["""warning: "''x''" is quoted twice; write "'x'\""""]),
    ("inner-single-quote", "X", "''''", ["""warning: "''''" is quoted twice; write "''\""""]),
    ("inner-single-quote", "X", "'''", [f'''info: "\'\'\'" {INSIDE}''']),
    ("inner-single-quote", "X", "''ab'", [f"""info: "''ab'" {INSIDE}"""]),
    ("inner-single-quote", "X", "''a'b''", [f"""info: "''a'b''" {INSIDE}"""]),
    ("inner-single-quote", "X", "'''b''", [f"""warning: "'''b''" {INFERRED_ESCAPES}; {WITHOUT} "''b''\""""]),
    ("inner-single-quote", "X", "''b'''", [f"""warning: "''b'''" {INFERRED_ESCAPES}; {WITHOUT} "''b''\""""]),
    ("invalid-mapping-expression", "X", "method.request.multivalueheader.multivalue", ["info: nobody has measured whether gateway responses take method.request.multivalueheader.multivalue; write method.request.header.multivalue, which has one value"]),
    ("invalid-mapping-expression", "X", "context.a + context.b", ["error: 'context.a + context.b' is not a mapping expression; write one expression alone: parts cannot be joined"]),
    ("leaked-authorizer-context", "X", "context.authorizer.principalId", ["info: inferred: context.authorizer.principalId tells what your authorizer knows of the client; leave it out, or write context.extendedRequestId"]),
    ("open-redirect", "Location", "stageVariables.path", []),
    ("unquoted-static-value", "X", "a", [f"""error: 'a' {NO_QUOTES}; write "'a'\""""]),
    ("unquoted-static-value", "X", 'a"b', [f"""error: 'a"b' {NO_QUOTES}; {WHOLE}"""]),
    ("unquoted-static-value", "X", "'", [f'''error: "'" has a single quote at one end only; {WHOLE}''']),
    ("unquoted-static-value", "X", "a 'b", [f'''error: "a 'b" {NO_QUOTES}; {WHOLE}''']),
    ("unquoted-static-value", "X", "b'c d", [f'''error: "b'c d" {NO_QUOTES}; {WHOLE}''']),
    ("unquoted-static-value", "X", "' 'a", [f"""error: "' 'a" {NO_QUOTES}; {WHOLE}"""]),
    ("unquoted-static-value", "X", "a' '", [f"""error: "a' '" {NO_QUOTES}; {WHOLE}"""]),
    ("unquoted-static-value", "X", "bc'd", [f'''error: "bc'd" {NO_QUOTES}; {WHOLE}''']),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "name", "value", "expected"), HEADERS, ids=[f"{r[0]} {r[1]} {r[2]!r}" for r in HEADERS]
)
def test_of_a_header_it_says(rule: str, name: str, value: Any, expected: list[str]) -> None:
    assert said(rule, R=response("ACCESS_DENIED", {HEADER + name: value})) == expected


COMMA = "look for a comma too many, or a value that is missing"
BETWEEN = "put text between double quotes, and commas between members"
REFLECTED = "leave it out: it lets others run script in your users' browsers"

# A rule, bodies by their media types, and all that the rule says.
BODIES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("invalid-json-body", {"application/json": "[1,,2]"}, [f"error: the body is not JSON from ',2]' on; {COMMA}"]),
    ("invalid-json-body", {"application/json": '{"a":]}'}, [f"error: the body is not JSON from ']}}' on; {COMMA}"]),
    ("invalid-json-body", {"application/json": "x" * 40}, [f"error: the body is not JSON from '{'x' * 40}' on; {BETWEEN}"]),
    ("invalid-json-body", {"application/json": "x" * 41}, [f"error: the body is not JSON from '{'x' * 40}...' on; {BETWEEN}"]),
    ("invalid-json-body", {"application/json": "xy" * 40}, [f"error: the body is not JSON from '{'xy' * 20}...' on; {BETWEEN}"]),
    ("missing-json-template", {"application/json": "{}", "text/html": "a"}, []),
    ("missing-json-template", {"Application/JSON;charset=utf-8": "{}", "text/html": "a"}, []),
    ("non-string-value", {"application/json": True}, ['info: true is a boolean, and is taken as text; write "true"']),
    ("non-string-value", {"application/json": 404}, ['info: 404 is a number, and is taken as text; write "404"']),
    ("oversized-template", {"text/plain": "\ud800" * 100_001}, ["error: the body has 300,003 bytes; API Gateway takes 300,000; shorten it"]),
    ("reflected-html", {"text/html": "$method.request.path.id"}, [f"error: a link decides what $method.request.path.id holds, and nothing escapes it in text/html; {REFLECTED}"]),
    ("reflected-html", {"text/html": "$method.request.multivaluequerystring.q"}, [f"error: a link decides what $method.request.multivaluequerystring.q holds, and nothing escapes it in text/html; {REFLECTED}"]),
    ("reflected-json", {"application/json": '{"a": "$context.authorizer.principalId"}'}, []),
    ("invalid-content-type", {"xml": ""}, ["error: 'xml' is not a media type; write \"application/xml\""]),
    ("invalid-content-type", {" PLAIN": ""}, ["error: ' PLAIN' is not a media type; write \"text/plain\""]),
    ("invalid-content-type", {"html": ""}, ["error: 'html' is not a media type; write \"text/html\""]),
    ("invalid-content-type", {"problem+json": ""}, ["error: 'problem+json' is not a media type; write \"application/problem+json\""]),
    ("invalid-content-type", {"text/plain x": ""}, ["info: 'text/plain x' is not a media type; nobody has measured what becomes of it; write \"text/plain\""]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "bodies", "expected"), BODIES, ids=[f"{r[0]} {str(r[1])[:50]}" for r in BODIES])
def test_of_a_body_it_says(rule: str, bodies: dict[str, Any], expected: list[str]) -> None:
    assert said(rule, R=response(ResponseTemplates=bodies)) == expected


def key(text: str) -> list[Finding]:
    return findings("invalid-parameter-key", R=response("THROTTLED", {text: "'x'"}))


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("Headers.X-A", "write gatewayresponse.header.X-A"),
        ("X A", "write gatewayresponse.header.NAME"),
        ("X\nA", "write gatewayresponse.header.NAME"),
    ],
)
def test_a_key_that_is_none_is_told_the_right_one(text: str, fix: str) -> None:
    assert [finding.fix for finding in key(text)] == [fix]


def test_a_key_that_can_only_mean_a_header_is_renamed() -> None:
    assert [finding.edits for finding in key("HEADERS.X-A")] == [(Rename("gatewayresponse.header.X-A"),)]
    assert [finding.edits for finding in key("method.request.path.X")] == [()]


def test_only_a_header_has_the_name_of_one() -> None:
    headers = {"gatewayresponse.path.a b": "'x'", f"{HEADER}c d": "'x'"}
    assert said("invalid-header-name", R=response("THROTTLED", headers)) == [
        "error: 'c d' is not a header name; use only A-Z, a-z, 0-9 and . _ $ -"
    ]


def test_a_letter_at_the_end_is_a_part_of_the_origin() -> None:
    [message] = said("cors-invalid-origin", R=response("THROTTLED", {ORIGIN: "'https://shop.example.com/X'"}))
    assert message.startswith("error: 'https://shop.example.com/X' equals no browser's origin: ")


def test_a_header_that_is_exposed_by_an_empty_list_is_hidden() -> None:
    headers = {ORIGIN: "'*'", f"{HEADER}Access-Control-Expose-Headers": "''", f"{HEADER}X-A": "'a'"}
    assert said("cors-unexposed-header", R=response("THROTTLED", headers)) == [
        "info: scripts of the allowed origin cannot read X-A; set header Access-Control-Expose-Headers to \"'X-A'\""
    ]


@pytest.mark.parametrize(
    ("vary", "count"),
    [("'Accept'", 1), ("'Accept,Origin'", 0), ("'*'", 0), ("stageVariables.vary", 0), ("'ORIGIN '", 0)],
)
def test_a_reflected_origin_is_to_vary_by_it(vary: str, count: int) -> None:
    headers = {ORIGIN: "method.request.header.Origin", f"{HEADER}Vary": vary}
    assert len(said("cors-reflected-origin", R=response("THROTTLED", headers))) == count


def test_several_preflights_are_told_together_and_the_response_that_fits_is_passed_over() -> None:
    resources = {"A": preflight(SHOP), "B": preflight(BLOG)}
    fits, other = response("UNAUTHORIZED", {ORIGIN: SHOP}), response("THROTTLED", {ORIGIN: "'https://a.example'"})
    assert said("cors-origin-mismatch", **resources, Fits=fits, R=other) == [
        "error: preflight allows 'https://blog.example.com', 'https://shop.example.com', but THROTTLED "
        "'https://a.example': scripts see a CORS error; "
        "write one of 'https://blog.example.com', 'https://shop.example.com'"
    ]


PREFLIGHT_ONLY = {f"{CORS}Private-Network": "'true'"}
NO_EFFECT = (
    "warning: Access-Control-Allow-Private-Network has no effect on an error answer, and scripts cannot read one "
    "without Access-Control-Allow-Origin; set header Access-Control-Allow-Origin, or leave it out"
)


@pytest.mark.parametrize("kind", ["THROTTLED", "DEFAULT_4XX", "NONSENSE"])
def test_a_header_for_preflight_alone_has_no_effect(kind: str) -> None:
    assert said("cors-preflight-only-header", R=response(kind, PREFLIGHT_ONLY)) == [NO_EFFECT]


@pytest.mark.parametrize(
    "others",
    [{"Preflight": preflight(SHOP)}, {"Default": response("DEFAULT_4XX", {ORIGIN: SHOP})}],
    ids=["with a preflight", "below a default that names an origin"],
)
def test_a_header_for_preflight_is_left_to_the_rule_that_knows_more(others: dict[str, Any]) -> None:
    assert said("cors-preflight-only-header", R=response("THROTTLED", PREFLIGHT_ONLY), **others) == []


def test_a_default_without_an_origin_leaves_a_header_for_preflight_without_effect() -> None:
    default = response("DEFAULT_4XX", {f"{HEADER}X": "'1'"})
    assert said("cors-preflight-only-header", R=response("THROTTLED", PREFLIGHT_ONLY), D=default) == [NO_EFFECT]


def test_headers_that_are_not_read_may_name_an_origin() -> None:
    assert said("cors-preflight-only-header", R=response("THROTTLED", {**PREFLIGHT_ONLY, **UNREAD})) == []


def test_a_status_that_is_none_overrides_nothing() -> None:
    assert said("default-status-override", R=response("DEFAULT_4XX", StatusCode="4xx")) == []


def test_a_worse_status_on_one_default_leaves_the_other_to_be_told() -> None:
    four, five = response("DEFAULT_4XX", StatusCode=204), response("DEFAULT_5XX", StatusCode=503)
    assert said("default-status-override", Four=four, R=five) == [
        "warning: status 503 replaces 500 and 504 in 5XX errors that have no own entry; "
        "leave the status out, and give it to the one response type that it is meant for"
    ]


def test_many_twins_are_counted() -> None:
    twins = {f"T{number}": response() for number in range(6)}
    assert said("duplicate-response-type", **twins)[0] == (
        "T0 error: THROTTLED is customized by T1, T2, T3 and 2 more as well; keep one of them"
    )


@pytest.mark.parametrize(
    ("default", "own"),
    [
        ({ORIGIN: SHOP, f"{HEADER}Vary": "'Origin'"}, {ORIGIN: "'*'"}),
        ({ORIGIN: SHOP, f"{CORS}Methods": "'GET'"}, {ORIGIN: SHOP}),
        ({ORIGIN: SHOP, f"{HEADER}Access-Control-Max-Age": "'60'"}, {ORIGIN: SHOP}),
    ],
    ids=["Vary of one origin", "methods", "max age"],
)
def test_what_an_error_does_not_need_is_not_lost(default: dict[str, str], own: dict[str, str]) -> None:
    resources = {"Default": response("DEFAULT_4XX", default), "R": response("THROTTLED", own)}
    assert said("lost-default-headers", **resources) == []


def test_few_types_that_are_hidden_are_named() -> None:
    shown = {kind.title().replace("_", ""): response(kind, {ORIGIN: "'*'"}) for kind in [*FOURS, "DEFAULT_5XX"]}
    [finding] = findings("missing-error-cors", Preflight=preflight("'*'"), **shown)
    assert finding.message == (
        "preflight is answered, but THROTTLED, UNAUTHORIZED answers have no Access-Control-Allow-Origin: "
        "scripts see a CORS error"
    )


def test_of_several_origins_none_is_proposed() -> None:
    assert said("missing-error-cors", A=preflight(SHOP), B=preflight(BLOG)) == [
        "Api error: preflight is answered, but 4XX and 5XX answers have no Access-Control-Allow-Origin: scripts see a "
        "CORS error; add gateway responses for DEFAULT_4XX and DEFAULT_5XX that set header Access-Control-Allow-Origin"
    ]


@pytest.mark.parametrize(
    ("kind", "called"),
    [("AWS::ApiGatewayV2::Api", "an HTTP or WebSocket API"), ("AWS::Serverless::HttpApi", "an HTTP API")],
)
def test_each_response_of_another_api_is_told(kind: str, called: str) -> None:
    resources = {"Api": api(kind), "A": response("THROTTLED"), "B": response("UNAUTHORIZED")}
    assert said("not-a-rest-api", **resources) == [
        f"A error: Api is {called}, which has no gateway responses; name a REST API",
        f"B error: Api is {called}, which has no gateway responses; name a REST API",
    ]


def test_what_has_not_its_shape_repeats_nothing() -> None:
    assert said("redundant-gateway-response", R=response(ResponseTemplates=[])) == []


def test_the_built_in_body_written_out_repeats_a_default_without_one() -> None:
    default, built_in = (
        response("DEFAULT_4XX", {ORIGIN: SHOP}),
        {"application/json": '{"message":$context.error.messageString}'},
    )
    assert said(
        "redundant-gateway-response", D=default, R=response("THROTTLED", {ORIGIN: SHOP}, ResponseTemplates=built_in)
    ) == ["info: R repeats what its type has from DEFAULT_4XX anyway; remove it"]


def test_a_success_of_an_unknown_type_is_told_without_its_own_status() -> None:
    assert said("success-status", R=response("NONSENSE", StatusCode=200)) == [
        "warning: status 200 tells clients and caches that the request succeeded; "
        "leave the status out, or write one from 400 to 599"
    ]


DEPLOYMENT = {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}}


def test_a_response_that_is_waited_for_does_not_hide_another_one() -> None:
    resources = {"A": response("THROTTLED"), "B": response("UNAUTHORIZED"), "D": DEPLOYMENT | {"DependsOn": "A"}}
    assert [finding.resource for finding in findings("undeployed-gateway-response", **resources)] == ["B"]


@pytest.mark.parametrize(("mode", "found"), [({}, []), ({"Mode": "merge"}, ["R"])])
def test_a_response_beside_a_definition_is_told_where_the_definition_does_not_drop_it(
    mode: dict[str, str], found: list[str]
) -> None:
    definition = api(Body={"openapi": "3.0.1", "paths": {}}, **mode)
    resources = {"Api": definition, "R": response(), "D": DEPLOYMENT}
    assert [finding.resource for finding in findings("undeployed-gateway-response", **resources)] == found


def acknowledging(reason: str) -> dict[str, Any]:
    metadata = {"constructs-gw": {"acknowledge": {"unquoted-static-value": reason}}}
    return {**response("THROTTLED", {f"{HEADER}X": "x"}), "Metadata": metadata}


def test_an_acknowledgement_with_its_reason_is_explained() -> None:
    assert said("unexplained-acknowledgement", R=acknowledging("the value is set elsewhere")) == []


def test_an_acknowledgement_of_what_is_found_is_used() -> None:
    found = validate([Template({"Resources": {"Api": api(), "R": acknowledging("it is set elsewhere")}})])
    assert [finding.reason for finding in found if finding.rule == "unquoted-static-value"] == ["it is set elsewhere"]
    assert [finding.rule for finding in found if finding.rule == "unused-acknowledgement"] == []


def entry(kind: str = "THROTTLED", **members: Any) -> dict[str, Any]:
    body = {"openapi": "3.0.1", "paths": {}, "x-amazon-apigateway-gateway-responses": {kind: members}}
    return api(Body=body)


PARAMETERS = "write responseParameters, with keys such as gatewayresponse.header.X-Name"
TEMPLATES = "write responseTemplates, with keys such as application/json"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("status", "write statusCode"),
        ("code", "write statusCode"),
        ("status_code", "write statusCode"),
        ("status-code", "write statusCode"),
        ("header", PARAMETERS),
        ("headers", PARAMETERS),
        ("response_headers", PARAMETERS),
        ("parameters", PARAMETERS),
        ("body", TEMPLATES),
        ("content", TEMPLATES),
        ("template", TEMPLATES),
        ("templates", TEMPLATES),
        ("response-templates", "write responseTemplates"),
    ],
)
def test_a_member_that_is_none_is_told_the_right_one(name: str, fix: str) -> None:
    assert said("unknown-member", Api=entry(**{name: "x"})) == [
        f"Api warning: {name!r} is no member of a gateway response; {fix}"
    ]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("4xx", "error: unknown response type '4xx'; write \"DEFAULT_4XX\""),
        ("5XX", "error: unknown response type '5XX'; write \"DEFAULT_5XX\""),
        ("", 'error: it names no response type; name one, such as "DEFAULT_4XX"'),
    ],
)
def test_a_type_that_is_none_is_told_the_right_one(kind: str, message: str) -> None:
    assert said("unknown-response-type", R=response(kind)) == [message]


def test_a_type_that_is_empty_is_found_where_it_stands() -> None:
    assert [f.location for f in findings("unknown-response-type", R=response(""))] == ["Properties.ResponseType"]


def test_a_type_in_a_definition_is_renamed() -> None:
    [finding] = findings("unknown-response-type", Api=entry("default_4xx", statusCode="400"))
    assert finding.edits == (Rename("DEFAULT_4XX"),)
