"""What a push has replaced, in a file."""

import os
from pathlib import Path

import pytest

from constructs_gw.aws.backups import Backup, keep_backup, read_backup
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import GatewayResponse

RESPONSES = {
    "THROTTLED": GatewayResponse("503", {"gatewayresponse.header.X": "'ü'"}, {"text/html": "<p>"}),
    "DEFAULT_4XX": GatewayResponse(None, {"gatewayresponse.querystring.Y": "'1'"}),
    "WAF_FILTERED": None,
}
BACKUP = Backup("a1", "eu-west-1", RESPONSES)


def test_a_backup_holds_what_was_there_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    keep_backup(path, BACKUP)
    assert read_backup(path) == BACKUP


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    path.write_text("x")
    with pytest.raises(GatewayResponseError, match="is there already"):
        keep_backup(path, BACKUP)
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nowhere.json")  # a link that leads nowhere is there too
    with pytest.raises(GatewayResponseError, match="is there already"):
        keep_backup(link, BACKUP)
    assert path.read_text() == "x"


@pytest.mark.parametrize("path", ["no/such/folder.json", "nul\0.json", "x" * 300])
def test_a_file_that_cannot_be_is_one_problem(path: str, tmp_path: Path) -> None:
    with pytest.raises(GatewayResponseError, match="name a file that can be written"):
        keep_backup(tmp_path / path, BACKUP)


def test_no_half_of_a_backup_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GatewayResponseError, match="No space left on device; name a file that can be written"):
        keep_backup(tmp_path / "backup.json", BACKUP)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "1",
        "{}",
        '{"restApiId": 1, "items": []}',
        '{"restApiId": "a", "items": [1]}',
        '{"restApiId": "a", "items": {"THROTTLED": {}}}',
        '{"restApiId": "a", "item": [{"responseType": "THROTTLED"}]}',
        '{"restApiId": "a", "items": [{"responseType": "THROTTLED", "responseParameters": ["x"]}]}',
        '{"restApiId": "a", "items": [{"responseType": "THROTTLED", "responseTemplates": {"text/html": 1}}]}',
    ],
)
def test_what_is_no_backup_is_said(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(GatewayResponseError, match="is no backup; give the file that push has named"):
        read_backup(path)


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        GatewayResponseError, match="No such file or directory; name a file that aws pull or push wrote"
    ):
        read_backup(tmp_path / "x.json")
