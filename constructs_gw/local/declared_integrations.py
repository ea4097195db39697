"""Integrations as methods of CloudFormation and operations of OpenAPI declare them."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.local.declarations import DEFAULT_TIMEOUT, Integration, IntegrationResponse
from constructs_gw.local.declared_resources import number, texts
from constructs_gw.template import as_list, as_mapping, text_of

_OPENAPI = {
    "Type": "type",
    "TimeoutInMillis": "timeoutInMillis",
    "PassthroughBehavior": "passthroughBehavior",
    "RequestTemplates": "requestTemplates",
    "StatusCode": "statusCode",
    "ResponseParameters": "responseParameters",
    "ResponseTemplates": "responseTemplates",
}
"""The members of x-amazon-apigateway-integration by what CloudFormation calls them."""


def method_integration(given: Mapping[str, Any]) -> Integration:
    """The integration of a Method resource."""
    return _integration(given, tuple(map(_response, map(as_mapping, as_list(given.get("IntegrationResponses"))))))


def operation_integration(given: Mapping[str, Any]) -> Integration:
    """The integration of an operation; its responses are by selection pattern, or `default`."""
    responses = as_mapping(given.get("responses")).items()
    named = ({**_renamed(as_mapping(response)), "SelectionPattern": pattern} for pattern, response in responses)
    return _integration(_renamed(given), tuple(map(_response, named)))


def _renamed(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[member] for name, member in _OPENAPI.items() if member in given}


def _integration(given: Mapping[str, Any], responses: tuple[IntegrationResponse, ...]) -> Integration:
    milliseconds = number(given.get("TimeoutInMillis"))
    return Integration(
        (text_of(given.get("Type")) or "").upper(),
        DEFAULT_TIMEOUT if milliseconds is None else milliseconds / 1000,
        (text_of(given.get("PassthroughBehavior")) or "WHEN_NO_MATCH").upper(),
        texts(given.get("RequestTemplates")),
        responses,
    )


def _response(given: Mapping[str, Any]) -> IntegrationResponse:
    pattern = text_of(given.get("SelectionPattern")) or ""
    return IntegrationResponse(
        text_of(given.get("StatusCode")) or "200",
        "" if pattern == "default" else pattern,
        texts(given.get("ResponseParameters")),
        texts(given.get("ResponseTemplates")),
    )
