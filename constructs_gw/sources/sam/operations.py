"""The operations that SAM makes of the `Api` events of functions and state machines.

As aws-sam-translator 1.115.0 does it, in model/eventsources/push, model/stepfunctions/events and swagger (observed; a
test compares), but for URIs and roles, which no error answer needs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.openapi import ANY_METHOD, INTEGRATION, VALIDATOR
from constructs_gw.sources.sam.globals import is_members
from constructs_gw.template import as_list, as_mapping, text_of

_LOCATIONS = {"header": "header", "path": "path", "querystring": "query"}
"""Where OpenAPI has the request parameters of mapping expressions."""

_VALIDATOR_NAMES = {
    (True, True): "body-and-params",
    (True, False): "body-only",
    (False, True): "params-only",
    (False, False): "no-validation",
}
"""By whether the body and whether the parameters are validated."""


def operation_of(event: Mapping[str, Any], *, calls_function: bool, is_openapi_3: bool) -> dict[str, Any]:
    """The operation of an event with these properties."""
    made: dict[str, Any] = {INTEGRATION: _of_function(event) if calls_function else _OF_STATE_MACHINE, "responses": {}}
    security = securities(event.get("Auth"))
    if security:
        made["security"] = security
    return made | _request(event, is_openapi_3) if calls_function else made


def _of_function(event: Mapping[str, Any]) -> dict[str, Any]:
    timeout = {"timeoutInMillis": event["TimeoutInMillis"]} if event.get("TimeoutInMillis") else {}
    return {"type": "aws_proxy", "httpMethod": "POST", **timeout}


_OF_STATE_MACHINE = {
    "type": "aws",
    "httpMethod": "POST",
    "responses": {status: {"statusCode": status} for status in ("200", "400")},
    "requestTemplates": {"application/json": """{"input": "$util.escapeJavaScript($input.json('$'))"}"""},
}


def securities(auth: Any) -> list[dict[str, Any]]:
    """What an event asks for; `NONE` and `api_key_false` keep away what the API asks for."""
    given = as_mapping(auth)
    authorizer, needs_key = given.get("Authorizer"), given.get("ApiKeyRequired")
    found: list[dict[str, Any]] = [{authorizer: []}] if isinstance(authorizer, str) and authorizer else []
    return found if needs_key is None else [*found, {"api_key" if needs_key else "api_key_false": []}]


def _request(event: Mapping[str, Any], is_openapi_3: bool) -> dict[str, Any]:
    """What the request has to be like."""
    model = as_mapping(event.get("RequestModel"))
    name = model.get("Model")
    made: dict[str, Any] = {}
    parameters = list(_parameters(event.get("RequestParameters")))
    if isinstance(name, str) and name:
        reference = f"#/{'components/schemas' if is_openapi_3 else 'definitions'}/{name.lower()}"
        if is_openapi_3:
            made["requestBody"] = {"content": {"application/json": {"schema": {"$ref": reference}}}}
        else:
            parameters.insert(0, {"in": "body", "name": name.lower(), "schema": {"$ref": reference}})
        if validates := validations(model):
            made[VALIDATOR] = _VALIDATOR_NAMES[validates]
    return made | ({"parameters": parameters} if parameters else {})


def validations(model: Mapping[str, Any]) -> tuple[bool, bool] | None:
    """Whether the body and whether the parameters are validated; None where a request model says nothing of it."""
    body, parameters = model.get("ValidateBody"), model.get("ValidateParameters")
    return None if body is None and parameters is None else (body is True, parameters is True)


def validator_of(name: str) -> dict[str, Any]:
    """The request validators that a definition has for an operation which names one."""
    body, parameters = next(one for one, known in _VALIDATOR_NAMES.items() if known == name)
    return {name: {"validateRequestBody": body, "validateRequestParameters": parameters}}


def _parameters(given: Any) -> Iterator[dict[str, Any]]:
    for one in as_list(given):
        name, settings = next(iter(one.items()), ("", {})) if isinstance(one, dict) else (text_of(one) or "", {})
        location, _, rest = str(name).removeprefix("method.request.").partition(".")
        if location in _LOCATIONS and rest:
            required = as_mapping(settings).get("Required", False)
            yield {"in": _LOCATIONS[location], "name": rest, "required": required, "type": "string"}


def method_name(method: str) -> str:
    """What an event's method is called in a path item."""
    return ANY_METHOD if method.lower() == "any" else method.lower()


def is_openapi_3(version: Any) -> bool:
    """Whether an OpenApiVersion, or the version of a definition, is one of OpenAPI 3."""
    return (text_of(version) or "").startswith("3")


def as_openapi_3(body: Mapping[str, Any], version: Any) -> dict[str, Any]:
    """A definition with its models and security where OpenAPI 3 has them; what was there gives way.

    The OpenApiVersion of the API goes before that of its definition.
    """
    moved = {"securitySchemes": body.get("securityDefinitions"), "schemas": body.get("definitions")}
    components = {name: value for name, value in moved.items() if value}
    if body.get("swagger") is not None or not components or not is_openapi_3(version or body.get("openapi")):
        return dict(body)
    others = {name: value for name, value in body.items() if name not in ("securityDefinitions", "definitions")}
    return {**others, "components": {**as_mapping(body.get("components")), **components}}


def with_models(body: Mapping[str, Any], models: Any) -> dict[str, Any]:
    """A definition with the models of its API."""
    if not is_members(models) or not models:
        return dict(body)
    named = {str(name).lower(): schema for name, schema in models.items()}
    return {**body, "definitions": {**as_mapping(body.get("definitions")), **named}}
