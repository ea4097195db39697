"""A stack with one REST API, and what its synthesized template says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template

Resources = dict[str, Mapping[str, Any]]


@pytest.fixture
def stack() -> cdk.Stack:
    """A stack of an app of its own."""
    return cdk.Stack(cdk.App(), "Orders")


@pytest.fixture
def api(stack: cdk.Stack) -> apigateway.RestApi:
    """A REST API with one method."""
    return rest_api(stack)


def rest_api(stack: cdk.Stack, construct_id: str = "Api", **options: Any) -> apigateway.RestApi:
    """A REST API with one method."""
    api = apigateway.RestApi(stack, construct_id, cloud_watch_role=False, **options)
    api.root.add_method("GET", apigateway.MockIntegration())
    return api


def resources(stack: cdk.Stack, kind: str) -> Resources:
    """The resources of `AWS::ApiGateway::KIND` in the stack's template, by logical id."""
    found = Template.from_stack(stack).find_resources(f"AWS::ApiGateway::{kind}")
    return dict(found)


def responses(stack: cdk.Stack) -> dict[str, Mapping[str, Any]]:
    """The properties of the stack's gateway responses, by response type."""
    found = resources(stack, "GatewayResponse").values()
    return {item["Properties"]["ResponseType"]: item["Properties"] for item in found}


def messages(stack: cdk.Stack) -> list[str]:
    """The warnings and errors that synthesizing the stack's app reports, each with its level."""
    root = stack.node.root
    assert isinstance(root, cdk.App)
    artifact = root.synth().get_stack_by_name(stack.stack_name)
    return [f"{message.level.name}: {message.entry.data}" for message in artifact.messages]


def cloud_messages(app: cdk.App) -> list[str]:
    """The warnings and errors of every stack of an app, those of Stages and nested stacks included."""
    assembly = app.synth()
    assemblies = [assembly, *(artifact.nested_assembly for artifact in assembly.nested_assemblies)]
    return [
        f"{message.level.name}: {message.entry.data}"
        for one in assemblies
        for artifact in one.stacks
        for message in artifact.messages
    ]


EXTENSION = "x-amazon-apigateway-gateway-responses"


def document(**more: Any) -> dict[str, Any]:
    """An OpenAPI document with one method and more members."""
    method = {"responses": {}, "security": [], "x-amazon-apigateway-integration": {"type": "mock"}}
    return {"openapi": "3.0.1", "info": {"title": "orders", "version": "1"}, "paths": {"/": {"get": method}}, **more}


def spec_rest_api(
    stack: cdk.Stack, definition: Mapping[str, Any] | str | Path, **options: Any
) -> apigateway.SpecRestApi:
    """A REST API made from an OpenAPI document, inline or in a file."""
    is_file = isinstance(definition, str | Path)
    make = apigateway.ApiDefinition.from_asset if is_file else apigateway.ApiDefinition.from_inline
    return apigateway.SpecRestApi(
        stack,
        "Api",
        api_definition=make(str(definition) if is_file else definition),  # type: ignore[arg-type]
        cloud_watch_role=False,
        **options,
    )


def body(stack: cdk.Stack) -> dict[str, Any]:
    """The definition of the stack's one REST API."""
    [api] = resources(stack, "RestApi").values()
    return dict(api["Properties"]["Body"])


def deployment_id(stack: cdk.Stack) -> str:
    """The logical id of the stack's one Deployment."""
    [logical_id] = resources(stack, "Deployment")
    return logical_id
