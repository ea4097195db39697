"""An OpenAPI document with the gateway responses in its extension."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss, known_default
from constructs_gw.convert.entry_parts import STATUS, Part, Value, names_in, of_parts, parts_of
from constructs_gw.customization import STATUS_CODE
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, listed
from constructs_gw.mapping import MappingValue
from constructs_gw.openapi import merge_responses
from constructs_gw.plain_text import without_tokens
from constructs_gw.text_edits.block_style import yaml_block
from constructs_gw.tokens import TOKEN, has_token

VERSION = "3.0.1"
"""That of the documents which API Gateway exports (developer guide, api-gateway-export-api)."""


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A document without paths, to be merged into that of the API; it has no parameters, so defaults stand for them.

    Raises GatewayResponseError for several APIs.
    """
    api = the_only(apis)
    customizations, losses = with_defaults(api)
    document = {"openapi": VERSION, "info": {"title": without_tokens(api.name), "version": "1.0"}, "paths": {}}
    merged = merge_responses(document, customizations)
    text = json.dumps(merged, indent=2, ensure_ascii=False) + "\n" if is_json else yaml_block(merged)
    return Conversion(text, tuple(losses))


def the_only(apis: Sequence[DeclaredApi]) -> DeclaredApi:
    """The API that a document is of; raises GatewayResponseError for several."""
    if len(apis) != 1:
        names = listed((api.name for api in apis), most=10)
        fix = f"add --api {apis[0].name}" if apis else "give a source that has one"
        raise GatewayResponseError(
            Problem(f"an OpenAPI document has one REST API, and here are {len(apis)}: {names}", fix)
        )
    return apis[0]


def with_defaults(api: DeclaredApi) -> tuple[CustomizationSet, list[Loss]]:
    """The customizations with the defaults of parameters in their place, and what that loses."""
    losses: list[Loss] = []
    entries = []
    for entry in api.customizations.values():
        parts = {}
        for part, value in parts_of(entry).items():
            names = names_in(value)
            filled = _filled(part, value, api.parameters) if names else value
            if filled is not None:
                parts[part] = filled
            if names:
                losses.append(_loss(f"{api.name} {entry.response_type} {part}", names, is_kept=filled is not None))
        entries.append(of_parts(entry.response_type, parts))
    return CustomizationSet(entries), losses


def _filled(part: Part, value: Value, parameters: Mapping[str, Mapping[str, Any]]) -> Value | None:
    """A part with defaults in place of what only the deployment knows; None where that is not a value then."""
    defaults = {name: known_default(parameters.get(name, {})) for name in names_in(value)}
    if None in defaults.values():
        return None
    text = TOKEN.sub(lambda token: str(defaults[token[1]]), str(value))
    try:
        filled = MappingValue.parse(text) if isinstance(value, MappingValue) else text
    except GatewayResponseError:
        return None
    is_text = part != STATUS or STATUS_CODE.fullmatch(text)
    return filled if is_text and not has_token(text) else None


def _loss(at: str, names: Sequence[str], *, is_kept: bool) -> Loss:
    """What becomes of a part in a document that has no parameters."""
    what = listed(names)
    if is_kept:
        return Loss(f"{what} became its default: OpenAPI has no parameters", "write the value that it is to have", at)
    return Loss(f"left out: it needs {what}, and OpenAPI has no parameters", "write the value itself", at)
