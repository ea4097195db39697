"""The paths of OpenAPI documents (2, 3.0 and 3.1) as API Gateway imports them, whatever is wrong with them.

What the extensions mean: developer guide, api-gateway-swagger-extensions (documented), the page of each.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from constructs_gw.local.declarations import Method
from constructs_gw.local.declared_integrations import operation_integration
from constructs_gw.local.declared_models import Link, linked, openapi_link, resolved
from constructs_gw.local.declared_resources import is_true
from constructs_gw.local.openapi_security import read_security
from constructs_gw.openapi import ANY_METHOD, INTEGRATION, VALIDATOR, VALIDATORS
from constructs_gw.template import as_list, as_mapping, text_of

KEY_SOURCE = "x-amazon-apigateway-api-key-source"

_METHODS = {name: name.upper() for name in ("delete", "get", "head", "options", "patch", "post", "put")}
"""The members of a path item that API Gateway makes methods of, with their names there."""
_METHODS[ANY_METHOD] = "ANY"

_LOCATIONS = {"header": "header", "path": "path", "query": "querystring"}
"""Where OpenAPI's parameters are, in the words of mapping expressions; there are none of cookies."""

_JSON = "application/json"
_MAX_HOPS = 20  # a reference that leads back to itself has no value
_LONGEST = 1_000  # characters of a reference that is followed


class OpenApi(NamedTuple):
    """What an OpenAPI document declares of an API."""

    methods: Mapping[str, Mapping[str, Method]] = {}
    """By path and HTTP method."""
    models: Mapping[str, Any] = {}
    takes_key_from_authorizer: bool = False


def read_openapi(document: Mapping[str, Any], rest_api_id: str) -> OpenApi:
    """What a document declares, whose values are plain data; members of the wrong type count as missing."""
    reader = _Reader(document, rest_api_id)
    paths = as_mapping(document.get("paths"))
    methods: dict[str, dict[str, Method]] = {}
    for path, item in paths.items():
        methods.setdefault(resource_path(path), {}).update(reader.methods(item))
    key_source = text_of(document.get(KEY_SOURCE)) or ""
    return OpenApi(methods, reader.models, key_source.upper() == "AUTHORIZER")


def resource_path(path: str) -> str:
    """A path as a resource has it: one slash at its start, none at its end.

    That an import drops a slash at the end: aws-sam-translator 1.115.0, model/eventsources/push (a comment in it).
    """
    return "/" + "/".join(filter(None, path.split("/")))


class _Reader:
    """A document while it is read."""

    def __init__(self, document: Mapping[str, Any], rest_api_id: str) -> None:
        self._document = document
        self._rest_api_id = rest_api_id
        self._link: Link = openapi_link(rest_api_id)
        schemas = as_mapping(as_mapping(document.get("components")).get("schemas"))
        given = {**as_mapping(document.get("definitions")), **schemas}
        self.models = {name: linked(schema, self._link) for name, schema in given.items()}

    def methods(self, given: Any) -> dict[str, Method]:
        """The methods of a path item."""
        item = self.followed(given)
        found = {name: item[member] for member, name in _METHODS.items() if isinstance(item.get(member), dict)}
        return {name: self.method(item, operation) for name, operation in found.items()}

    def followed(self, value: Any) -> Mapping[str, Any]:
        """A mapping, or the one in this document that a reference in its stead leads to; else an empty one."""
        for _ in range(_MAX_HOPS):
            match value:
                case {"$ref": str(reference)}:
                    value = self.at(reference)
                case _:
                    break
        return {} if "$ref" in as_mapping(value) else as_mapping(value)

    def at(self, reference: str) -> Any:
        """What a JSON pointer into this document leads to (RFC 6901)."""
        found: Any = self._document if reference.startswith("#/") and len(reference) < _LONGEST else None
        for name in reference.split("/")[1:] if found else ():
            found = as_mapping(found).get(unquote(name).replace("~1", "/").replace("~0", "~"))
        return found

    def method(self, item: Mapping[str, Any], operation: Mapping[str, Any]) -> Method:
        """What an operation makes."""
        parameters = self.parameters(item, operation)
        security = read_security(self._document, operation)
        validator = self.validator(operation)
        integration = operation.get(INTEGRATION)
        return Method(
            security.authorization_type,
            security.authorizer,
            security.is_api_key_required,
            tuple(_required(parameters)),
            dict(self.schemas(parameters, operation)),
            is_true(validator.get("validateRequestBody")),
            is_true(validator.get("validateRequestParameters")),
            operation_integration(integration) if isinstance(integration, dict) else None,
        )

    def parameters(self, item: Mapping[str, Any], operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The parameters of an operation; its own go before those of the path."""
        given = [
            self.followed(one) for one in (*as_list(item.get("parameters")), *as_list(operation.get("parameters")))
        ]
        return list({(text_of(one.get("in")), text_of(one.get("name"))): one for one in given}.values())

    def validator(self, operation: Mapping[str, Any]) -> Mapping[str, Any]:
        """The request validator of an operation: its own, or the document's."""
        name = text_of(operation[VALIDATOR] if VALIDATOR in operation else self._document.get(VALIDATOR))
        return as_mapping(as_mapping(self._document.get(VALIDATORS)).get(name or ""))

    def schemas(self, parameters: list[Mapping[str, Any]], operation: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The schemas of the request body by media type."""
        for media_type, content in as_mapping(self.followed(operation.get("requestBody")).get("content")).items():
            if "schema" in as_mapping(content):
                yield _media_type(media_type), self.schema(content["schema"])
        for parameter in parameters:
            if parameter.get("in") == "body" and "schema" in parameter:
                yield from ((media_type, self.schema(parameter["schema"])) for media_type in self.consumed(operation))

    def schema(self, given: Any) -> Any:
        """A schema in an operation."""
        return resolved(linked(given, self._link), self.models, self._rest_api_id)

    def consumed(self, operation: Mapping[str, Any]) -> list[str]:
        """The media types of a body in OpenAPI 2: those that the document says, or `application/json` (inferred)."""
        given = as_list(operation.get("consumes", self._document.get("consumes")))
        return [_media_type(one) for one in given if isinstance(one, str)] or [_JSON]


def _required(parameters: list[Mapping[str, Any]]) -> Iterator[str]:
    for parameter in parameters:
        location, name = _LOCATIONS.get(text_of(parameter.get("in")) or ""), text_of(parameter.get("name"))
        if location and name and is_true(parameter.get("required")):
            yield f"method.request.{location}.{name}"


def _media_type(text: str) -> str:
    return text.partition(";")[0].strip().lower()
