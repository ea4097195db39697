"""What an OpenAPI definition declares of an API, in each version of OpenAPI."""

from collections.abc import Mapping
from typing import Any

import pytest

from constructs_gw.local.declarations import Authorizer, Integration, IntegrationResponse, Method, model_url
from constructs_gw.local.openapi_paths import OpenApi, read_openapi

INTEGRATION = {"x-amazon-apigateway-integration": {"type": "mock"}}
MOCK = Integration("MOCK")


def read(paths: Mapping[str, Any], **root: Any) -> OpenApi:
    return read_openapi({"openapi": "3.0.1", "paths": paths, **root}, "Api")


def method(operation: Mapping[str, Any], **root: Any) -> Method:
    """The method that an operation makes."""
    return read({"/orders": {"get": operation}}, **root).methods["/orders"]["GET"]


def schemes(version: int, **given: Any) -> dict[str, Any]:
    return {"securityDefinitions": given} if version == 2 else {"components": {"securitySchemes": given}}


def authorizer(name: str, **given: Any) -> dict[str, Any]:
    return {"type": "apiKey", "name": name, "in": "header", "x-amazon-apigateway-authorizer": given}


def test_every_operation_is_a_method() -> None:
    item = dict.fromkeys(("get", "post", "x-amazon-apigateway-any-method"), INTEGRATION)
    others = {"summary": "orders", "parameters": [], "trace": INTEGRATION, "x-other": {}}
    found = read({"/orders/{id}/": {**item, **others}, "x-paths": {}}).methods
    assert {path: [*methods] for path, methods in found.items() if methods} == {"/orders/{id}": ["GET", "POST", "ANY"]}


def test_a_path_item_may_be_elsewhere_in_the_document() -> None:
    found = read({"/orders": {"get": INTEGRATION}, "/offers": {"$ref": "#/paths/~1orders"}, "/x": {"$ref": "x.yaml"}})
    assert found.methods == {
        "/orders": {"GET": Method(integration=MOCK)},
        "/offers": {"GET": Method(integration=MOCK)},
        "/x": {},
    }


def test_a_reference_to_itself_is_nothing() -> None:
    assert read({"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}).methods == {"/a": {}, "/b": {}}


def test_parameters_of_the_path_are_those_of_its_operations() -> None:
    item = {
        "parameters": [
            {"in": "path", "name": "id", "required": True},
            {"in": "query", "name": "page", "required": True},
            {"$ref": "#/components/parameters/Trace"},
        ],
        "get": {"parameters": [{"in": "query", "name": "page"}, {"in": "cookie", "name": "c", "required": True}]},
    }
    shared = {"parameters": {"Trace": {"in": "header", "name": "X-Trace", "required": True}}}
    found = read({"/{id}": item}, components=shared).methods["/{id}"]["GET"]
    assert found.required_parameters == ("method.request.path.id", "method.request.header.X-Trace")


def test_the_validator_of_an_operation_goes_before_that_of_the_document() -> None:
    validators = {
        "all": {"validateRequestBody": True, "validateRequestParameters": "true"},
        "body": {"validateRequestBody": True, "validateRequestParameters": False},
    }
    root = {"x-amazon-apigateway-request-validators": validators, "x-amazon-apigateway-request-validator": "all"}
    own = {"x-amazon-apigateway-request-validator": "body"}
    unknown = {"x-amazon-apigateway-request-validator": "none"}
    found = [method(operation, **root) for operation in ({}, own, unknown)]
    assert [(one.validates_body, one.validates_parameters) for one in found] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_bodies_of_openapi_2_have_the_media_types_that_are_consumed() -> None:
    document = {
        "swagger": "2.0",
        "consumes": ["application/vnd.orders+json; charset=utf-8"],
        "definitions": {"Order": {"type": "object", "properties": {"next": {"$ref": "#/definitions/Order"}}}},
        "paths": {
            "/a": {"post": {"parameters": [{"in": "body", "name": "b", "schema": {"$ref": "#/definitions/Order"}}]}},
            "/b": {"post": {"consumes": [], "parameters": [{"in": "body", "name": "b", "schema": {"type": "array"}}]}},
        },
    }
    found = read_openapi(document, "Api")
    order = {"type": "object", "properties": {"next": {"$ref": model_url("Api", "Order")}}}
    assert found.models == {"Order": order}
    assert found.methods["/a"]["POST"].models == {"application/vnd.orders+json": order}
    assert found.methods["/b"]["POST"].models == {"application/json": {"type": "array"}}


def test_bodies_of_openapi_3_have_a_schema_for_each_media_type() -> None:
    order = {"type": "object", "required": ["id"], "properties": {"lines": {"$ref": "#/components/schemas/Line/items"}}}
    line = {"type": "array", "items": {"type": "string"}}
    content = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
        "Text/CSV": {"schema": {"type": "string"}},
        "text/plain": {},
        "application/xml": {"schema": {"$ref": "https://a.example/order.json"}},
    }
    components = {
        "schemas": {"Order": order, "Line": line, "Self": {"$ref": "#/components/schemas/Self"}},
        "requestBodies": {"Body": {"content": content}},
    }
    found = method({"requestBody": {"$ref": "#/components/requestBodies/Body"}}, components=components)
    lines = {"$ref": "https://apigateway.amazonaws.com/restapis/Api/models/Line#/items"}
    assert found.models == {
        "application/json": {"type": "object", "required": ["id"], "properties": {"lines": lines}},
        "text/csv": {"type": "string"},
        "application/xml": {"$ref": "https://a.example/order.json"},
    }


def test_a_schema_that_is_nothing_but_itself_takes_everything() -> None:
    schema = {"$ref": "#/components/schemas/Self"}
    body = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    assert method(body, components={"schemas": {"Self": schema}}).models == {"application/json": True}


@pytest.mark.parametrize("version", [2, 3])
def test_security_names_schemes(version: int) -> None:
    given = schemes(
        version,
        key={"type": "apiKey", "name": "X-API-Key", "in": "header"},
        iam={"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"},
        token=authorizer("X-Auth", type="token", identityValidationExpression="^a"),
        request=authorizer("Unused", type="request", identitySource="method.request.header.A, stageVariables.b"),
        uncached=authorizer("Unused", type="request", authorizerResultTtlInSeconds=0),
        pool=authorizer("Authorization", type="cognito_user_pools", providerARNs=["arn"]),
        oauth={"type": "oauth2"},
    )
    names = ("key", "iam", "token", "request", "uncached", "pool", "oauth", "nobody")
    found = {name: method({"security": [{name: []}]}, **given) for name in names}
    assert {name: (one.authorization_type, one.authorizer) for name, one in found.items()} == {
        "key": ("NONE", None),
        "iam": ("AWS_IAM", None),
        "token": ("CUSTOM", Authorizer("TOKEN", ("method.request.header.X-Auth",), "^a")),
        "request": ("CUSTOM", Authorizer("REQUEST", ("method.request.header.A", "stageVariables.b"))),
        "uncached": ("CUSTOM", Authorizer("REQUEST", (), result_ttl=0)),
        "pool": ("COGNITO_USER_POOLS", Authorizer("COGNITO_USER_POOLS", ("method.request.header.Authorization",))),
        "oauth": ("NONE", None),
        "nobody": ("NONE", None),
    }
    assert [name for name, one in found.items() if one.is_api_key_required] == ["key"]


def test_an_operation_asks_for_what_its_document_asks_for_unless_it_says_otherwise() -> None:
    root = schemes(3, key={"type": "apiKey", "name": "x-api-key", "in": "header"}) | {"security": [{"key": []}]}
    assert method({}, **root).is_api_key_required
    assert not method({"security": []}, **root).is_api_key_required


def test_x_amazon_apigateway_auth_goes_before_the_authorizer() -> None:
    root = schemes(3, pool=authorizer("Authorization", type="cognito_user_pools")) | {"security": [{"pool": []}]}
    kinds = ("NONE", "AWS_IAM", "aws_iam", "other")
    found = [method({"x-amazon-apigateway-auth": {"type": kind}}, **root).authorization_type for kind in kinds]
    assert found == ["NONE", "AWS_IAM", "AWS_IAM", "COGNITO_USER_POOLS"]


def test_an_integration_has_a_response_for_each_pattern() -> None:
    given = {
        "type": "aws",
        "timeoutInMillis": 1500,
        "passthroughBehavior": "never",
        "requestTemplates": {"application/json": "{}"},
        "responses": {
            "default": {"statusCode": 200, "responseParameters": {"method.response.header.A": "'a'"}},
            "4\\d\\d": {"statusCode": "400", "responseTemplates": {"text/plain": "no"}},
        },
    }
    responses = (
        IntegrationResponse("200", "", {"method.response.header.A": "'a'"}),
        IntegrationResponse("400", "4\\d\\d", templates={"text/plain": "no"}),
    )
    found = method({"x-amazon-apigateway-integration": given}).integration
    assert found == Integration("AWS", 1.5, "NEVER", {"application/json": "{}"}, responses)


def test_the_source_of_api_keys_is_read() -> None:
    assert read({}, **{"x-amazon-apigateway-api-key-source": "AUTHORIZER"}).takes_key_from_authorizer
    assert not read({}, **{"x-amazon-apigateway-api-key-source": "HEADER"}).takes_key_from_authorizer


def test_a_model_may_be_called_by_what_is_no_character() -> None:
    schema = {"$ref": "#/components/schemas/\ud800"}
    body = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    assert method(body, components={"schemas": {"\ud800": {"type": "array"}}}).models == {
        "application/json": {"type": "array"}
    }
