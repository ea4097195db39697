"""Gateway responses in an OpenAPI document."""

import pytest

from constructs_gw import Customization, CustomizationSet, GatewayResponseError, ResponseTemplate, compose
from constructs_gw.openapi import merge_responses, read_responses
from constructs_gw.presets import cors, retry_after

NAME = "x-amazon-apigateway-gateway-responses"
DOCUMENT = {
    "openapi": "3.0.1",
    "info": {"title": "orders", "version": "1"},
    NAME: {
        "THROTTLED": {
            "statusCode": 503,
            "responseParameters": {"gatewayresponse.header.X-Team": "'orders'", "gatewayresponse.path.a": "'b'"},
            "responseTemplates": {"application/json": "#set($x = 1){}"},
            "x-owner": "orders",
        }
    },
    "paths": {},
}


def test_a_document_is_read_as_customizations() -> None:
    template = ResponseTemplate("application/json", "#set($x = 1){}")
    entry = Customization("THROTTLED", status_code=503, headers={"X-Team": "orders"}, templates=template)
    assert read_responses(DOCUMENT) == CustomizationSet([entry])


def test_a_document_without_responses_has_none() -> None:
    assert read_responses({"openapi": "3.0.1"}) == CustomizationSet()


def test_what_is_merged_is_added_to_what_is_there() -> None:
    added = compose([retry_after(seconds=30)], read_responses(DOCUMENT).values())
    merged = merge_responses(DOCUMENT, added)
    assert merged == {
        "openapi": "3.0.1",
        "info": {"title": "orders", "version": "1"},
        NAME: {
            "THROTTLED": {
                "statusCode": 503,
                "responseParameters": {
                    "gatewayresponse.header.X-Team": "'orders'",
                    "gatewayresponse.path.a": "'b'",
                    "gatewayresponse.header.Retry-After": "'30'",
                },
                "responseTemplates": {"application/json": "#set($x = 1){}"},
                "x-owner": "orders",
            },
            "QUOTA_EXCEEDED": {"responseParameters": {"gatewayresponse.header.Retry-After": "'30'"}},
        },
        "paths": {},
    }
    assert list(merged) == list(DOCUMENT)


def test_merging_again_changes_nothing() -> None:
    entries = compose([cors(allow_origin="*")])
    once = merge_responses(DOCUMENT, entries)
    assert merge_responses(once, entries) == once


def test_what_is_merged_is_read_back() -> None:
    entries = compose([cors(allow_origin="*"), retry_after(seconds=30)])
    assert read_responses(merge_responses({"openapi": "3.0.1"}, entries)) == entries


def test_what_the_document_says_differently_is_refused() -> None:
    entry = Customization(
        "THROTTLED", status_code=429, headers={"x-team": "other"}, templates=ResponseTemplate.json({"a": "b"})
    )
    with pytest.raises(GatewayResponseError) as caught:
        merge_responses(DOCUMENT, CustomizationSet([entry]))
    assert [problem.message for problem in caught.value.problems] == [
        "THROTTLED has a status code already, with another value",
        "THROTTLED has header X-Team already, with another value",
        "THROTTLED has a body already, with another value",
    ]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], f"{NAME} is no object; write {{TYPE: {{statusCode: ...}}}}"),
        ({"THROTTLED": 503}, f"{NAME}.THROTTLED: 503 is no object; write {{statusCode: ...}}"),
        (
            {"THROTTLED": {"statusCode": "4xx"}},
            f"{NAME}.THROTTLED: THROTTLED: status code '4xx' is not an HTTP status; "
            "write one from 100 to 599, such as 404",
        ),
        (
            {"THROTTLED": {"responseParameters": {"gatewayresponse.header.X": "*"}}},
            f"{NAME}.THROTTLED: gatewayresponse.header.X: '*' is not a mapping expression; write '*' for static text",
        ),
    ],
)
def test_what_api_gateway_would_reject_is_named_with_its_place(entries: object, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        read_responses({NAME: entries} if entries else {NAME: [1]})
    assert str(caught.value) == message
