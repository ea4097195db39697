"""Gateway responses as `aws apigateway get-gateway-responses` prints and `constructs-gw aws pull` writes them."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.openapi import MEMBERS, PROPERTIES
from constructs_gw.source import Source, SourceMap
from constructs_gw.template import as_list, as_mapping

ITEMS = ("items", "item")
"""The member that the items are in: boto3's and the AWS CLI's name, and that of the HTTP answer."""

REST_API_ID = "restApiId"
"""The member that `pull` adds: API Gateway's answer does not say whose responses it lists."""

_KNOWN = ("responseType", "defaultResponse", *MEMBERS)
_NAMELESS = "RestApi"


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it lists response types; none only where it says of which API."""
    items = _items(data)[1]
    has_api = isinstance(data.get(REST_API_ID), str) and any(name in data for name in ITEMS)
    return (has_api or bool(items)) and all("responseType" in as_mapping(item) for item in items)


def read(document: Document) -> Source:
    """The responses that are customized, as resources of their API."""
    name, items = _items(document.data)
    rest_api_id = str(document.data.get(REST_API_ID) or _NAMELESS)
    reference = {"Ref": rest_api_id}
    written = SourceMap()
    resources: dict[str, Any] = {rest_api_id: {"Type": "AWS::ApiGateway::RestApi"}}
    written.put(("Resources", rest_api_id), (REST_API_ID,))
    for position, item in enumerate(map(as_mapping, items)):
        if item.get("defaultResponse") is not True:
            logical_id = _logical_id(item["responseType"], resources)
            resources[logical_id] = _resource(item, reference)
            _locate(written, logical_id, (name, position))
    return Source(document, {"Resources": resources}, written.source, is_partial=True, is_generated=True)


def _items(data: Mapping[str, Any]) -> tuple[str, list[Any]]:
    name = next((name for name in ITEMS if name in data), ITEMS[0])
    return name, as_list(data.get(name))


def _logical_id(response_type: Any, taken: Mapping[str, Any]) -> str:
    name = str(response_type)
    return name if name not in taken else f"{name}{len(taken)}"


def _resource(item: Mapping[str, Any], reference: Any) -> dict[str, Any]:
    given = {made: item[member] for made, member in zip(PROPERTIES, MEMBERS, strict=True) if item.get(member)}
    others = {
        name: value for name, value in item.items() if name not in (*_KNOWN, *PROPERTIES, "RestApiId", "ResponseType")
    }
    properties = {**others, "RestApiId": reference, "ResponseType": item["responseType"], **given}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}


def _locate(written: SourceMap, logical_id: str, at: tuple[str, int]) -> None:
    made = ("Resources", logical_id)
    written.put(made, at)
    written.put((*made, "Properties"), at)
    members = dict(zip(PROPERTIES, MEMBERS, strict=True)) | {"ResponseType": "responseType", "RestApiId": REST_API_ID}
    for property_, member in members.items():
        written.put((*made, "Properties", property_), (*at, member))
