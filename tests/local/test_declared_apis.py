"""What templates declare of their APIs."""

import copy
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.assembly import TemplateFile, read_templates, template_file
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.declarations import (
    Authorizer,
    Integration,
    Method,
    Quota,
    Resource,
    RestApi,
    Throttle,
    UsagePlan,
    model_url,
)
from constructs_gw.local.declared_apis import read_declared

from .sample import template

ROOT = Path(__file__).parents[2]
REALISTIC = sorted((ROOT / "tests" / "realistic").iterdir())
API = {"RestApiId": {"Ref": "Api"}}


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::ApiGateway::{kind}", "Properties": {**API, **properties}}


def path(part: str, parent: Any = None) -> dict[str, Any]:
    return resource("Resource", PathPart=part, ParentId=parent or {"Fn::GetAtt": ["Api", "RootResourceId"]})


def declared(*templates: Mapping[str, Any]) -> list[RestApi]:
    files = [template_file(one, f"Stack{number}.template.json") for number, one in enumerate(templates, 1)]
    return read_declared(files)


def api_of(resources: Mapping[str, Any], **api: Any) -> RestApi:
    [found] = declared(template(resources, **api))
    return found


def methods(api: RestApi) -> dict[str, Method]:
    return {f"{name} {one.path}": method for one in api.resources for name, method in one.methods.items()}


def a_method(*, others: Mapping[str, Any] | None = None, **properties: Any) -> Method:
    """The method that a Method resource makes."""
    found = api_of({"Get": resource("Method", HttpMethod="GET", **properties), **(others or {})})
    return methods(found)["GET /"]


def test_paths_are_built_of_their_parts() -> None:
    resources = {
        "Orders": path("orders"),
        "Order": path("{id}", {"Ref": "Orders"}),
        "Get": resource("Method", HttpMethod="get", ResourceId={"Ref": "Order"}),
        "Root": resource("Method", HttpMethod="ANY", ResourceId={"Fn::GetAtt": ["Api", "RootResourceId"]}),
    }
    assert list(methods(api_of(resources))) == ["ANY /", "GET /orders/{id}"]


def test_a_resource_that_is_its_own_ancestor_is_at_the_root() -> None:
    resources = {
        "A": path("a", {"Ref": "B"}),
        "B": path("b", {"Ref": "A"}),
        "Get": resource("Method", HttpMethod="GET", ResourceId={"Ref": "A"}),
    }
    assert list(methods(api_of(resources))) == ["GET /b/a"]


def test_what_a_condition_leaves_out_is_not_there() -> None:
    get = resource("Method", HttpMethod="GET")
    given = template({"Get": {**get, "Condition": "Never"}, "Post": resource("Method", HttpMethod="POST")})
    [api] = declared({**given, "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}})
    assert list(methods(api)) == ["POST /"]


def test_a_method_resource_goes_before_an_operation() -> None:
    operation = {"x-amazon-apigateway-integration": {"type": "mock"}}
    resources = {"Get": resource("Method", HttpMethod="GET", Integration={"Type": "HTTP_PROXY"})}
    found = methods(api_of(resources, Body={"paths": {"/": {"get": operation, "post": operation}}}))
    assert {name: one.integration and one.integration.type for name, one in found.items()} == {
        "GET /": "HTTP_PROXY",
        "POST /": "MOCK",
    }


def test_functions_may_stand_anywhere_in_a_body() -> None:
    body = {
        "paths": {
            "/": {
                "get": {
                    "x-amazon-apigateway-integration": {"type": {"Fn::Sub": "${Kind}_proxy"}, "uri": {"Ref": "Url"}}
                },
                "post": {"Fn::If": ["Never", {}, {"Ref": "AWS::NoValue"}]},
            },
            "/x": {"Fn::If": ["Never", {"get": {}}, {"put": {}}]},
        },
        "definitions": {"Order": {"properties": {"Ref": {"type": "string"}}}},
    }
    given = template({}, Body=body)
    more = {"Parameters": {"Kind": {"Type": "String", "Default": "http", "AllowedValues": ["aws", "http"]}}}
    [api] = declared({**given, **more, "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}})
    found = methods(api)
    assert list(found) == ["GET /", "PUT /x"]
    assert found["GET /"].integration == Integration("HTTP_PROXY")
    assert api.models == {"Order": {"properties": {"Ref": {"type": "string"}}}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"Type": "TOKEN", "IdentitySource": "method.request.header.A"}, ("method.request.header.A",)),
        ({"Type": "TOKEN"}, ("method.request.header.Authorization",)),
        ({"Type": "COGNITO_USER_POOLS"}, ("method.request.header.Authorization",)),
        ({"Type": "REQUEST", "AuthorizerResultTtlInSeconds": 0}, ()),
        ({"Type": "REQUEST", "IdentitySource": "context.a, stageVariables.b"}, ("context.a", "stageVariables.b")),
    ],
)
def test_only_a_request_authorizer_may_have_no_identity_source(given: Any, expected: tuple[str, ...]) -> None:
    others = {"Auth": resource("Authorizer", **given)}
    found = a_method(AuthorizationType="CUSTOM", AuthorizerId={"Ref": "Auth"}, others=others).authorizer
    assert found is not None
    assert (found.type, found.identity_sources) == (given["Type"], expected)


def test_an_authorizer_that_is_not_here_looks_at_authorization() -> None:
    found = a_method(AuthorizationType="CUSTOM", AuthorizerId={"Fn::ImportValue": "auth"})
    assert found.authorizer == Authorizer("TOKEN", ("method.request.header.Authorization",))


def test_models_refer_to_each_other_by_name() -> None:
    url = "https://apigateway.amazonaws.com/restapis/${Api}/models/${Line}"
    order = {"type": "object", "properties": {"lines": {"$ref": {"Fn::Sub": url}}, "own": {"$ref": "#/definitions/a"}}}
    others = {
        "Order": resource("Model", Schema=order),
        "Line": resource("Model", Name="OrderLine", Schema='{"type": "string"}'),
        "Broken": resource("Model", Schema="[" * 100_000),
        "Validator": resource("RequestValidator", ValidateRequestBody=True, ValidateRequestParameters="false"),
    }
    models = {"application/json": {"Ref": "Order"}, "text/plain": "OrderLine", "a/b": "Nobodys", "a/c": "Empty"}
    found = a_method(RequestModels=models, RequestValidatorId={"Ref": "Validator"}, others=others)
    assert found.models["application/json"] == {
        "type": "object",
        "properties": {"lines": {"$ref": model_url("Api", "OrderLine")}, "own": {"$ref": "#/definitions/a"}},
    }
    assert found.models["text/plain"] == {"type": "string"}
    assert found.models["a/b"] is True
    assert found.models["a/c"]["type"] == "object"
    assert (found.validates_body, found.validates_parameters) == (True, False)
    assert set(api_of(others).models) == {"Order", "OrderLine", "Broken"}


def test_required_parameters_are_those_that_are_true() -> None:
    given = {"method.request.header.A": True, "method.request.path.b": "true", "method.request.querystring.c": False}
    assert a_method(RequestParameters=given).required_parameters == ("method.request.header.A", "method.request.path.b")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ResourcePath": "/~1orders~1{id}", "HttpMethod": "get"}, "/orders/{id}/GET"),
        ({"ResourcePath": "/orders", "HttpMethod": "GET"}, "/orders/GET"),
        ({"ResourcePath": "/", "HttpMethod": "GET"}, "//GET"),
        ({"ResourcePath": "/*", "HttpMethod": "*"}, "/*/*"),
        ({"ResourcePath": "*", "HttpMethod": "*"}, "/*/*"),
        ({"ResourcePath": "/~1orders"}, "/orders/*"),
        ({}, "/*/*"),
    ],
)
def test_a_method_setting_is_for_a_path_and_method(given: Any, expected: str) -> None:
    settings = [{**given, "ThrottlingRateLimit": "5", "ThrottlingBurstLimit": 0}, {**given, "LoggingLevel": "INFO"}]
    stage = resource("Stage", StageName="prod", MethodSettings=settings)
    assert api_of({"Stage": stage}).stages[0].method_throttles == {expected: Throttle(5, 0)}


def test_a_deployment_makes_a_stage_as_it_describes_it() -> None:
    description = {"Variables": {"a": 1}, "ThrottlingRateLimit": 3, "MethodSettings": []}
    stages = api_of({"Other": resource("Deployment", StageName="test", StageDescription=description)}).stages
    assert [stage.name for stage in stages] == ["prod", "test"]
    assert stages[1].variables == {"a": "1"}
    assert stages[1].method_throttles == {"/*/*": Throttle(3, 3)}


def test_the_name_of_a_stage_can_stand_in_a_url() -> None:
    [api] = declared({**template({"Stage": resource("Stage", StageName={"Ref": "Name"})}), "Parameters": {"Name": {}}})
    assert [stage.name for stage in api.stages] == ["Name"]


PLAN = {
    "Plan": resource(
        "UsagePlan",
        UsagePlanName="partners",
        ApiStages=[{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}, "Throttle": {"/a/GET": {"RateLimit": 1}}}],
        Quota={"Limit": 7, "Period": "week"},
        Throttle={"BurstLimit": 2, "RateLimit": 1},
    )
}
KEYS = {
    "Key": resource("ApiKey"),
    "Named": resource("ApiKey", Name="partner", Value="secret", Enabled=True),
    "Off": resource("ApiKey", Enabled=False),
    "Old": resource("ApiKey", StageKeys=[{**API, "StageName": "prod"}]),
    **{f"{name}Use": resource("UsagePlanKey", KeyId={"Ref": name}, KeyType="API_KEY", UsagePlanId={"Ref": "Plan"})
       for name in ("Key", "Named", "Off")},
}  # fmt: skip
NEEDS_KEY = {"Get": resource("Method", HttpMethod="GET", ApiKeyRequired=True)}


def test_a_usage_plan_has_its_keys_and_limits() -> None:
    [plan] = api_of({**PLAN, **KEYS, **NEEDS_KEY}).stages[0].plans
    keys = {"Key": "Key", "Named": "secret"}
    assert plan == UsagePlan("partners", keys, Throttle(1, 2), Quota(7, "WEEK"), {"/a/GET": Throttle(1, 1)})


@pytest.mark.parametrize(
    ("resources", "plans"),
    [
        (NEEDS_KEY, {"local": {"local": "local"}}),
        ({**NEEDS_KEY, **PLAN}, {"partners": {"local": "local"}}),
        (PLAN, {"partners": {}}),
        ({}, {}),
    ],
)
def test_a_stage_has_the_key_local_where_it_asks_for_one_that_is_made_elsewhere(
    resources: dict[str, Any], plans: dict[str, Any]
) -> None:
    assert {plan.name: plan.keys for plan in api_of(resources).stages[0].plans} == plans


def test_apis_of_several_stacks_have_ids_of_their_own() -> None:
    other = {"Resources": {"Other": {"Type": "AWS::ApiGateway::RestApi"}}}
    found = declared(template({}), template({}), other)
    assert [api.rest_api_id for api in found] == ["Stack1-Api", "Stack2-Api", "Other"]


def test_an_api_that_a_template_only_refers_to_is_served_too() -> None:
    imported = {"RestApiId": {"Fn::ImportValue": "the: api"}}
    get = {"Type": "AWS::ApiGateway::Method", "Properties": {**imported, "HttpMethod": "GET"}}
    [api] = declared({"Resources": {"Get": get}})
    assert (api.rest_api_id, list(methods(api))) == ("the-api", ["GET /"])


def test_a_nested_stack_gets_its_api_resource_and_values_from_its_parent() -> None:
    nested = {
        "Parameters": {name: {"Type": "String"} for name in ("Api", "Parent", "Kind")},
        "Resources": {
            "Order": path("{id}", {"Ref": "Parent"}),
            "Get": resource("Method", HttpMethod={"Ref": "Kind"}, ResourceId={"Ref": "Order"}),
        },
    }
    given = {"Api": {"Ref": "Api"}, "Parent": {"Ref": "Orders"}, "Kind": "GET"}
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": given}}
    parent = template_file(template({"Orders": path("orders"), "Nested": stack}), "parent.json")
    child = template_file(nested, "child.json")
    child = TemplateFile(child.path, child.source, parent=(parent.path, "Nested"))
    [api] = read_declared([parent, child])
    assert list(methods(api)) == ["GET /orders/{id}"]


def test_many_resources_are_read_quickly() -> None:
    resources = {f"R{n}": path(f"r{n}", {"Ref": f"R{n - 1}"} if n % 100 else None) for n in range(3_000)}
    got = {f"M{n}": resource("Method", HttpMethod="GET", ResourceId={"Ref": f"R{n}"}) for n in range(3_000)}
    start = time.process_time()
    assert len(methods(api_of(resources | got))) == 3_000
    assert time.process_time() - start < 5


def test_a_mapping_that_holds_itself_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constructs_gw.template.MAX_TEXTS", 2_000_000)  # for a quicker end
    itself = {"Fn::FindInMap": ["M", "a", "b"]}
    given = {**template({}, Body={"paths": itself}), "Mappings": {"M": {"a": {"b": [itself, itself]}}}}
    with pytest.raises(GatewayResponseError, match="repeat no long text"):
        declared(given)


def test_a_service_answers_preflight_where_its_events_have_cors() -> None:
    http = [{"path": path, "method": "get", "cors": True} for path in ("orders/{id}", "/", "offers")]
    service = {"service": "a", "provider": {"name": "aws"}, "functions": {"f": {"events": [{"http": h} for h in http]}}}
    [api] = declared(service)
    assert list(methods(api)) == ["OPTIONS /", "OPTIONS /offers", "OPTIONS /orders/{id}"]


def test_the_sample_app_is_read() -> None:
    [api] = read_declared(read_templates(ROOT / "cdk.out"))
    assert list(methods(api)) == ["OPTIONS /", "OPTIONS /orders", "GET /orders", "POST /orders"]
    post = methods(api)["POST /orders"]
    assert post.is_api_key_required or post.validates_body
    assert [stage.name for stage in api.stages] == ["prod"]


ORDER = {"type": "object", "required": ["id"]}
IN_CLOUDFORMATION = {
    "Resources": {
        "Orders": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}},
        **{
            name: {**one, "Properties": {**one["Properties"], "RestApiId": {"Ref": "Orders"}}}
            for name, one in {
                "Path": path("orders"),
                "Auth": resource("Authorizer", Type="TOKEN", IdentitySource="method.request.header.X-Auth"),
                "order": resource("Model", Schema=ORDER),
                "Validator": resource("RequestValidator", ValidateRequestBody=True, ValidateRequestParameters=True),
                "Post": resource(
                    "Method",
                    HttpMethod="POST",
                    ResourceId={"Ref": "Path"},
                    ApiKeyRequired=True,
                    AuthorizationType="CUSTOM",
                    AuthorizerId={"Ref": "Auth"},
                    RequestModels={"application/json": {"Ref": "order"}},
                    RequestParameters={"method.request.querystring.q": True},
                    RequestValidatorId={"Ref": "Validator"},
                    Integration={"Type": "AWS_PROXY"},
                ),
                "Stage": resource("Stage", StageName="prod"),
            }.items()
        },
    }
}
SCHEMES = {
    "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
    "auth": {
        "type": "apiKey",
        "name": "X-Auth",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {"type": "token"},
    },
}
OPERATION = {
    "security": [{"key": [], "auth": []}],
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-integration": {"type": "aws_proxy"},
}
QUERY = {"in": "query", "name": "q", "required": True}
VALIDATORS = {
    "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True, "validateRequestParameters": True}}
}
BODY_2 = {"in": "body", "name": "b", "schema": {"$ref": "#/definitions/order"}}
BODY_3 = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/order"}}}}
IN_OPENAPI_2 = {
    "swagger": "2.0",
    "info": {"title": "orders"},
    "paths": {"/orders": {"post": {**OPERATION, "parameters": [BODY_2, QUERY]}}},
    "definitions": {"order": ORDER},
    "securityDefinitions": SCHEMES,
    **VALIDATORS,
}
IN_OPENAPI_3 = {
    "openapi": "3.1.0",
    "info": {"title": "orders"},
    "paths": {"/orders": {"post": {**OPERATION, "parameters": [QUERY], "requestBody": BODY_3}}},
    "components": {"schemas": {"order": ORDER}, "securitySchemes": SCHEMES},
    **VALIDATORS,
}
IN_SAM = {
    "Resources": {
        "Orders": {
            "Type": "AWS::Serverless::Api",
            "Properties": {
                "Name": "orders",
                "StageName": "prod",
                "OpenApiVersion": "3.0.1",
                "Models": {"Order": ORDER},
                "Auth": {
                    "ApiKeyRequired": True,
                    "DefaultAuthorizer": "Token",
                    "Authorizers": {"Token": {"FunctionArn": "arn", "Identity": {"Header": "X-Auth"}}},
                },
            },
        },
        "Function": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Events": {
                    "Post": {
                        "Type": "Api",
                        "Properties": {
                            "RestApiId": {"Ref": "Orders"},
                            "Path": "/orders",
                            "Method": "post",
                            "RequestParameters": [{"method.request.querystring.q": {"Required": True}}],
                            "RequestModel": {"Model": "Order", "ValidateBody": True, "ValidateParameters": True},
                        },
                    }
                }
            },
        },
    }
}


@pytest.mark.parametrize("given", [IN_CLOUDFORMATION, IN_OPENAPI_2, IN_OPENAPI_3, IN_SAM])
def test_the_same_api_is_declared_in_each_format(given: dict[str, Any]) -> None:
    [found] = declared(given)
    post = Method(
        "CUSTOM",
        Authorizer("TOKEN", ("method.request.header.X-Auth",)),
        True,
        ("method.request.querystring.q",),
        {"application/json": {"type": "object", "required": ["id"]}},
        True,
        True,
        Integration("AWS_PROXY"),
    )
    assert found.name == "orders"
    assert found.resources == (Resource("/orders", {"POST": post}, found.resources[0].resource_id),)
    assert found.models == {"order": {"type": "object", "required": ["id"]}}
    assert [(stage.name, stage.plans) for stage in found.stages] == [
        ("prod", (UsagePlan("local", {"local": "local"}),))
    ]


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from places(member, (*at, name))


def with_value(data: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(data)
    inner = changed
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return changed


DOCUMENTS = [read_document(path.read_bytes(), path.name).data for path in REALISTIC]
DOCUMENTS += [IN_CLOUDFORMATION, IN_OPENAPI_2, IN_OPENAPI_3, IN_SAM, template({**PLAN, **KEYS, **NEEDS_KEY})]
PLACES = [(document, place) for document in DOCUMENTS for place in places(document) if place]


def test_a_body_in_a_plan_may_have_what_is_no_character() -> None:
    values = {"address": "aws_api_gateway_rest_api.a", "type": "aws_api_gateway_rest_api", "name": "a"}
    root = {"resources": [{**values, "values": {"body": '{"openapi": "3.0.1", "info": {"title": "\ud800"}}'}}]}
    [api] = declared({"format_version": "1.2", "planned_values": {"root_module": root}})
    assert api.resources == ()


SCALARS = [None, True, 0, -1, 10**400, float("nan"), float("inf"), "", "x", "\ud800", "$ref"]
CONTAINERS: list[Any] = [[], {}, [None], [[]], {"a": {}}, {"": None}, {"Type": "AWS::ApiGateway::Method"}]
REFERENCES = [
    {"Ref": "Api"},
    {"$ref": "#/"},
    {"$ref": "#/paths"},
    {"Fn::Sub": "${Api}"},
    {"Fn::GetAtt": "Api"},
]
MISTAKES: list[Any] = [{"Ref": ["a"]}, {"Fn::If": ["a"]}, {"Fn::If": 1}, {"Fn::Transform": "a"}, {"Condition": {}}]
odd_values = st.sampled_from([*SCALARS, *CONTAINERS, *REFERENCES, *MISTAKES])


@settings(max_examples=300)
@given(st.sampled_from(PLACES), odd_values)
def test_a_wrong_value_anywhere_is_read_or_refused(where: tuple[Any, tuple[Any, ...]], value: Any) -> None:
    data, place = where
    try:
        found = read_declared([template_file(with_value(data, place, value), "template.json")])
    except GatewayResponseError:
        return
    for api in found:
        assert api.rest_api_id.replace("-", "").replace("_", "").isalnum()


def test_plans_and_stages_are_brought_together_in_time() -> None:
    """Each of 150 plans names each of 150 stages, and has 150 keys."""
    stages = [{"ApiId": {"Ref": "Api"}, "Stage": f"s{number}"} for number in range(150)]
    resources = {}
    for number in range(150):
        resources[f"S{number}"] = resource("Stage", StageName=f"s{number}")
        resources[f"P{number}"] = {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {"ApiStages": stages}}
        resources[f"K{number}"] = {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Enabled": True}}
        link = {"UsagePlanId": {"Ref": "P0"}, "KeyId": {"Ref": f"K{number}"}}
        resources[f"L{number}"] = {"Type": "AWS::ApiGateway::UsagePlanKey", "Properties": link}
    begun = time.monotonic()
    [api] = read_declared([template_file(template(resources), "template.json")])
    assert time.monotonic() - begun < 15
    found = {stage.name: stage.plans for stage in api.stages}
    assert {len(plans) for name, plans in found.items() if name != "prod"} == {150}
    assert [plan.name for plan in found["s7"][:2]] == ["P0", "P1"]
    assert found["s7"][0].keys is found["s8"][0].keys
