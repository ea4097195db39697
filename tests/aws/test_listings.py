"""What is pulled, as text."""

import json

from constructs_gw.assembly import template_file
from constructs_gw.aws.listings import as_json, suffix, written


def test_a_template_of_no_customizations_is_one() -> None:
    assert json.loads(written("cloudformation", [], "a1", "eu-west-1", is_json=True).text)["Resources"] == {}


def test_what_cannot_be_read_of_a_listing_is_a_loss() -> None:
    item = {"responseType": "THROTTLED", "responseParameters": {"gatewayresponse.header.X": "'it's'"}}
    made = written("openapi", [item], "a1", "eu-west-1")
    assert "THROTTLED" not in made.text
    assert [loss.message for loss in made.losses] == ['left out: static value "it\'s" has a single quote ("\'")']


def test_every_format_has_a_suffix() -> None:
    assert {name: suffix(name) for name in ("json", "openapi", "terraform", "python")} == {
        "json": ".json", "openapi": ".yaml", "terraform": ".tf.json", "python": ".py",
    }  # fmt: skip


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
