"""The models of REST APIs: JSON Schemas (draft 4) by name, and what their references lead to."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote

from constructs_gw.identities import Identity
from constructs_gw.local.declarations import model_url
from constructs_gw.local.declared_resources import MAX_DEPTH, DeclaredResource, DeclaredResources
from constructs_gw.tokens import TOKEN

Link: TypeAlias = Callable[[str], str]
"""Gives the `$ref` that a schema's `$ref` stands for; one that names no model stays as it is."""

ANYTHING = True
"""The schema of a model that is not here."""

BUILT_IN: Mapping[str, Any] = {
    "Empty": {"$schema": "http://json-schema.org/draft-04/schema#", "title": "Empty Schema", "type": "object"},
    "Error": {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Error Schema",
        "type": "object",
        "properties": {"message": {"type": "string"}},
    },
}
"""The models that every new API has (API reference, GetModels, documented in its example)."""

_MODEL = re.compile(r"https://apigateway\.[^/]+/restapis/.*/models/([^/#]+)(#.*)?", re.DOTALL)
_OPENAPI_MODEL = re.compile(r"#/(?:definitions|components/schemas)/([^/]+)(/.*)?", re.DOTALL)
_MAX_HOPS = 20  # a model that is nothing but a reference to itself has no schema


def declared_models(api: Identity, rest_api_id: str, resources: DeclaredResources) -> dict[str, Any]:
    """The schemas of the models that are resources of their own."""
    found = {name_of_model(model): _given(model) for _, model in resources.of_api("Model", api)}
    names = {model.logical_id: name_of_model(model) for _, model in resources.of_api("Model", api)}
    return {name: linked(schema, _link(rest_api_id, names)) for name, schema in found.items()}


def name_of_model(model: DeclaredResource) -> str:
    """The name of a model; CloudFormation makes one up for a model without, for which its logical id stands."""
    return model.text("Name") or model.logical_id


def _given(model: DeclaredResource) -> Any:
    schema = model.plain("Schema")
    if not isinstance(schema, str):
        return schema if isinstance(schema, dict) else ANYTHING
    try:
        return _bounded(json.loads(schema))
    except (ValueError, RecursionError):
        return ANYTHING


def _bounded(schema: Any) -> Any:
    """A schema that is not nested more deeply than a document can be; else one that takes everything."""
    level = [schema]
    for _ in range(MAX_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return schema if isinstance(schema, dict) else ANYTHING
    return ANYTHING


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _link(rest_api_id: str, names: Mapping[str, str]) -> Link:
    """References to models by URL."""

    def link(reference: str) -> str:
        found = _MODEL.fullmatch(reference)
        if not found:
            return reference
        name = unquote(TOKEN.sub(lambda token: names.get(token[1], token[1]), found[1]))
        return model_url(rest_api_id, name) + (found[2] or "")

    return link


def openapi_link(rest_api_id: str) -> Link:
    """References to the models of an OpenAPI document."""

    def link(reference: str) -> str:
        found = _OPENAPI_MODEL.fullmatch(reference)
        if not found:
            return reference
        name = unquote(found[1]).replace("~1", "/").replace("~0", "~")
        return model_url(rest_api_id, name) + (f"#{found[2]}" if found[2] else "")

    return link


def linked(schema: Any, link: Link) -> Any:
    """A schema with each `$ref` that `link` gives."""
    if isinstance(schema, list):
        return [linked(item, link) for item in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and (found := link(reference)) != reference:
        return {"$ref": found}  # what stands beside a reference counts for nothing (draft 4)
    return {name: linked(member, link) for name, member in schema.items()}


def resolved(schema: Any, models: Mapping[str, Any], rest_api_id: str) -> Any:
    """The schema of the model that a schema refers to; any other as it is."""
    urls = {model_url(rest_api_id, name): name for name in models}
    for _ in range(_MAX_HOPS):
        match schema:
            case {"$ref": str(reference)} if reference in urls and len(schema) == 1:
                schema = models[urls[reference]]
            case _:
                return schema
    return ANYTHING
