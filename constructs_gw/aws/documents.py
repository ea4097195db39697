"""What is pulled, and what a push has replaced, as documents."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from constructs_gw.assembly import read_content
from constructs_gw.aws.rest_api import response_of
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType
from constructs_gw.sources.listing import ITEMS, REST_API_ID, matches


def as_json(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str) -> str:
    """The listing as `aws apigateway get-gateway-responses` prints it, with the API that it is of."""
    found = [{name: value for name, value in item.items() if name in _MEMBERS} for item in items]
    return json.dumps({REST_API_ID: rest_api_id, "region": region, ITEMS[0]: found}, indent=2) + "\n"


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


def backup_json(backup: Mapping[str, GatewayResponse | None], rest_api_id: str, region: str) -> str:
    """What a push replaces, in the form of a listing: a type that had no customization is a `defaultResponse`."""
    return as_json((_item(kind, response) for kind, response in backup.items()), rest_api_id, region)


def _item(kind: str, response: GatewayResponse | None) -> dict[str, Any]:
    if response is None:
        return {"responseType": kind, "defaultResponse": True}
    status = {"statusCode": response.status_code} if response.status_code else {}
    return {
        "responseType": kind,
        **status,
        "responseParameters": dict(response.parameters),
        "responseTemplates": dict(response.templates),
        "defaultResponse": False,
    }


def read_backup(path: Path) -> tuple[str, dict[str, GatewayResponse | None]]:
    """The API of a backup, and what to put back; raises GatewayResponseError for a file that is none."""
    content = read_content(path)
    data = read_document(content, str(path)).data if len(content) <= MAX_BYTES else None
    if not isinstance(data, dict) or not matches(data) or not isinstance(data.get(REST_API_ID), str):
        raise GatewayResponseError(Problem(f"{path} is no backup", "give the file that push has named"))
    items = [item for item in data.get(ITEMS[0], ()) if isinstance(item, dict)]
    backup = {ResponseType.of(item["responseType"]).value: _response(item) for item in items}
    return data[REST_API_ID], backup


def _response(item: Mapping[str, Any]) -> GatewayResponse | None:
    return None if item.get("defaultResponse") is True else response_of(item)
