"""The OpenAPI definition of an API made from one: read back, and written with the gateway responses in it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aws_cdk import Stage, Token
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_s3_assets as s3_assets

from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.intrinsics import is_function
from constructs_gw.openapi import EXTENSION
from constructs_gw.tokens import opaque_text

MAX_BYTES = 900_000
"""A larger file cannot be inlined: CloudFormation takes templates of at most 1 MB (CloudFormation quotas).

Counted as CDK writes it into the template, indented by one space a level."""

IN_THE_DOCUMENT = (
    f"put the responses into the document instead, under {EXTENSION}, "
    "as constructs_gw.openapi.merge_responses(document, compose(presets).minimal()) returns them"
)
"""What to do where a definition cannot be completed here."""

MAX_INTEGER = 2**53
"""JavaScript has no exact larger ones."""


def read_definition(resource: apigateway.CfnRestApi) -> dict[str, Any]:
    """The definition of an API: its inline body, or the file asset that it was made from.

    Raises GatewayResponseError for one that cannot be completed here: it is in a bucket, or a macro has yet to make it.
    """
    body = resource.body
    if body is None:
        return _read_asset(resource)
    if not isinstance(body, Mapping):
        fix = "give it as data: ApiDefinition.from_inline({...})"
        raise GatewayResponseError(Problem("the API's definition is a token, known only at deployment", fix))
    if function := next(filter(is_function, body), None):
        message = f"the API's definition is made by {function} at deployment, so nothing can be added to it here"
        made = "included file" if function == "Fn::Transform" else "definition"
        fix = f"put the responses into the {made}, under {EXTENSION}, or use ApiDefinition.from_asset"
        raise GatewayResponseError(Problem(message, fix))
    return dict(body)


def write_definition(resource: apigateway.CfnRestApi, definition: Mapping[str, Any]) -> None:
    """Have an API made from this definition, inline."""
    resource.body = definition
    if resource.body_s3_location is not None:
        resource.body_s3_location = None
        metadata = resource.cfn_options.metadata or {}  # tells SAM's command line to put the file's location back
        resource.cfn_options.metadata = {k: v for k, v in metadata.items() if not k.startswith("aws:asset:")} or None


def definition_text(value: Any) -> str:
    """A value of a definition as text, with CDK's own token for each part that only the deployment knows."""
    match value:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(map(definition_text, parts))
        case {"Fn::Sub": str(text)} if _is_quoted(text):
            return f"'{string_token({'Fn::Sub': text[1:-1]})}'"
        case {"Fn::Sub": [str(text), names]} if _is_quoted(text):
            return f"'{string_token({'Fn::Sub': [text[1:-1], names]})}'"
        case bool():
            return str(value).lower()
        case Mapping():
            return string_token(value)
        case float() if opaque_text(value):
            return string_token(value)
    return opaque_text(value) or str(value)


def string_token(value: Any) -> str:
    """CDK's string token for a number token or an intrinsic function; the same for the same value."""
    return _string_token(json.dumps(value, sort_keys=True, default=definition_text))


@cache
def _string_token(value: str) -> str:
    return Token.as_string(json.loads(value))


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == "'"


def _read_asset(resource: apigateway.CfnRestApi) -> dict[str, Any]:
    asset = resource.node.scope and resource.node.scope.node.try_find_child("APIDefinition")
    if not isinstance(asset, s3_assets.Asset) or not _is_made_from(resource, asset):
        message = "the API's definition is in a bucket, so nothing can be added to it here"
        fix = f"use ApiDefinition.from_asset, or {IN_THE_DOCUMENT}"
        raise GatewayResponseError(Problem(message, fix))
    folder = Stage.of(resource)
    path = Path(folder.outdir if folder else ".", asset.asset_path)
    document = read_document(path.read_bytes(), "the API's definition").data
    if not isinstance(document, dict):
        raise GatewayResponseError(Problem("the API's definition is no OpenAPI document", "give an object"))
    if (size := len(json.dumps(document, indent=1, ensure_ascii=False).encode())) > MAX_BYTES:
        message = f"the API's definition has {size} bytes; more than {MAX_BYTES} do not fit into a template"
        raise GatewayResponseError(Problem(message, IN_THE_DOCUMENT))
    problem = next(_inlining_problems(document), None)
    if problem:
        raise GatewayResponseError(Problem(f"the API's definition has {problem}", IN_THE_DOCUMENT))
    return _with_text_versions(document)


def _is_made_from(resource: apigateway.CfnRestApi, asset: s3_assets.Asset) -> bool:
    location = resource.body_s3_location
    return getattr(location, "key", None) == asset.s3_object_key


def _inlining_problems(document: Mapping[str, Any]) -> Iterator[str]:
    """What means something else in a template than in a file."""
    pending: list[tuple[str, Any]] = [("", document)]
    while pending:
        at, item = pending.pop()
        if item is None:
            yield f"null at {at.removeprefix('.')}, which CloudFormation takes in no template"
        elif isinstance(item, int) and abs(item) > MAX_INTEGER:
            yield f"{item} at {at.removeprefix('.')}, which CDK would round"
        elif isinstance(item, dict):
            yield from (
                f"{name} at {at.removeprefix('.') or 'its root'}, which is a function of CloudFormation in a template"
                for name in filter(is_function, item)
            )
            pending += [(f"{at}.{name}", child) for name, child in reversed(item.items())]
        elif isinstance(item, list):
            pending += [(f"{at}[{index}]", child) for index, child in reversed(list(enumerate(item)))]


def _with_text_versions(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its versions as the text they are: as a number, YAML's unquoted `2.0` would become `2`."""
    texts: dict[str, Any] = {k: str(v) for k in ("swagger", "openapi") if isinstance(v := document.get(k), float)}
    info = document.get("info")
    if isinstance(info, dict) and isinstance(info.get("version"), float):
        texts["info"] = {**info, "version": str(info["version"])}
    return {**document, **texts}
