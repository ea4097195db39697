"""OpenAPI documents (2, 3.0 and 3.1) with `x-amazon-apigateway-gateway-responses`.

CloudFormation's functions in one (in their long form) count as in a template: such a document may be what AWS::Include
puts into the `Body` of an API, where they are evaluated (CloudFormation, AWS::Include transform). In any other document
nobody has a member named `Fn::Sub`, or a mapping whose only member is `Ref`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.errors import listed
from constructs_gw.openapi import EXTENSION, INTEGRATION
from constructs_gw.parts import TRANSFORM
from constructs_gw.source import PreflightNote, Source, SourceMap
from constructs_gw.template import as_mapping, text_of

ACKNOWLEDGED = "x-constructs-gw"
"""The member of a document's root that says what a resource's `Metadata` says under `constructs-gw`."""

_OF_HTTP_APIS = ("x-amazon-apigateway-cors", "x-amazon-apigateway-importexport-version")
_HTTP_API = (
    f"{EXTENSION} is not read: this is the document of an HTTP API, and those have no gateway responses; import it "
    "as a REST API, or leave the errors to the backend"
)


_VERSION = "payloadFormatVersion"
_REFERENCE = "$ref"
_LONGEST = 200  # characters of a reference in a note
_PARTS = 2
"""How far below the responses one may stand: in their place, in place of one, or of its parameters or templates."""


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it says that it is one."""
    return ("openapi" in data or "swagger" in data) and "Resources" not in data


def read(document: Document) -> Source:
    """An API that has the document as its definition."""
    data = document.data
    has_ignored_responses = EXTENSION in data and is_of_http_api(data)
    responses, references = _opened(data.get(EXTENSION), _PARTS)
    others = {name: value for name, value in data.items() if name != EXTENSION}
    body = others if has_ignored_responses or EXTENSION not in data else {**others, EXTENSION: responses}
    name, written = _name(data), SourceMap()
    written.put(("Resources", name), ())
    written.put(("Resources", name, "Properties", "Body"), ())
    written.put(("Resources", name, "Metadata", "constructs-gw"), (ACKNOWLEDGED,))
    rest_api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}
    rest_api["Metadata"] = {"constructs-gw": data.get(ACKNOWLEDGED)}
    template = {"Resources": {name: rest_api}}
    unread = [_HTTP_API] if has_ignored_responses else [*_unread(references, _referring_paths(data))]
    return Source(document, template, written.source, unread=unread, is_partial=has_ignored_responses)


def _opened(value: Any, depth: int) -> tuple[Any, Sequence[str]]:
    """A value in which each reference is something that is not read, as deep as `depth` says, and the references."""
    if not isinstance(value, dict):
        return value, ()
    made: dict[str, Any] = {}
    found: list[str] = []
    for name, member in value.items():
        if name == _REFERENCE and isinstance(member, str):
            made[TRANSFORM] = {"Name": _REFERENCE}
            found.append(member)
        else:
            made[name], inner = _opened(member, depth - 1) if depth else (member, ())
            found += inner
    return made, found


def _referring_paths(data: Mapping[str, Any]) -> Iterator[str]:
    """What the paths refer to that are written in other documents."""
    for path in as_mapping(data.get("paths")).values():
        reference = as_mapping(path).get(_REFERENCE)
        if isinstance(reference, str) and not reference.startswith("#"):
            yield reference


def _unread(responses: Iterable[str], paths: Iterable[str]) -> Iterator[str]:
    """What the references in a document keep from the reader."""
    instead = "write in place of the $ref what it stands for, as tools that bundle documents do"
    if names := listed(dict.fromkeys(one[:_LONGEST] for one in responses)):
        yield f"what {EXTENSION} has from {names} is not read; {instead}"
    if names := listed(dict.fromkeys(one[:_LONGEST] for one in paths)):
        yield PreflightNote(f"whether preflight is answered in {names} is not known; {instead}")


def _name(data: Mapping[str, Any]) -> str:
    """What to call the API: the document's title, on one line and not too long."""
    title = text_of(as_mapping(data.get("info")).get("title")) or ""
    return " ".join(title.split())[:100] or "API"


def is_of_http_api(data: Mapping[str, Any]) -> bool:
    """Whether it has what only HTTP APIs know (developer guide, OpenAPI extensions).

    An import into one ignores what HTTP APIs do not support (developer guide, http-api-open-api); that they have no
    gateway responses: aws-cdk#10624.
    """
    if any(name in data for name in _OF_HTTP_APIS):
        return True
    operations = (
        operation for path in as_mapping(data.get("paths")).values() for operation in as_mapping(path).values()
    )
    integrations = (operation[INTEGRATION] for operation in operations
                    if isinstance(operation, dict) and INTEGRATION in operation)  # fmt: skip
    return any(_VERSION in each and text_of(each[_VERSION]) == "2.0" for each in map(as_mapping, integrations))
