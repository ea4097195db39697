"""Reading a cloud assembly that CDK itself wrote."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw.assembly import TemplateFile, read_templates

CLI = {"aws:cdk:enable-path-metadata": True, "aws:cdk:enable-asset-metadata": True}
"""What the CDK CLI sets for an app that it runs."""


def synthesized(folder: Path, context: dict[str, bool]) -> dict[str, TemplateFile]:
    """An app with a Stage, a stack in it and a nested stack in that, by the construct path of each stack."""
    app = cdk.App(outdir=str(folder), context=context)
    stack = cdk.Stack(cdk.Stage(app, "Prod"), "Orders")
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False)
    api.root.add_method("GET", apigateway.MockIntegration())
    nested = cdk.NestedStack(stack, "Errors")
    slow = apigateway.CfnGatewayResponse(nested, "Slow", rest_api_id=api.rest_api_id, response_type="THROTTLED")
    for construct, reason in ((stack, "of the stack"), (slow, "of the response")):
        acknowledgment = cdk.Acknowledgment(id="constructs-gw::some-rule", reason=reason)
        cdk.Validations.of(construct).acknowledge(acknowledgment)
    app.synth()
    top, child = read_templates(folder)
    return {"Prod/Orders": top, "Prod/Orders/Errors": child}


@pytest.mark.parametrize("context", [CLI, {}], ids=["by the CLI", "by itself"])
def test_a_nested_stack_in_a_stage_has_its_parent(tmp_path: Path, context: dict[str, bool]) -> None:
    files = synthesized(tmp_path, context)
    [nested] = [
        logical_id
        for logical_id, resource in files["Prod/Orders"].template.data["Resources"].items()
        if resource["Type"] == "AWS::CloudFormation::Stack"
    ]
    assert files["Prod/Orders"].path.parent == tmp_path / "assembly-Prod"
    assert files["Prod/Orders/Errors"].parent == (files["Prod/Orders"].path, nested)
    assert list(files["Prod/Orders/Errors"].template.data["Resources"]) == ["Slow"]


def test_what_is_acknowledged_in_cdk_is_acknowledged_of_the_construct_path_in_the_template(tmp_path: Path) -> None:
    files = synthesized(tmp_path, CLI)
    reasons = {
        logical_id: file.acknowledged(resource["Metadata"]["aws:cdk:path"], "some-rule")
        for file in files.values()
        for logical_id, resource in file.template.data["Resources"].items()
        if resource["Type"] in ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::GatewayResponse")
    }
    assert list(reasons.values()) == ["of the stack", "of the response"]
