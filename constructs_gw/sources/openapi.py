"""OpenAPI documents (2, 3.0 and 3.1) with `x-amazon-apigateway-gateway-responses`.

CloudFormation's functions in one (in their long form) count as in a template: such a document may be what AWS::Include
puts into the `Body` of an API, where they are evaluated (CloudFormation, AWS::Include transform). In any other document
nobody has a member named `Fn::Sub`, or a mapping whose only member is `Ref`.
"""

from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.openapi import EXTENSION
from constructs_gw.source import Source, SourceMap
from constructs_gw.template import as_mapping, text_of

ACKNOWLEDGED = "x-constructs-gw"
"""The member of a document's root that says what a resource's `Metadata` says under `constructs-gw`."""

_OF_HTTP_APIS = ("x-amazon-apigateway-cors", "x-amazon-apigateway-importexport-version")
_HTTP_API = (
    f"{EXTENSION} is not read: this is the document of an HTTP API, and those have no gateway responses; import it "
    "as a REST API, or leave the errors to the backend"
)


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it says that it is one."""
    return ("openapi" in data or "swagger" in data) and "Resources" not in data


def read(document: Document) -> Source:
    """An API that has the document as its definition."""
    data = document.data
    is_of_http_api = EXTENSION in data and _is_of_http_api(data)
    body = {name: value for name, value in data.items() if name != EXTENSION} if is_of_http_api else data
    name, written = _name(data), SourceMap()
    written.put(("Resources", name), ())
    written.put(("Resources", name, "Properties", "Body"), ())
    written.put(("Resources", name, "Metadata", "constructs-gw"), (ACKNOWLEDGED,))
    rest_api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}
    rest_api["Metadata"] = {"constructs-gw": data.get(ACKNOWLEDGED)}
    unread = [_HTTP_API] if is_of_http_api else []
    return Source(document, {"Resources": {name: rest_api}}, written.source, unread=unread)


def _name(data: Mapping[str, Any]) -> str:
    """What to call the API: the document's title, on one line and not too long."""
    title = text_of(as_mapping(data.get("info")).get("title")) or ""
    return " ".join(title.split())[:100] or "API"


def _is_of_http_api(data: Mapping[str, Any]) -> bool:
    """Whether it has what only HTTP APIs know (developer guide, OpenAPI extensions).

    An import into one ignores what HTTP APIs do not support (developer guide, http-api-open-api); that they have no
    gateway responses: aws-cdk#10624.
    """
    if any(name in data for name in _OF_HTTP_APIS):
        return True
    operations = [as_mapping(method) for path in as_mapping(data.get("paths")).values()
                  for method in as_mapping(path).values()]  # fmt: skip
    integrations = (as_mapping(operation.get("x-amazon-apigateway-integration")) for operation in operations)
    return any(text_of(integration.get("payloadFormatVersion")) == "2.0" for integration in integrations)
