"""OpenAPI documents (2, 3.0 and 3.1) with `x-amazon-apigateway-gateway-responses`."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.source import Source, SourceMap
from constructs_gw.template import as_mapping


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it says that it is one."""
    return ("openapi" in data or "swagger" in data) and "Resources" not in data


def read(document: Document) -> Source:
    """An API that has the document as its definition."""
    title = as_mapping(document.data.get("info")).get("title")
    name = title if isinstance(title, str) and title else "API"
    properties = {"Body": document.data}
    written = SourceMap()
    written.put(("Resources", name), ())
    written.put(("Resources", name, "Properties", "Body"), ())
    data = {"Resources": {name: {"Type": "AWS::ApiGateway::RestApi", "Properties": properties}}}
    return Source(document, data, written.source)
