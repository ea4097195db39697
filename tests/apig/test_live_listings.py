"""Files of pull and of backups: what is not understood of one is refused, for it would be lost."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.listings import Listing, keep_backup, read_listing
from constructs_gw.errors import GatewayResponseError

RESPONSES = {
    "THROTTLED": ErrorResponse('{ "ü":1 }', 503, (("X-B", "ü"), ("X-A", "1"), ("X-A", "2"))),
    "DEFAULT_4XX": ErrorResponse("{}"),
    "TEAPOT_FAILURE": ErrorResponse("[", 418),
    "NOT_FOUND": None,
}
LISTING = Listing(Provider.HUAWEICLOUD, "i1", "g1", "default", RESPONSES)


def test_a_backup_holds_what_was_there_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    keep_backup(path, LISTING)
    assert read_listing(path) == LISTING
    assert set(read_listing(path).customized) == {"THROTTLED", "DEFAULT_4XX", "TEAPOT_FAILURE"}


def test_what_apig_took_though_it_documents_to_refuse_it_is_kept(tmp_path: Path) -> None:
    odd = ErrorResponse.read({"body": "x", "status": 444, "headers": [{"key": "a_b", "value": "[["}] * 12})
    keep_backup(tmp_path / "backup.json", Listing(Provider.HUAWEICLOUD, "i", "g", "default", {"THROTTLED": odd}))
    assert read_listing(tmp_path / "backup.json").responses == {"THROTTLED": odd}


def test_a_type_without_a_body_does_not_keep_the_others_from_being_restored(tmp_path: Path) -> None:
    responses = {**RESPONSES, "UNAUTHORIZED": ErrorResponse.read({"status": 401})}
    keep_backup(tmp_path / "backup.json", Listing(Provider.HUAWEICLOUD, "i", "g", "default", responses))
    assert read_listing(tmp_path / "backup.json").responses == responses


def test_no_half_of_a_backup_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GatewayResponseError, match="No space left on device; name a file that can be written"):
        keep_backup(tmp_path / "backup.json", LISTING)
    assert list(tmp_path.iterdir()) == []


def changed(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in {**json.loads(LISTING.text), **members}.items() if value is not ...}


def item(**members: Any) -> dict[str, Any]:
    found = {"status": 503, "body": "{}", "headers": [], "default": False, **members}
    return changed(responses={"THROTTLED": {name: value for name, value in found.items() if value is not ...}})


WRONG: list[Any] = [
    [],
    1,
    {},
    {"provider": "huaweicloud"},
    changed(provider="elsewhere"),
    changed(provider=["huaweicloud"]),
    changed(group_id=1),
    changed(group_id="../x"),
    changed(instance_id=...),
    changed(response=""),
    changed(responses=[]),
    changed(more=1),
    changed(responses={"THROTTLED": 1}),
    changed(responses={"A B": {"default": True}}),
    item(body=...),
    item(body=1),
    item(status="503"),
    item(status=True),
    item(status=5.5),
    item(default="false"),
    item(headers={"X-A": "1"}),
    item(headers=[1]),
    item(headers=[{"key": "X-A"}]),
    item(headers=[{"key": "X-A", "value": "1", "more": 1}]),
    item(more=1),
    item(default=True, body=1),
]


@pytest.mark.parametrize("data", WRONG)
def test_what_is_no_listing_is_said(data: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(data))
    with pytest.raises(GatewayResponseError, match="is no listing of error responses of APIG"):
        read_listing(path)


def test_what_is_right_is_read(tmp_path: Path) -> None:
    """That the cases above are refused for what is changed in them."""
    (tmp_path / "x.json").write_text(json.dumps(item()))
    assert read_listing(tmp_path / "x.json").responses == {"THROTTLED": ErrorResponse("{}", 503)}


@pytest.mark.parametrize("text", ["{", '{"provider": 1, "provider": 2}', "[" * 5000, "a: &a [*a]", "\x00"])
def test_what_is_no_document_is_one_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(GatewayResponseError, match=r"x\.json"):
        read_listing(tmp_path / "x.json")


@pytest.mark.parametrize("name", ["none.json", "", "nul\0.json"])
def test_a_file_that_cannot_be_read_is_one_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(GatewayResponseError, match="name a file that apig pull or push wrote"):
        read_listing(tmp_path / name)
