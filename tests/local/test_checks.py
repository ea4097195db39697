"""What API Gateway refuses before an integration is asked, and in which order."""

import logging
from typing import Any

import pytest

from constructs_gw.local.authorization import EXPLICIT_DENY
from constructs_gw.local.declarations import Throttle
from constructs_gw.local.limits import find_throttle

from .declaring import KEY, OK, at, client, method, of_api, plan, type_of

UNAUTHORIZED, DENIED = (401, "UnauthorizedException"), (403, "AccessDeniedException")
FAILED = (500, "AuthorizerConfigurationException")
ALLOWED = (200, "200")


def custom(kind: str = "TOKEN", **properties: Any) -> dict[str, Any]:
    authorizer = of_api("Authorizer", "Authorizer", Name="a", Type=kind, **properties)
    declared_as = "COGNITO_USER_POOLS" if kind == "COGNITO_USER_POOLS" else "CUSTOM"
    return authorizer | method(AuthorizationType=declared_as, AuthorizerId={"Ref": "Authorizer"})


def authorized(resources: dict[str, Any], target: str = "/", **headers: str) -> tuple[int, str]:
    answer = client(resources).get(target, headers=headers)
    return answer.status_code, type_of(answer)


@pytest.mark.parametrize("kind", ["TOKEN", "COGNITO_USER_POOLS"])
@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("deny", DENIED),
        ("Bearer deny", DENIED),
        ("unauthorized", UNAUTHORIZED),
        ("broken", FAILED),
        ("eyJ.any.token", ALLOWED),
        ("", UNAUTHORIZED),
    ],
)
def test_a_stub_token_stands_for_an_outcome(kind: str, token: str, expected: tuple[int, str]) -> None:
    assert authorized(custom(kind), Authorization=token) == expected


def test_a_denial_by_a_policy_says_so() -> None:
    answer = client(custom()).get("/", headers={"Authorization": "deny"})
    assert answer.json() == {"Message": EXPLICIT_DENY}


def test_an_authorizer_that_fails_has_no_message() -> None:
    assert client(custom()).get("/", headers={"Authorization": "broken"}).json() == {"message": None}


SOURCES = "method.request.header.X-Tenant, method.request.querystring.token"


@pytest.mark.parametrize(
    ("ttl", "target", "tenant", "expected"),
    [
        (300, "/?token=ok", "a", ALLOWED),
        (300, "/?token=ok", "", UNAUTHORIZED),
        (300, "/", "a", UNAUTHORIZED),
        (0, "/", "a", ALLOWED),  # the authorizer is asked all the same
        (300, "/?token=deny", "a", DENIED),
        (300, "/?token=ok", "broken", FAILED),
    ],
)
def test_every_identity_source_of_a_request_authorizer_is_needed(
    ttl: int, target: str, tenant: str, expected: tuple[int, str]
) -> None:
    resources = custom("REQUEST", IdentitySource=SOURCES, AuthorizerResultTtlInSeconds=ttl)
    assert authorized(resources, target, **{"X-Tenant": tenant}) == expected


@pytest.mark.parametrize(
    ("expression", "token", "expected"),
    [
        ("Bearer [a-z.]+", "Bearer abc.d", ALLOWED),
        ("Bearer [a-z.]+", "Bearer abc!", UNAUTHORIZED),
        ("[a-z]", "ab", UNAUTHORIZED),
        ("(a+)+$", "a" * 5_000 + "!", UNAUTHORIZED),
        ("(", "a", FAILED),
        (r"(a)\1", "aa", FAILED),
    ],
)
def test_a_token_has_to_match_the_whole_validation_expression(
    expression: str, token: str, expected: tuple[int, str]
) -> None:
    assert authorized(custom(IdentityValidationExpression=expression), Authorization=token) == expected


SIGNATURE = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", (403, "MissingAuthenticationTokenException")),
        (SIGNATURE, ALLOWED),
        ("Bearer abc", (403, "IncompleteSignatureException")),
        ("deny", DENIED),
    ],
)
def test_an_iam_method_needs_a_signature(header: str, expected: tuple[int, str]) -> None:
    assert authorized(method(AuthorizationType="AWS_IAM"), Authorization=header) == expected


def test_a_presigned_request_is_signed() -> None:
    assert authorized(method(AuthorizationType="AWS_IAM"), "/?X-Amz-Signature=abc") == ALLOWED


@pytest.mark.parametrize(("length", "status"), [(1_400, 200), (1_700, 414)])
def test_the_arn_of_a_method_with_authorization_is_limited(length: int, status: int) -> None:
    resources = at("{proxy+}", "GET", AuthorizationType="AWS_IAM")
    answer = client(resources).get("/" + "a" * length, headers={"Authorization": SIGNATURE})
    assert answer.status_code == status
    assert client(at("{proxy+}")).get("/" + "a" * length).status_code == 200


FORBIDDEN = (403, "ForbiddenException")


@pytest.mark.parametrize(("key", "expected"), [(KEY, ALLOWED), ("another", FORBIDDEN), ("", FORBIDDEN)])
def test_a_method_can_need_an_api_key(key: str, expected: tuple[int, str]) -> None:
    assert authorized(plan() | method(ApiKeyRequired=True), **{"x-api-key": key}) == expected


def test_a_key_without_a_plan_of_the_stage_is_none() -> None:
    resources = plan() | method(ApiKeyRequired=True)
    resources["Plan"]["Properties"]["ApiStages"] = []
    assert authorized(resources, **{"x-api-key": KEY}) == FORBIDDEN


def test_a_key_from_the_authorizer_is_said_to_be_stood_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert client(method(ApiKeyRequired=True), ApiKeySourceType="AUTHORIZER").get("/").status_code == 403
    assert "stands here for the key that the authorizer would give" in caplog.text


def statuses(resources: dict[str, Any], target: str = "/") -> list[int]:
    with client(resources) as called:
        return [called.get(target, headers={"x-api-key": KEY}).status_code for _ in range(3)]


BURST_OF_ONE = {"RateLimit": 0.01, "BurstLimit": 1}
SETTING = {"ThrottlingRateLimit": 0.01, "ThrottlingBurstLimit": 1}


def with_settings(*settings: dict[str, Any]) -> dict[str, Any]:
    stage = of_api("Stage", "Stage", StageName="prod", DeploymentId={"Ref": "Deployment"}, MethodSettings=[*settings])
    return stage | at("orders")


@pytest.mark.parametrize("is_key_required", [True, False])
def test_a_usage_plan_throttles_whoever_sends_its_key(is_key_required: bool) -> None:
    assert statuses(plan(Throttle=BURST_OF_ONE) | method(ApiKeyRequired=is_key_required)) == [200, 429, 429]


def test_a_usage_plan_throttles_one_method() -> None:
    resources = plan(stage={"Throttle": {"/orders/GET": BURST_OF_ONE}}) | at("orders") | method()
    assert statuses(resources, "/orders") == [200, 429, 429]
    assert statuses(resources, "/") == [200, 200, 200]


@pytest.mark.parametrize(
    ("path", "http_method"), [("/~1orders", "GET"), ("/*", "*"), ("/~1orders", "*"), ("/orders", "GET")]
)
def test_a_stage_throttles_a_method(path: str, http_method: str) -> None:
    resources = with_settings({"ResourcePath": path, "HttpMethod": http_method, **SETTING})
    assert statuses(resources, "/orders") == [200, 429, 429]


def test_a_stage_throttles_no_other_method() -> None:
    assert statuses(with_settings({"ResourcePath": "/~1other", "HttpMethod": "GET", **SETTING}), "/orders")[2] == 200


@pytest.mark.parametrize(
    ("path", "http_method", "rate"),
    [("/", "GET", 1), ("/a/b", "GET", 2), ("/a/b", "POST", 3), ("/c", "GET", 4), ("/a", "PUT", 4)],
)
def test_the_setting_of_a_method_goes_first(path: str, http_method: str, rate: int) -> None:
    names = ["//GET", "/~1a~1b/GET", "/~1a~1b/*", "/*/*"]
    settings = {name: Throttle(number, 1) for number, name in enumerate(names, start=1)}
    found = find_throttle(settings, path, http_method)
    assert found is not None
    assert found.rate == rate


def test_a_quota_is_used_up() -> None:
    resources = plan(Quota={"Limit": 2, "Period": "DAY"}) | method(ApiKeyRequired=True)
    assert statuses(resources) == [200, 200, 429]


def test_a_quota_counts_methods_that_need_a_key() -> None:
    assert statuses(plan(Quota={"Limit": 1, "Period": "DAY"}) | method()) == [200, 200, 200]


VALIDATOR = of_api("Validator", "RequestValidator", ValidateRequestParameters=True, ValidateRequestBody=True)
PARAMETERS = dict.fromkeys(
    (f"method.request.{name}" for name in ("path.id", "querystring.page", "header.X-Client", "querystring.q")), True
)


@pytest.mark.parametrize(
    ("target", "headers", "missing"),
    [
        ("/7", {}, "page, X-Client, q"),
        ("/7?q=&page=1", {"x-client": "a"}, "q"),
        ("/7?q=1&page=2", {"x-client": "a"}, None),
    ],
)
def test_missing_parameters_are_listed(target: str, headers: dict[str, str], missing: str | None) -> None:
    resources = VALIDATOR | at("{id}", RequestParameters=PARAMETERS, RequestValidatorId={"Ref": "Validator"})
    answer = client(resources).get(target, headers=headers)
    assert answer.status_code == (400 if missing else 200)
    if missing:
        assert answer.json() == {"message": f"Missing required request parameters: [{missing}]"}


def with_model(schema: Any, media_type: str = "application/json", **models: Any) -> dict[str, Any]:
    every = {"Wanted": schema, **models}
    declared = [of_api(name, "Model", ContentType="application/json", Schema=one) for name, one in every.items()]
    named = {media_type: {"Ref": "Wanted"}}
    posted = method("POST", RequestModels=named, RequestValidatorId={"Ref": "Validator"})
    shown = {"application/json": "$context.error.validationErrorString"}
    response = of_api("Bad", "GatewayResponse", ResponseType="BAD_REQUEST_BODY", ResponseTemplates=shown)
    return VALIDATOR | posted | response | {name: one for each in declared for name, one in each.items()}


NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("media_type", "sent_as", "status"),
    [
        ("application/json", "application/json; charset=utf-8", 400),
        ("application/json", "", 400),
        ("application/json", "text/plain", 200),  # no model, no validation
        ("$default", "text/plain", 400),
    ],
)
def test_a_body_is_checked_against_the_model_of_its_media_type(media_type: str, sent_as: str, status: int) -> None:
    headers = {"Content-Type": sent_as} if sent_as else {}
    assert (
        client(with_model(NAMED, media_type)).post("/", content='{"statusCode": 200}', headers=headers).status_code
        == status
    )


def test_the_reason_is_worded_as_captured_from_aws() -> None:
    answer = client(with_model(NAMED)).post("/", json={"other": 1})
    assert answer.text == '[object has missing required properties (["name"])]'


def reference(name: str) -> dict[str, Any]:
    parts = ["https://apigateway.amazonaws.com/restapis/", {"Ref": "Api"}, "/models/", {"Ref": name}]
    return {"$ref": {"Fn::Join": ["", parts]}}


def test_a_model_refers_to_another() -> None:
    called = client(with_model({"type": "array", "items": reference("Named")}, Named=NAMED))
    assert called.post("/", json=[{"name": "a"}]).status_code == 200
    assert called.post("/", json=[{"name": 1}]).status_code == 400


@pytest.mark.parametrize("schema", [{"$ref": "http://127.0.0.1:9/schema.json"}, {"type": 5}, {"pattern": "(?=a)"}])
def test_a_model_that_cannot_be_applied_is_said_and_left_out(schema: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert client(with_model(schema)).post("/", json="text").status_code == 200
    assert "no body is validated: the model of POST /" in caplog.text


def test_an_endless_model_is_an_error() -> None:
    answer = client(with_model({"allOf": [{"$ref": "#"}]})).post("/", json={})
    assert (answer.status_code, type_of(answer)) == (500, "InternalServerErrorException")


@pytest.mark.parametrize(
    ("behavior", "templates", "status"),
    [
        ("NEVER", {"application/json": "{}"}, 415),
        ("NEVER", {}, 415),
        ("NEVER", {"text/plain": "{}"}, 501),
        ("WHEN_NO_TEMPLATES", {"application/json": "{}"}, 415),
        ("WHEN_NO_TEMPLATES", {}, 501),
        ("WHEN_NO_MATCH", {"application/json": "{}"}, 501),
    ],
)
def test_a_media_type_can_need_a_template(behavior: str, templates: dict[str, str], status: int) -> None:
    integration = {"Type": "HTTP", "PassthroughBehavior": behavior, "RequestTemplates": templates}
    answer = client(method("POST", Integration=integration)).post("/", headers={"Content-Type": "text/plain"})
    assert answer.status_code == status


def test_the_checks_are_made_in_the_order_of_api_gateway() -> None:
    strict = {**OK, "PassthroughBehavior": "NEVER"}
    limits = plan(Throttle={"RateLimit": 0.01, "BurstLimit": 3}, Quota={"Limit": 2, "Period": "DAY"})
    resources = limits | VALIDATOR | of_api("Wanted", "Model", Schema=NAMED)
    resources |= of_api("Authorizer", "Authorizer", Name="a", Type="TOKEN")
    resources |= method(
        "POST",
        AuthorizationType="CUSTOM",
        AuthorizerId={"Ref": "Authorizer"},
        ApiKeyRequired=True,
        RequestParameters={"method.request.querystring.page": True},
        RequestModels={"$default": {"Ref": "Wanted"}},
        RequestValidatorId={"Ref": "Validator"},
        Integration=strict,
    )
    called, headers = client(resources), {"Content-Type": "text/plain"}
    found = [called.post("/nope").status_code, called.post("/", headers=headers).status_code]
    headers["Authorization"] = "ok"
    found.append(called.post("/", headers=headers).status_code)
    headers["x-api-key"] = KEY
    found += [called.post("/", headers=headers).status_code, called.post("/?page=1", headers=headers).status_code]
    quota = called.post("/?page=1", headers=headers, content='{"name": "a"}')
    throttled = called.post("/?page=1", headers=headers, content='{"name": "a"}')
    assert found == [403, 401, 403, 400, 400]
    assert (quota.json(), throttled.json()) == ({"message": "Limit Exceeded"}, {"message": "Too Many Requests"})
