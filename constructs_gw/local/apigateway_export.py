"""GetExport: the OpenAPI document of what a stage was deployed with, as far as gateway responses go.

Its paths are empty here. That it has the gateway responses, statusCode as a number and no status of a DEFAULT_* without
one, is observed in exports that AWS made and others published; that the extension is left out where there are none is
inferred.
"""

from collections.abc import Mapping
from typing import Any

from constructs_gw.customization import Customization
from constructs_gw.local.apigateway_errors import bad_request, not_emulated
from constructs_gw.local.apigateway_inputs import Input
from constructs_gw.local.apigateway_stages import live_stage
from constructs_gw.openapi import EXTENSION

_EXPORT_TYPES = ("oas30", "swagger")
"""API reference, GetExport exportType."""


def get_export(given: Input) -> dict[str, Any]:
    """GetExport, as `oas30` in JSON."""
    _refuse_others(given)
    deployment = live_stage(given).deployment
    document: dict[str, Any] = {
        "openapi": "3.0.1",
        "info": {"title": given.api.declared.name, "version": deployment.deployment_id},
        "paths": {},
    }
    responses = {entry.response_type.value: _entry(entry) for entry in deployment.customizations.values()}
    if responses and _has_extensions(given.query):
        document[EXTENSION] = responses
    return document


def _refuse_others(given: Input) -> None:
    """Raise for what is no export, and for one in another form than ours."""
    kind = given.path["export_type"]
    if kind not in _EXPORT_TYPES:
        raise bad_request(f"Invalid export type specified: {kind}", "write oas30")  # undetermined text
    if kind != "oas30":
        raise not_emulated(f"the export type {kind}", "write oas30")
    if "yaml" in given.accept.lower():
        raise not_emulated("an export in YAML", "send Accept: application/json")


def _has_extensions(query: Mapping[str, str]) -> bool:
    """Whether `extensions` asks for those of API Gateway (API reference, GetExport parameters)."""
    return "apigateway" in query.get("extensions", "").split(",")


def _entry(entry: Customization) -> dict[str, Any]:
    status = entry.status_code or entry.response_type.default_status
    made = {
        "statusCode": int(status) if status else None,
        "responseParameters": entry.response_parameters,
        "responseTemplates": dict(entry.templates),
    }
    return {name: value for name, value in made.items() if value}
