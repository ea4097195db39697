"""Listings of gateway responses as text: JSON that `sources.listing` reads, and CloudFormation templates."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_gw.sources.listing import ITEMS, REST_API_ID


def listing(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str | None) -> dict[str, Any]:
    """The listing as `aws apigateway get-gateway-responses` has it, with the API that it is of."""
    found = [{name: value for name, value in item.items() if name in _MEMBERS} for item in items]
    return {REST_API_ID: rest_api_id, "region": region, ITEMS[0]: found}


def as_json(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str | None) -> str:
    """The listing as text."""
    return json.dumps(listing(items, rest_api_id, region), indent=2) + "\n"


_MEMBERS = ("responseType", "statusCode", "responseParameters", "responseTemplates", "defaultResponse")


def as_cloudformation(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str) -> str:
    """A template with a resource for each customization, of the API that the parameter names."""
    parameter = {"Type": "String", "Default": rest_api_id, "Description": f"The REST API, in {region}"}
    resources = {
        _logical_id(item["responseType"]): {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {"RestApiId": {"Ref": "RestApiId"}, **_properties(item)},
        }
        for item in items
    }
    return json.dumps({"Parameters": {"RestApiId": parameter}, "Resources": resources}, indent=2) + "\n"


def _logical_id(response_type: str) -> str:
    return "".join(part.capitalize() for part in response_type.split("_"))


def _properties(item: Mapping[str, Any]) -> dict[str, Any]:
    names = {name[0].upper() + name[1:]: item.get(name) for name in _MEMBERS if name != "defaultResponse"}
    return {name: value for name, value in names.items() if value}


FORMATS = {"cloudformation": as_cloudformation, "json": as_json}
