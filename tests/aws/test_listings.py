"""What is pulled, as text."""

import json
import re

import pytest

from constructs_gw.assembly import template_file
from constructs_gw.aws.listings import as_json, suffix, written
from constructs_gw.errors import GatewayResponseError


def test_no_customizations_are_no_document() -> None:
    assert json.loads(written("json", [], "a1", "eu-west-1").text)["items"] == []
    with pytest.raises(GatewayResponseError, match="there are no gateway responses to convert"):
        written("cloudformation", [], "a1", "eu-west-1")


def test_what_cannot_be_read_of_a_listing_is_a_loss() -> None:
    item = {"responseType": "THROTTLED", "responseParameters": {"gatewayresponse.header.X": "'it's'"}}
    message = 'the whole response is left out: static value "it\'s" has a single quote ("\'")'
    made = written("openapi", [item, {"responseType": "DEFAULT_4XX"}], "a1", "eu-west-1")
    assert "THROTTLED" not in made.text
    assert [loss.message for loss in made.losses] == [message]
    with pytest.raises(GatewayResponseError, match=re.escape(message)):
        written("openapi", [item], "a1", "eu-west-1")


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
