"""Which objects are REST APIs whose gateway responses can be customized, and what to say about the others."""

from typing import TypeAlias

from aws_cdk import Stack
from aws_cdk import aws_apigateway as apigateway

from constructs_gw.errors import Problem

RestApi: TypeAlias = apigateway.RestApi | apigateway.RestApiBase | apigateway.IRestApi
"""A REST API of this app (`RestApi`, `LambdaRestApi`, `StepFunctionsRestApi`), or an imported one."""

_UNSUPPORTED = (
    (apigateway.SpecRestApi, "SpecRestApi", "put x-amazon-apigateway-gateway-responses into its definition"),
    (apigateway.CfnRestApi, "CfnRestApi", "use apigateway.RestApi, or CfnGatewayResponse with a Deployment of yours"),
)


def rest_api_problem(rest_api: object, stack: Stack, construct_id: str) -> Problem | None:
    """Why gateway responses cannot be made for this API in this stack, or None."""
    if _is_v2(rest_api):
        message = f"{type(rest_api).__name__} has no gateway responses: only REST APIs do"
        return Problem(message, "set CORS and errors in the HTTP or WebSocket API itself, or use apigateway.RestApi")
    for kind, name, instead in _UNSUPPORTED:
        if isinstance(rest_api, kind):
            return Problem(f"{name} is not supported yet", instead)
    if not isinstance(rest_api, apigateway.RestApiBase):
        return Problem(f"rest_api={rest_api!r} is not a REST API", "give an apigateway.RestApi, or an imported one")
    if is_imported(rest_api) or same(stack, other := Stack.of(rest_api)):
        return None
    message = f"the API {rest_api.node.path} belongs to another stack, {other.node.path or other.node.id}"
    return Problem(message, f'create it in the API\'s scope: GatewayResponses(api, "{construct_id}", ...)')


def is_imported(rest_api: apigateway.RestApiBase) -> bool:
    """Whether the API was made elsewhere and is only referred to in this app."""
    return not isinstance(rest_api, apigateway.RestApi | apigateway.SpecRestApi)


def same(one: object, other: object) -> bool:
    """Whether two jsii proxies stand for the same object."""
    return reference(one) == reference(other)


def reference(proxy: object) -> str:
    """What identifies the object behind a jsii proxy: proxies of objects made in JavaScript differ at every access."""
    return str(proxy.__jsii_ref__.ref)  # type: ignore[attr-defined]


def _is_v2(rest_api: object) -> bool:
    return any(base.__module__.startswith("aws_cdk.aws_apigatewayv2") for base in type(rest_api).__mro__)
