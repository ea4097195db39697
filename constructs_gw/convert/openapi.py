"""An OpenAPI document with the gateway responses in its extension."""

import json
from collections.abc import Sequence

from constructs_gw.convert.customization_parts import Part, names_in
from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss
from constructs_gw.convert.sayable import sayable
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, listed
from constructs_gw.openapi import merge_responses
from constructs_gw.plain_text import without_tokens
from constructs_gw.text_edits.block_style import yaml_block

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
    return sayable(api, _why_not)


def _why_not(_api: DeclaredApi, _part: Part, text: str) -> str | None:
    names = names_in(text)
    return f"it needs {listed(names)}, and OpenAPI has no parameters" if names else None
