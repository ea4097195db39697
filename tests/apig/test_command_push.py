"""`constructs-gw apig diff`, `push` and `reset`: what a reader sees, what is written, what is left where it stops."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.apig.live import ApigRequestError, GroupResponseGateway
from constructs_gw.cli import main

from .commands import ONE_CLOUD, Live, write_template

SLOW = {"status": 503, "body": '{"slow": "$context.requestId"}'}
HEADER: dict[str, Any] = {"status": 429, "headers": [{"key": "X-Team", "value": "orders"}]}
BACKUP = ("--backup", "backup.json")
RESTORE = ("--restore", "backup.json")


@pytest.fixture
def modified(orders: Live) -> Live:
    """A group where somebody has modified two error types, and a template of one of them."""
    write_template()
    orders.put("THROTTLED", **HEADER)
    orders.put("ACCESS_DENIED", status=404)
    return orders


def title(live: Live, what: str = "default") -> str:
    return f"{what} of group GROUP in gateway {live.provider}, {live.provider}:\n"


PLAN = """\
  ~ THROTTLED  change
      - body: {}
      + body: {"slow": "$context.requestId"}
      - headers.x-team: orders
      - status: 429
      + status: 503
    ACCESS_DENIED  stays: it is customized and not declared
"""
DONE = """\
what is replaced is kept in backup.json
1 change made: THROTTLED
clients get it 5 to 10 seconds later [apig-delayed-effect]
"""


def test_what_differs_is_shown_part_by_part(modified: Live) -> None:
    assert (
        modified.run("diff", "template.json", code=1)
        == """\
ACCESS_DENIED
  live, not declared
THROTTLED
  body
    declared: {"slow": "$context.requestId"}
    live:     {}
  headers.x-team
    declared: (none)
    live:     orders
  status
    declared: 503
    live:     429
"""
    )


@ONE_CLOUD
def test_what_differs_is_there_for_a_script(modified: Live) -> None:
    found = json.loads(modified.run("diff", "template.json", "--format", "json", code=1))
    assert found[0] == {
        "response_type": "ACCESS_DENIED",
        "part": "customization",
        "declared": None,
        "live": "customized",
    }
    assert found[-1] == {"response_type": "THROTTLED", "part": "status", "declared": "503", "live": "429"}


def test_a_push_writes_what_differs_and_tells_what_it_did(modified: Live) -> None:
    assert modified.run("push", "template.json", *BACKUP, "--yes") == title(modified) + PLAN + DONE
    assert modified.customized() == {"ACCESS_DENIED": {"status": 404, "body": "{}"}, "THROTTLED": SLOW}
    assert modified.run("push", "template.json", "--yes").endswith("  nothing differs\n")
    assert modified.run("diff", "template.json", code=1) == "ACCESS_DENIED\n  live, not declared\n"


def test_a_push_prunes_only_if_asked_for(modified: Live) -> None:
    out = modified.run("push", "template.json", *BACKUP, "--yes", "--prune")
    assert "  - ACCESS_DENIED  reset\n" in out
    assert modified.customized() == {"THROTTLED": SLOW}
    assert modified.run("diff", "template.json") == "no differences\n"


def test_a_dry_run_writes_nothing(modified: Live) -> None:
    out = modified.run("push", "template.json", *BACKUP, "--dry-run")
    assert out == title(modified) + PLAN + "nothing is written: this is a dry run\n"
    assert modified.customized()["THROTTLED"] == {"body": "{}", **HEADER}
    assert not Path("backup.json").exists()


def test_what_was_replaced_is_put_back_with_one_command(modified: Live) -> None:
    before = modified.run("pull")
    modified.run("push", "template.json", *BACKUP, "--yes", "--prune")
    modified.put("NOT_FOUND", status=410)
    out = modified.run("push", *RESTORE, "--backup", "second.json", "--yes")
    assert "NOT_FOUND" not in out
    modified.run("reset", "--type", "NOT_FOUND", "--yes")
    assert modified.run("pull") == before


def test_a_backup_knows_its_group(modified: Live, capsys: pytest.CaptureFixture[str]) -> None:
    modified.run("push", "template.json", *BACKUP, "--yes")
    assert main(["apig", "push", *RESTORE, "--yes", "--endpoint-url", modified.url]) == 0
    assert modified.customized()["THROTTLED"] == {"body": "{}", **HEADER}


@ONE_CLOUD
def test_a_backup_is_not_put_back_elsewhere(modified: Live) -> None:
    modified.run("push", "template.json", *BACKUP, "--yes")
    error = modified.error("push", *RESTORE, "--yes", "--group-id", "other")
    assert error.startswith("constructs-gw: the backup is of group GROUP of instance ")


@ONE_CLOUD
@pytest.mark.parametrize("beside", [["template.json"], ["--prune"], ["--api", "Api"], ["--prefer", "A=B"]])
def test_what_a_restore_has_no_use_for_is_refused(orders: Live, beside: list[str]) -> None:
    assert orders.error("push", *RESTORE, *beside).endswith(" is not for --restore; leave it out\n")


@ONE_CLOUD
@pytest.mark.parametrize(
    "content", ["{}", '{"provider": "huaweicloud", "responses": {"THROTTLED": {}}}', "[" * 100_000, "\0", '"x"']
)
def test_another_file_is_no_backup(orders: Live, content: str) -> None:
    Path("backup.json").write_text(content)
    assert orders.error("push", *RESTORE, "--yes").startswith("constructs-gw: backup.json ")


@ONE_CLOUD
def test_a_backup_is_never_overwritten(modified: Live) -> None:
    Path("backup.json").write_text("precious")
    for verb in (["push", "template.json"], ["reset"]):
        error = modified.error(*verb, *BACKUP, "--yes")
        assert error == "constructs-gw: backup.json is there already; name another file, or move this one\n"
    assert Path("backup.json").read_text() == "precious"
    assert modified.customized()["THROTTLED"]["status"] == 429


@ONE_CLOUD
def test_a_backup_has_a_name_of_its_own_unless_it_is_given_one(modified: Live) -> None:
    modified.run("push", "template.json", "--yes")
    [backup] = Path().glob(f"gateway-response-default-{modified.group}-*.json")
    assert json.loads(backup.read_text())["responses"]["THROTTLED"]["status"] == 429


def test_a_named_response_that_is_missing_is_created(orders: Live) -> None:
    write_template()
    named = ("template.json", "--response", "orders")
    out, note = orders.both("diff", *named, code=1)
    assert out == "THROTTLED\n  declared, not live\n"
    assert "note: the group has no gateway response orders: " in note
    assert orders.run("push", *named, "--dry-run").startswith(title(orders, "orders, which is created,"))
    assert orders.names == {"default"}
    out = orders.run("push", *named, *BACKUP, "--yes")
    assert orders.names == {"default", "orders"}
    which = f"orders has the id {orders.response_id('orders')}: an API that answers so has it as response_id\n"
    assert out.endswith(DONE + which)
    assert (orders.customized("orders"), orders.customized()) == ({"THROTTLED": SLOW}, {})
    assert orders.run("diff", *named) == "no differences\n"


def test_types_that_are_named_are_reset(modified: Live) -> None:
    out = modified.run("reset", "--type", "THROTTLED", *BACKUP, "--yes")
    assert out.startswith(title(modified) + "  - THROTTLED  reset\n")
    assert out.endswith(DONE)
    assert modified.customized() == {"ACCESS_DENIED": {"status": 404, "body": "{}"}}
    modified.run("push", *RESTORE, "--yes")
    assert modified.customized()["THROTTLED"] == {"body": "{}", **HEADER}


@ONE_CLOUD
def test_every_modified_type_is_reset_unless_some_are_named(modified: Live) -> None:
    modified.run("reset", "--dry-run")
    assert len(modified.customized()) == 2
    modified.run("reset", "--yes")
    assert modified.customized() == {}


def test_a_type_that_there_is_not_is_refused(modified: Live) -> None:
    error = modified.error("reset", "--type", "THROTTLE", "--yes")
    assert error == "constructs-gw: this gateway has no error type THROTTLE; write THROTTLED\n"
    assert "the group has default: name one with --response" in modified.error("reset", "--response", "orders", "--yes")


class Terminal:
    """A terminal with an answer; an exception for what a key raises."""

    def __init__(self, answer: str | type[BaseException]) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        if isinstance(self.answer, type):
            raise self.answer
        return self.answer


@ONE_CLOUD
@pytest.mark.parametrize(
    ("stdin", "code"), [(Terminal("n\n"), 1), (Terminal(""), 1), (Terminal(KeyboardInterrupt), 130), (None, 1)]
)
def test_nothing_is_written_without_a_yes(
    modified: Live, monkeypatch: pytest.MonkeyPatch, stdin: Any, code: int
) -> None:
    for verb in (["push", "template.json"], ["reset"]):
        monkeypatch.setattr("sys.stdin", stdin)
        out, error = modified.both(*verb, *BACKUP, code=code)
        assert out.endswith("nothing is written\n")
        assert error.endswith("nobody can be asked here: add --yes\n") is (stdin is None)
    assert modified.customized()["THROTTLED"]["status"] == 429
    assert not Path("backup.json").exists()


@ONE_CLOUD
def test_a_yes_is_taken(modified: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    modified.run("push", "template.json", *BACKUP)
    assert modified.customized()["THROTTLED"] == SLOW


def refusing(error: BaseException) -> Any:
    def put(*_: Any) -> None:
        raise error

    return put


def where(live: Live) -> str:
    return f"--provider {live.provider} --instance-id {live.provider} --group-id GROUP"


def test_where_it_stops_one_command_finishes_it_and_one_undoes_it(
    modified: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = ApigRequestError(
        403, "APIG.1005", "Insufficient permissions", "42", operation="UpdateGatewayResponseTypeV2"
    )
    with monkeypatch.context() as patched:
        patched.setattr(GroupResponseGateway, "put", refusing(refused))
        out = modified.run("push", "template.json", *BACKUP, "--prune", "--yes", code=1)
    ids = f"--provider {modified.provider} --instance-id {modified.provider} --group-id GROUP --endpoint-url URL"
    assert out.splitlines()[-5:] == [
        "0 changes made",
        "stopped at THROTTLED: UpdateGatewayResponseTypeV2: 403 APIG.1005: Insufficient permissions (request id 42); "
        "allow apig:gatewayResponses:update, apig:instances:get and apig:groups:get to the caller",
        "not tried: ACCESS_DENIED",
        f"to finish: constructs-gw apig push template.json --prune {ids}",
        f"to undo:   constructs-gw apig push --restore backup.json {ids}",
    ]
    finish, undo = (
        line.partition("constructs-gw apig ")[2].replace("GROUP", modified.group).replace("URL", modified.url).split()
        for line in out.splitlines()[-2:]
    )
    modified.run(*finish, "--yes")
    assert modified.customized() == {"THROTTLED": SLOW}
    modified.run(*undo, "--yes")
    assert modified.customized()["THROTTLED"] == {"body": "{}", **HEADER}


@ONE_CLOUD
def test_ctrl_c_while_it_writes_tells_as_much(modified: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GroupResponseGateway, "put", refusing(KeyboardInterrupt()))
    out = modified.run("push", "template.json", *BACKUP, "--yes", code=130)
    assert "\n0 changes made\nstopped at THROTTLED: interrupted, so it may be made or not\nnot tried: nothing\n" in out
    assert "to undo:   constructs-gw apig push --restore backup.json " in out


@ONE_CLOUD
def test_a_reset_that_stops_says_how_to_finish_it(modified: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GroupResponseGateway, "delete", refusing(ApigRequestError(None, "", "no route to host")))
    out = modified.run("reset", "--type", "THROTTLED", "--yes", code=1)
    assert f"to finish: constructs-gw apig reset --type THROTTLED {where(modified)} " in out


@ONE_CLOUD
def test_the_group_has_to_be_named(orders: Live, capsys: pytest.CaptureFixture[str]) -> None:
    write_template()
    assert main(["apig", "push", "template.json", "--provider", orders.provider, "--instance-id", "i"]) == 2
    assert capsys.readouterr().err == "constructs-gw: --group-id is not given; add --group-id, or --restore BACKUP\n"
    assert main(["apig", "push", "template.json"]) == 2
    said = capsys.readouterr().err
    assert all(f"{flag} is not given" in said for flag in ("--provider", "--instance-id", "--group-id"))
