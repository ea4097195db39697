"""What SAM makes of the `Auth` of an API: security schemes, who may call its operations, and a usage plan.

As aws-sam-translator 1.115.0 does it, in model/api/api_generator and swagger (observed; a test compares).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from constructs_gw.openapi import INTEGRATION
from constructs_gw.sources.sam.globals import is_members
from constructs_gw.template import as_list, as_mapping, text_of

_Secure: TypeAlias = Callable[[list[Any]], list[Any]]
"""Gives the security of an operation instead of the one that it has."""

AWS_IAM = "AWS_IAM"
_IAM_SCHEME = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
}
_KEY_SCHEME = {"type": "apiKey", "name": "x-api-key", "in": "header"}

_IDENTITY_SOURCES = {
    "Headers": "method.request.header.",
    "QueryStrings": "method.request.querystring.",
    "StageVariables": "stageVariables.",
    "Context": "context.",
}
"""What the names in a Lambda authorizer's Identity are in mapping expressions."""


def with_auth(body: Mapping[str, Any], auth: Any) -> dict[str, Any]:
    """A definition with what an API's `Auth` asks of its operations."""
    given = auth if is_members(auth) else {}
    authorizers, needs_key = _authorizers(given), bool(given.get("ApiKeyRequired"))
    default = given.get("DefaultAuthorizer")
    made = dict(body)
    if isinstance(default, str) and default in authorizers:
        secure = _default_authorizer(default, {AWS_IAM, *authorizers})
        is_on_preflight = given.get("AddDefaultAuthorizerToCorsPreflight", True)
        made["paths"] = _secured(made["paths"], secure, secure if is_on_preflight else list)
    if needs_key:
        is_on_preflight = given.get("AddApiKeyRequiredToCorsPreflight", True)
        made["paths"] = _secured(made["paths"], _default_key, _default_key if is_on_preflight else _without_key)
    known = as_mapping(body.get("securityDefinitions"))
    schemes = {**known, **authorizers, **({} if "api_key" in known or not needs_key else {"api_key": _KEY_SCHEME})}
    return made | ({"securityDefinitions": schemes} if schemes else {})


def schemes_of(security: list[dict[str, Any]]) -> dict[str, Any]:
    """The security schemes that SAM adds for what an event asks for."""
    first = {AWS_IAM: _IAM_SCHEME} if security and AWS_IAM in security[0] else {}
    return first | ({"api_key": _KEY_SCHEME} if {"api_key": []} in security else {})


def _authorizers(auth: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: _scheme(given) for name, given in as_mapping(auth.get("Authorizers")).items() if is_members(given)}
    return ({AWS_IAM: _IAM_SCHEME} if auth.get("DefaultAuthorizer") == AWS_IAM else {}) | own


def _scheme(given: Mapping[str, Any]) -> dict[str, Any]:
    """The security scheme of an authorizer."""
    identity = as_mapping(given.get("Identity"))
    payload = given.get("FunctionPayloadType") or "TOKEN"
    kind = "cognito_user_pools" if given.get("UserPoolArn") else (text_of(payload) or "").lower()
    authorizer: dict[str, Any] = {"type": kind}
    if kind == "request":
        authorizer["identitySource"] = ", ".join(_sources(identity))
    elif identity.get("ValidationExpression"):
        authorizer["identityValidationExpression"] = identity["ValidationExpression"]
    return {
        "type": "apiKey",
        "name": "Unused" if kind == "request" else identity.get("Header") or "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": kind if kind == "cognito_user_pools" else "custom",
        "x-amazon-apigateway-authorizer": authorizer,
    }


def _sources(identity: Mapping[str, Any]) -> Iterator[str]:
    for member, prefix in _IDENTITY_SOURCES.items():
        yield from (prefix + name for name in as_list(identity.get(member)) if isinstance(name, str))


def _secured(paths: Mapping[str, Any], secure: _Secure, secure_options: _Secure) -> dict[str, Any]:
    """The paths with another security for every operation that has an integration."""

    def item(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        options = {"options": secure_options}
        return {name: with_security(member, options.get(name, secure)) for name, member in value.items()}

    return {path: each_way(value, item) for path, value in paths.items()}


def with_security(value: Any, secure: _Secure) -> Any:
    """An operation with another security, if it has an integration."""

    def operation(value: Any) -> Any:
        if not isinstance(value, dict) or not value.get(INTEGRATION):
            return value
        security = secure(as_list(value.get("security")))
        return {**value, "security": security} if security or "security" in value else value

    return each_way(value, operation)


def each_way(value: Any, change: Callable[[Any], Any]) -> Any:
    """A value with a change in each way that a condition leads."""
    match value:
        case {"Fn::If": [condition, *ways]}:
            return {"Fn::If": [condition, *(each_way(way, change) for way in ways)]}
    return change(value)


def _default_authorizer(default: str, authorizers: set[str]) -> _Secure:
    """Adds the authorizer of an API where an operation has none of its own and does not say NONE."""

    def secure(security: list[Any]) -> list[Any]:
        own = [one for one in security if not authorizers.isdisjoint(as_mapping(one))]
        others = [one for one in security if authorizers.isdisjoint(as_mapping(one))]
        none = next((one for one in others if "NONE" in as_mapping(one)), None)
        found = [*others, *(own or [{default: []}])] if none is None else [one for one in others if one is not none]
        return found or security

    return secure


def _without_key(security: list[Any]) -> list[Any]:
    return [one for one in security if {"api_key", "api_key_false"}.isdisjoint(as_mapping(one))]


def _default_key(security: list[Any]) -> list[Any]:
    """Adds the API key of an API where an operation does not say that it needs none."""
    is_refused = any("api_key_false" in as_mapping(one) for one in security)
    return _without_key(security) + ([] if is_refused else [{"api_key": []}])


def usage_plan(api: str, stage: str, auth: Any, shared: Mapping[str, Any]) -> dict[str, Any]:
    """The usage plan of an API and its key, by logical id; `shared` are the resources that are there already."""
    given = as_mapping(as_mapping(auth).get("UsagePlan"))
    kind = given.get("CreateUsagePlan")
    if kind not in ("PER_API", "SHARED"):
        return {}
    prefix = api if kind == "PER_API" else "Serverless"
    plan, key, member = (f"{prefix}{name}" for name in ("UsagePlan", "ApiKey", "UsagePlanKey"))
    there = as_mapping(as_mapping(shared.get(plan)).get("Properties"))
    stages = [*as_list(there.get("ApiStages")), {"ApiId": {"Ref": api}, "Stage": {"Ref": stage}}]
    limits = {name: given[name] for name in ("UsagePlanName", "Quota", "Throttle") if given.get(name)}
    return {
        plan: _resource("UsagePlan", {**there, **limits, "ApiStages": stages}),
        key: _resource("ApiKey", {"Enabled": True}),
        member: _resource("UsagePlanKey", {"KeyId": {"Ref": key}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": plan}}),
    }


def _resource(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"Type": f"AWS::ApiGateway::{kind}", "Properties": properties}
