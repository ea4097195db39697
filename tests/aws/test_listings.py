"""What is pulled, as text."""

import json

from constructs_gw.assembly import template_file
from constructs_gw.aws.listings import as_cloudformation, as_json


def test_a_template_of_no_customizations_is_one() -> None:
    assert json.loads(as_cloudformation([], "a1", "eu-west-1"))["Resources"] == {}


def test_what_aws_adds_to_an_item_is_not_pulled() -> None:
    item = {"responseType": "THROTTLED", "statusCode": "429", "ResponseMetadata": {}, "_links": {}}
    assert json.loads(as_json([item], "a1", "eu-west-1"))["items"] == [
        {"responseType": "THROTTLED", "statusCode": "429"}
    ]


def test_a_listing_may_have_any_text() -> None:
    listing = {"restApiId": "THROTTLED", "items": [{"responseType": "THROTTLED"}, {"responseType": "THROTTLED"}]}
    resources = template_file(listing, "x.json").source.data["Resources"]
    assert [each["Type"].rpartition("::")[2] for each in resources.values()] == [
        "RestApi",
        "GatewayResponse",
        "GatewayResponse",
    ]
