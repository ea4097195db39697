"""Golden templates of every preset on every kind of API: a change in one of them is a change for every user.

`pytest --snapshot-update` records them anew; a changed one belongs into the changelog.
"""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from constructs_gw import Preset, presets
from constructs_gw.cdk import GatewayResponses, mask_deployments
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)

from .conftest import EXTENSION, document, rest_api, spec_rest_api

PRESETS = {
    "challenge": challenge("Bearer", realm="orders"),
    "cors": cors(allow_origin="https://shop.example.com", allow_credentials=True),
    "error_body": error_body({"code": "$context.error.responseType", "text": "$context.error.messageString"}),
    "hints": hints(),
    "not_found": not_found(),
    "problem_details": problem_details(),
    "redirect": redirect("UNAUTHORIZED", location="https://shop.example.com/login"),
    "request_id": request_id(),
    "retry_after": retry_after(seconds=30),
    "security_headers": security_headers(),
    "status": status({"UNAUTHORIZED": 403, "DEFAULT_5XX": 503}),
    "validation_errors": validation_errors(),
}


def test_every_preset_has_a_golden_template() -> None:
    assert sorted(PRESETS) == sorted(presets.__all__)


def of_rest_api(stack: cdk.Stack) -> dict[str, Any]:
    return {"rest_api": rest_api(stack)}


def of_spec_rest_api(stack: cdk.Stack) -> dict[str, Any]:
    return {"rest_api": spec_rest_api(stack, document())}


def of_cfn_rest_api(stack: cdk.Stack) -> dict[str, Any]:
    api = apigateway.CfnRestApi(stack, "Api", name="orders")
    apigateway.CfnDeployment(stack, "Deployment", rest_api_id=api.ref)
    return {"rest_api": api}


def of_imported(stack: cdk.Stack) -> dict[str, Any]:
    api = apigateway.RestApi.from_rest_api_id(stack, "Api", "o81lxisefl")
    return {"rest_api": api, "deployment": apigateway.Deployment(stack, "Deployment", api=api)}


KINDS: dict[str, Callable[[cdk.Stack], dict[str, Any]]] = {
    "RestApi": of_rest_api,
    "CfnRestApi": of_cfn_rest_api,
    "imported": of_imported,
    "SpecRestApi": of_spec_rest_api,
}


def template_of(make: Callable[[cdk.Stack], dict[str, Any]], preset: Preset) -> Any:
    """The template of an API with a preset, as a team would record it."""
    stack = cdk.Stack(cdk.App(), "Orders")
    GatewayResponses(stack, "Errors", presets=[preset], **make(stack))
    return mask_deployments(Template.from_stack(stack))


def of_type(template: Any, kind: str) -> dict[str, Any]:
    """The properties of the resources of `AWS::ApiGateway::KIND`, by logical id."""
    found = template["Resources"].items()
    return {key: item["Properties"] for key, item in found if item["Type"] == f"AWS::ApiGateway::{kind}"}


def answers(template: Any) -> dict[str, Any]:
    """The gateway responses, without the API that they name."""
    found = of_type(template, "GatewayResponse").items()
    return {key: {name: value for name, value in item.items() if name != "RestApiId"} for key, item in found}


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_preset_gives_its_golden_template(name: str, snapshot: SnapshotAssertion) -> None:
    made = {kind: template_of(make, PRESETS[name]) for kind, make in KINDS.items()}
    in_a_body = made["SpecRestApi"]["Resources"]["ApiF70053CD"]["Properties"]["Body"]
    resources = {kind: answers(template) for kind, template in made.items()}
    assert resources["RestApi"] == resources["CfnRestApi"] == resources["imported"]  # recorded once
    assert resources["SpecRestApi"] == {}
    golden = {
        "resources of every kind but SpecRestApi": resources["RestApi"],
        "in the body of a SpecRestApi": in_a_body[EXTENSION],
        "Deployments": {kind: list(of_type(template, "Deployment")) for kind, template in made.items()},
    }
    assert golden == snapshot(extension_class=JSONSnapshotExtension)


# --- what a team's own snapshots are made with ----------------------------------------------------------------------


def masked(seconds: int, make: Callable[[cdk.Stack], dict[str, Any]] = of_rest_api) -> Any:
    return template_of(make, retry_after(seconds=seconds))


@pytest.mark.parametrize(
    ("kind", "masked_id"),
    [
        ("RestApi", "ApiDeploymentB17BE62DHASH"),
        ("CfnRestApi", "DeploymentHASH"),
        ("imported", "Deployment37BBD5E4HASH"),
    ],
)
def test_the_part_of_a_deployments_id_that_changes_is_masked(kind: str, masked_id: str) -> None:
    found = masked(30, KINDS[kind])["Resources"].items()
    assert [key for key, item in found if item["Type"] == "AWS::ApiGateway::Deployment"] == [masked_id]


def test_references_to_a_masked_deployment_are_masked_too() -> None:
    stage = masked(30)["Resources"]["ApiDeploymentStageprod3EB9684E"]
    assert stage["Properties"]["DeploymentId"] == {"Ref": "ApiDeploymentB17BE62DHASH"}


def test_a_changed_answer_shows_as_that_answer_alone() -> None:
    before, after = masked(30)["Resources"], masked(31)["Resources"]
    assert list(before) == list(after)
    assert [before[key]["Type"] for key in before if before[key] != after[key]] == [
        "AWS::ApiGateway::GatewayResponse"
    ] * 2


def test_the_rest_of_a_template_stays_as_it_is() -> None:
    deployment = {"Type": "AWS::ApiGateway::Deployment", "DependsOn": ["Method"]}
    template = {
        "Resources": {"Named": deployment, f"Topic{'0' * 32}": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"A": 1},
    }
    assert mask_deployments(template) == template
