"""A stack with one REST API, and what its synthesized template says."""

from collections.abc import Mapping
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
