"""OpenAPI documents of their own: which findings they get, and where."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.validate import validate_files

EXTENSION = "x-amazon-apigateway-gateway-responses"


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ({"title": "Orders"}, "Orders"),
        ({"title": 2024}, "2024"),
        ({"title": " a\n b "}, "a b"),
        ({"title": "x" * 200}, "x" * 100),
        ({"title": ""}, "API"),
        ({"title": None}, "API"),
        ({"title": ["a"]}, "API"),
        ("Orders", "API"),
    ],
)
def test_the_api_is_called_by_the_documents_title(info: Any, name: str) -> None:
    file = template_file({"openapi": "3.1.0", "info": info, EXTENSION: {"NOT_FOUND": {}}}, "api.json")
    assert {found.api for found in validate_files([file])} == {name}


def test_what_is_acknowledged_in_a_document_is_not_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {
        "openapi": "3.1.0",
        "x-constructs-gw": {"acknowledge": {"unquoted-static-value": "seen", "no-such-rule": "x"}},
        EXTENSION: {"THROTTLED": {"responseParameters": {"gatewayresponse.header.X": "y"}}},
    }
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document, indent=2))
    found = validate_files(read_templates(path))
    assert [(finding.rule, finding.reason, finding.resource, finding.location, finding.line) for finding in found] == [
        ("unused-acknowledgement", None, None, "x-constructs-gw.acknowledge.no-such-rule", 6),
        (
            "unquoted-static-value",
            "seen",
            None,
            f"{EXTENSION}.THROTTLED.responseParameters.gatewayresponse.header.X",
            12,
        ),
    ]


@pytest.mark.parametrize("value", [None, 3, [], {"acknowledge": None}])
def test_an_odd_acknowledgement_is_none(value: Any) -> None:
    assert validate_files([template_file({"swagger": "2.0", "x-constructs-gw": value}, "api.json")]) == []
