"""CloudFormation templates: what of them is not read."""

import json
from typing import Any

import pytest

from constructs_gw.assembly import template_file

URL = "https://templates.s3.amazonaws.com/orders.yaml"


def nested(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


@pytest.mark.parametrize(
    ("resource", "notes"),
    [
        (nested("AWS::CloudFormation::Stack", TemplateURL="orders.yaml"), ["orders.yaml"]),
        (nested("AWS::Serverless::Application", Location="../orders/template.yaml"), ["../orders/template.yaml"]),
        (nested("AWS::Serverless::Application", Location={"ApplicationId": "arn:aws:serverlessrepo:a"}), []),
        (nested("AWS::CloudFormation::Stack", TemplateURL=URL), []),
        (nested("AWS::CloudFormation::Stack", TemplateURL={"Fn::Sub": "https://${Bucket}/orders.yaml"}), []),
        (nested("AWS::CloudFormation::Stack", TemplateURL=7), []),
        (nested("AWS::S3::Bucket", TemplateURL="orders.yaml"), []),
    ],
    ids=json.dumps,
)
def test_the_files_of_nested_stacks_are_noted(resource: dict[str, Any], notes: list[str]) -> None:
    file = template_file({"Resources": {"Orders": resource}}, "template")
    said = [f"what is in nested stacks is not read; validate {name} as well" for name in notes]
    assert list(file.source.unread) == said
    assert not file.source.is_partial


def test_many_nested_stacks_are_one_note() -> None:
    resources = {str(n): nested("AWS::CloudFormation::Stack", TemplateURL=f"{n % 5}.yaml") for n in range(9)}
    [note] = template_file({"Resources": resources}, "template").source.unread
    assert note == "what is in nested stacks is not read; validate 0.yaml, 1.yaml, 2.yaml and 2 more as well"
