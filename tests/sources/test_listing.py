"""What `aws apigateway get-gateway-responses` prints and `constructs-gw aws pull` writes, as a source."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import read_template, template_file
from constructs_gw.errors import GatewayResponseError
from constructs_gw.rest_api_view import rest_apis
from constructs_gw.validate import validate_files

ITEM: dict[str, Any] = {
    "responseType": "THROTTLED",
    "statusCode": "4299",
    "responseParameters": {"gatewayresponse.header.Retry-After": "'30'"},
    "responseTemplates": {},
    "defaultResponse": False,
}
DEFAULT: dict[str, Any] = {"responseType": "DEFAULT_4XX", "defaultResponse": True}


@pytest.mark.parametrize("member", ["items", "item"])
def test_customized_types_of_either_spelling_are_read(member: str) -> None:
    """The AWS CLI and boto3 call them `items`, the HTTP answer `item`."""
    file = template_file({member: [DEFAULT, ITEM | {"statusCode": "503"}]}, "x.json")
    [view] = rest_apis(file.source.data)
    assert view.rest_api_id == "RestApi"
    assert {kind.value: entry.status_code for kind, entry in view.customizations.items()} == {"THROTTLED": "503"}


def test_the_api_is_named_as_it_is_live() -> None:
    [view] = rest_apis(template_file({"restApiId": "a1b2", "items": []}, "x.json").source.data)
    assert (view.rest_api_id, len(view.customizations)) == ("a1b2", 0)


def test_a_finding_is_on_the_line_of_what_it_is_about() -> None:
    text = json.dumps({"restApiId": "a1b2", "items": [DEFAULT, ITEM]}, indent=2)
    [found] = validate_files([read_template(text.encode(), Path("x.json"))])
    assert (found.rule, found.resource) == ("invalid-status-code", "THROTTLED")
    assert found.line is not None
    assert "4299" in text.splitlines()[found.line - 1]


@pytest.mark.parametrize("data", [{"items": []}, {"items": [1]}, {"items": [{"name": "x"}]}, {"restApiId": "a1b2"}])
def test_another_list_is_no_listing(data: dict[str, Any]) -> None:
    with pytest.raises(GatewayResponseError, match="not a template"):
        template_file(data, "x.json")
