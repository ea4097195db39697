"""Generated modules, run: what they declare, and what an AWS CDK app makes of it."""

import sys
from collections.abc import Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw.assembly import template_file
from constructs_gw.composition import compose
from constructs_gw.convert import DeclaredApi, read_declared
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType


def imported(text: str, folder: Path, name: str) -> ModuleType:
    """A module of this text."""
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules.pop(name, None)
    spec.loader.exec_module(module)
    return module


def functions(module: ModuleType) -> list[Any]:
    """The functions that add responses, in order."""
    return [value for name, value in vars(module).items() if name.startswith("add_")]


class Recorded:
    """Stands for GatewayResponses, without an app."""

    def __init__(self, scope: Any, id: str, *, rest_api: Any, **options: Any) -> None:
        self.options = options

    @property
    def customizations(self) -> CustomizationSet:
        """What it would give the API."""
        return compose(self.options.get("presets", ()), self.options.get("customizations", ()))


def recorded(text: str, folder: Path) -> list[Recorded]:
    """What the functions of a module give to GatewayResponses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("constructs_gw.cdk.gateway_responses.GatewayResponses", Recorded)
        return [function(None, None) for function in functions(imported(text, folder, "recorded_module"))]


def synthesized(texts: Sequence[str], folder: Path) -> list[Mapping[str, Any]]:
    """The templates of one app with a stack for each module, in which each function gets an API."""
    app = cdk.App(outdir=str(folder / "cdk.out"))
    for index, text in enumerate(texts):
        stack = cdk.Stack(app, f"Stack{index}")
        for position, function in enumerate(functions(imported(text, folder, f"synthesized_{index}"))):
            api = apigateway.RestApi(stack, f"Api{position}", cloud_watch_role=False, deploy=False)
            api.root.add_method("GET")
            function(stack, api)
    assembly = app.synth()
    return [assembly.get_stack_by_name(f"Stack{index}").template for index in range(len(texts))]


def declared(template: Any) -> list[DeclaredApi]:
    """The APIs of a template."""
    return read_declared([template_file(template, "template")])


def same(one: CustomizationSet, other: CustomizationSet) -> bool:
    """Whether every type answers the same, as API Gateway keeps what it answers with."""
    return all(_parts(one.minimal(), kind) == _parts(other.minimal(), kind) for kind in ResponseType)


def _parts(customizations: CustomizationSet, kind: ResponseType) -> tuple[bool, dict[str, str]]:
    found = customizations.effective(kind)
    headers = {f"gatewayresponse.header.{name}": str(value) for name, value in found.headers.items()}
    return found.source is None, GatewayResponse(found.status_code, headers, found.templates).parts(kind)
