"""What is pulled and what is kept, as documents."""

import json
from pathlib import Path

import pytest

from constructs_gw.assembly import template_file
from constructs_gw.aws.documents import as_cloudformation, as_json, backup_json, keep_backup, read_backup
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import GatewayResponse

RESPONSES = {
    "THROTTLED": GatewayResponse("503", {"gatewayresponse.header.X": "'ü'"}, {"text/html": "<p>"}),
    "DEFAULT_4XX": GatewayResponse(None, {"gatewayresponse.querystring.Y": "'1'"}),
    "WAF_FILTERED": None,
}


def test_a_backup_holds_what_was_there_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    keep_backup(path, backup_json(RESPONSES, "a1", "eu-west-1"))
    kept = read_backup(path)
    assert (kept.rest_api_id, kept.region, kept.responses) == ("a1", "eu-west-1", RESPONSES)


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    path.write_text("x")
    with pytest.raises(GatewayResponseError, match="is there already"):
        keep_backup(path, "y")
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nowhere.json")  # a link that leads nowhere is there too
    with pytest.raises(GatewayResponseError, match="is there already"):
        keep_backup(link, "y")
    assert path.read_text() == "x"


@pytest.mark.parametrize("path", ["no/such/folder.json", "nul\0.json", "x" * 300])
def test_a_file_that_cannot_be_is_one_problem(path: str, tmp_path: Path) -> None:
    with pytest.raises(GatewayResponseError, match="name a file that can be written"):
        keep_backup(tmp_path / path, "y")


@pytest.mark.parametrize(
    "content", ["[]", "1", "{}", '{"restApiId": 1, "items": []}', '{"restApiId": "a", "items": [1]}']
)
def test_what_is_no_backup_is_said(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(GatewayResponseError, match="is no backup; give the file that push has named"):
        read_backup(path)


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
