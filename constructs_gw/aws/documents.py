"""What is pulled, and what a push has replaced, as documents."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


def listing(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str) -> dict[str, Any]:
    """The listing as `aws apigateway get-gateway-responses` has it, with the API that it is of."""
    found = [{name: value for name, value in item.items() if name in _MEMBERS} for item in items]
    return {REST_API_ID: rest_api_id, "region": region, ITEMS[0]: found}


def as_json(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str) -> str:
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


@dataclass(frozen=True, slots=True)
class Backup:
    """What a push has replaced."""

    rest_api_id: str
    region: str | None
    responses: Mapping[str, GatewayResponse | None]


def read_backup(path: Path) -> Backup:
    """A backup, or a listing that `pull` wrote as JSON; raises GatewayResponseError for a file that is none."""
    content = read_content(path)
    data = read_document(content, str(path)).data if len(content) <= MAX_BYTES else None
    if not isinstance(data, dict) or not matches(data) or not isinstance(data.get(REST_API_ID), str):
        raise GatewayResponseError(Problem(f"{path} is no backup", "give the file that push has named"))
    items = [item for item in data.get(ITEMS[0], ()) if isinstance(item, dict)]
    region = data.get("region")
    responses = {ResponseType.of(item["responseType"]).value: _response(item) for item in items}
    return Backup(data[REST_API_ID], region if isinstance(region, str) else None, responses)


def _response(item: Mapping[str, Any]) -> GatewayResponse | None:
    return None if item.get("defaultResponse") is True else response_of(item)


def keep_backup(path: Path, text: str) -> None:
    """Write a file that is there to stay; raises GatewayResponseError for one that is there already."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise GatewayResponseError(Problem(f"{path} is there already", "name another file, or move this one")) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL
        why = getattr(error, "strerror", None) or error
        raise GatewayResponseError(Problem(f"{path}: {why}", "name a file that can be written")) from None
