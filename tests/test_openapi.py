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


def vary(name: str, value: str) -> dict[str, object]:
    return {NAME: {"DEFAULT_4XX": {"responseParameters": {f"gatewayresponse.header.{name}": value}}}}


def test_names_are_added_to_the_documents_vary() -> None:
    entry = Customization("DEFAULT_4XX", headers={"Vary": "Accept, Origin"})
    assert merge_responses(vary("vary", "'Accept'"), CustomizationSet([entry])) == vary("vary", "'Accept, Origin'")


def test_a_vary_that_lacks_a_name_of_the_documents_is_refused() -> None:
    entry = Customization("DEFAULT_4XX", headers={"Vary": "Origin"})
    with pytest.raises(GatewayResponseError, match="DEFAULT_4XX has header Vary already, with another value"):
        merge_responses(vary("Vary", "'Accept'"), CustomizationSet([entry]))


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
            f"{NAME}.THROTTLED: gatewayresponse.header.X: "
            """the value * has no single quotes of its own; write "'*'" for static text""",
        ),
        (
            {"THROTTLED": {"Fn::If": ["IsProd", {}, {}]}},
            f"{NAME}.THROTTLED: made by Fn::If at deployment, so nothing can be added to it here; "
            "write its members out; a single value may be a function",
        ),
    ],
)
def test_what_api_gateway_would_reject_is_named_with_its_place(entries: object, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        read_responses({NAME: entries} if entries else {NAME: [1]})
    assert str(caught.value) == message
