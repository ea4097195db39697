"""Which objects are REST APIs whose gateway responses can be customized, and what to say about the others."""

from dataclasses import dataclass
from typing import TypeAlias

from aws_cdk import Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_gw.errors import GatewayResponseError, Problem

RestApi: TypeAlias = apigateway.RestApi | apigateway.RestApiBase | apigateway.IRestApi | apigateway.CfnRestApi
"""A REST API of this app (`RestApi` and its kinds, `SpecRestApi`, `CfnRestApi`), or an imported one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A REST API, as the wiring needs to know it."""

    construct: Construct
    rest_api_id: str
    is_imported: bool = False
    defined_by: apigateway.CfnRestApi | None = None
    """The resource with its OpenAPI definition; None for an API made of resources."""

    @classmethod
    def of(cls, rest_api: object) -> "Target":
        """The API behind a construct; raises GatewayResponseError for what has no gateway responses."""
        problem = _kind_problem(rest_api)
        if problem:
            raise GatewayResponseError(problem)
        if isinstance(rest_api, apigateway.CfnRestApi):
            is_defined = rest_api.body is not None or rest_api.body_s3_location is not None
            return cls(rest_api, rest_api.ref, defined_by=rest_api if is_defined else None)
        assert isinstance(rest_api, apigateway.RestApiBase)
        if isinstance(rest_api, apigateway.SpecRestApi):
            resource = rest_api.node.default_child
            assert isinstance(resource, apigateway.CfnRestApi)
            return cls(rest_api, rest_api.rest_api_id, defined_by=resource)
        return cls(rest_api, rest_api.rest_api_id, is_imported=is_imported(rest_api))

    def stack_problem(self, stack: Stack, construct_id: str) -> Problem | None:
        """Why a construct in this stack cannot give the API its responses, or None."""
        if self.is_imported or same(stack, other := Stack.of(self.construct)):
            return None
        message = f"the API {self.construct.node.path} belongs to another stack, {other.node.path or other.node.id}"
        return Problem(message, f'create it in the API\'s scope: GatewayResponses(api, "{construct_id}", ...)')


def is_imported(rest_api: object) -> bool:
    """Whether the API was made elsewhere and is only referred to in this app."""
    return not isinstance(rest_api, apigateway.RestApi | apigateway.SpecRestApi | apigateway.CfnRestApi)


def same(one: object, other: object) -> bool:
    """Whether two jsii proxies stand for the same object."""
    return reference(one) == reference(other)


def reference(proxy: object) -> str:
    """What identifies the object behind a jsii proxy: proxies of objects made in JavaScript differ at every access."""
    return str(proxy.__jsii_ref__.ref)  # type: ignore[attr-defined]


def named(value: object) -> str:
    """A value that a user gave, in a message: constructs by their kind and path."""
    return f"<{type(value).__name__} {value.node.path}>" if isinstance(value, Construct) else repr(value)


def _kind_problem(rest_api: object) -> Problem | None:
    if any(base.__module__.startswith("aws_cdk.aws_apigatewayv2") for base in type(rest_api).__mro__):
        message = f"{type(rest_api).__name__} has no gateway responses: only REST APIs do"
        return Problem(message, "set CORS and errors in the HTTP or WebSocket API itself, or use apigateway.RestApi")
    if not isinstance(rest_api, apigateway.RestApiBase | apigateway.CfnRestApi):
        return Problem(
            f"rest_api={named(rest_api)} is not a REST API", "give an apigateway.RestApi, or an imported one"
        )
    return None
