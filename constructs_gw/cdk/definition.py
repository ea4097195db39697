"""The OpenAPI definition of an API made from one: read back, and written with the gateway responses in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aws_cdk import Stage
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_s3_assets as s3_assets

from constructs_gw.documents import load_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.openapi import EXTENSION
from constructs_gw.template import text_of
from constructs_gw.tokens import opaque_text

MAX_BYTES = 900_000
"""A larger file cannot be inlined: CloudFormation takes templates of at most 1 MB (CloudFormation quotas)."""


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
    if "Fn::Transform" in body:
        message = "the API's definition is made by Fn::Transform at deployment, so nothing can be added to it here"
        fix = f"put the responses into the included file, under {EXTENSION}, or use ApiDefinition.from_asset"
        raise GatewayResponseError(Problem(message, fix))
    return dict(body)


def write_definition(resource: apigateway.CfnRestApi, definition: Mapping[str, Any]) -> None:
    """Have an API made from this definition, inline."""
    resource.body = definition
    resource.body_s3_location = None


def definition_text(value: Any) -> str:
    """A value of a definition as text; what only the deployment knows stays opaque."""
    return opaque_text(value) or text_of(value, {})


def _read_asset(resource: apigateway.CfnRestApi) -> dict[str, Any]:
    asset = resource.node.scope and resource.node.scope.node.try_find_child("APIDefinition")
    if not isinstance(asset, s3_assets.Asset):
        message = "the API's definition is in a bucket, so nothing can be added to it here"
        fix = f"use ApiDefinition.from_asset, or put the responses into the document, under {EXTENSION}"
        raise GatewayResponseError(Problem(message, fix))
    folder = Stage.of(resource)
    path = Path(folder.asset_outdir if folder else ".", asset.asset_path)
    document = load_document(path.read_bytes(), "the API's definition")
    if not isinstance(document, dict):
        raise GatewayResponseError(Problem("the API's definition is no OpenAPI document", "give an object"))
    if (size := len(json.dumps(document))) > MAX_BYTES:
        message = f"the API's definition has {size} bytes; more than {MAX_BYTES} do not fit into a template"
        fix = f"put the responses into the document, under {EXTENSION}"
        raise GatewayResponseError(Problem(message, fix))
    null = _find_null(document)
    if null:
        message = f"the API's definition has null at {null}, which CloudFormation takes in no template"
        raise GatewayResponseError(Problem(message, "take it out, or put the responses into the document"))
    return document


def _find_null(value: Any) -> str | None:
    """The path of the first null in a document."""
    pending = [("", value)]
    while pending:
        at, item = pending.pop()
        if item is None:
            return at.removeprefix(".")
        if isinstance(item, dict):
            pending += [(f"{at}.{name}", child) for name, child in reversed(item.items())]
        elif isinstance(item, list):
            pending += [(f"{at}[{index}]", child) for index, child in reversed(list(enumerate(item)))]
    return None
