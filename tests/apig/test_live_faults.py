"""Whatever happens on the way, nothing is lost: what was done is said, a second push finishes, a backup undoes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from constructs_gw import sync
from constructs_gw.apig import live
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.live import ApigRequestError, GroupClient, GroupResponseGateway, StoppedError
from constructs_gw.apig.live.client import PAUSES
from tests.faults import Fault, cut_after, cut_before, hang, then

from .live_groups import SDKS, Server, answer, client_of

OLD = ErrorResponse('{ "old":1 }', 429, (("X-Old", "1"),))
THEIRS = ErrorResponse("{}", 418)
DECLARED = {kind: ErrorResponse('{"new": 1}', 503) for kind in (ErrorType.ACCESS_DENIED, ErrorType.THROTTLED)}
DECLARED[ErrorType.UNAUTHORIZED] = ErrorResponse("{}", 401)
PUT = "PUT THROTTLED"
THROTTLE = answer(429, {"error_code": "APIG.0308", "error_msg": "no"})
DENY = answer(403, {"error_code": "APIG.1005", "error_msg": "No permissions to request this method"})


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(sdk: str, server: Server, pauses: list[float]) -> Iterator[GroupClient]:
    made = client_of(sdk, server.url, next(server.fresh), pauses=pauses)
    GroupResponseGateway.of(made).put("THROTTLED", OLD)
    server.faults.requests.clear()
    yield made
    server.faults.planned.clear()


def other(server: Server, client: GroupClient) -> GroupResponseGateway:
    """Another writer."""
    return GroupResponseGateway.of(client_of(client.provider, server.url, client.group_id))


def pushed(client: GroupClient) -> sync.Outcome[ErrorResponse]:
    wanted = {str(kind): response for kind, response in DECLARED.items()}
    gateway = GroupResponseGateway.of(client, declared=wanted)
    return sync.write(gateway, sync.plan(gateway, wanted))


def types(changes: tuple[sync.Change[ErrorResponse], ...]) -> list[str]:
    return [change.response_type for change in changes]


ALL = ["ACCESS_DENIED", "THROTTLED", "UNAUTHORIZED"]
PASSING: dict[str, Fault] = {
    "429": THROTTLE,
    "500": answer(500, {"error_code": "APIG.9999", "error_msg": "System error"}),
    "502 of a proxy": answer(502, b"<html>"),
    "cut before the write": cut_before,
    "cut after the write": cut_after,
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again(server: Server, client: GroupClient, pauses: list[float], fault: str) -> None:
    server.faults.plan(PUT, PASSING[fault], PASSING[fault])
    server.faults.plan("GET THROTTLED", PASSING[fault])
    assert types(pushed(client).done) == ALL
    assert (server.faults.count(PUT), pauses) == (3, [PAUSES[0], *PAUSES])


def test_what_does_not_pass_is_given_up(server: Server, client: GroupClient) -> None:
    server.faults.plan(PUT, *[THROTTLE] * 50)
    outcome = pushed(client)
    assert isinstance(outcome.error, ApigRequestError)
    assert outcome.error.status == 429
    assert (types(outcome.done), types(outcome.left)) == (["ACCESS_DENIED"], ["UNAUTHORIZED"])
    assert server.faults.count(PUT) == len(PAUSES) + 1
    assert other(server, client).get("THROTTLED") == OLD


def test_what_apig_refuses_is_not_tried_again(server: Server, client: GroupClient, pauses: list[float]) -> None:
    server.faults.plan(PUT, DENY)
    assert (types(pushed(client).done), server.faults.count(PUT), pauses) == (["ACCESS_DENIED"], 1, [])


def test_no_answer_in_time_is_no_answer(server: Server, client: GroupClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for adapter in SDKS:
        monkeypatch.setattr(f"constructs_gw.apig.live.{adapter}.TIMEOUT", (5, 0.3))
    quick = client_of(client.provider, server.url, client.group_id)
    server.faults.plan(PUT, hang)
    assert types(pushed(quick).done) == ALL
    assert server.faults.count(PUT) == 2


def test_a_write_that_is_never_answered_was_made(server: Server, client: GroupClient) -> None:
    server.faults.plan(PUT, *[cut_after] * 3)
    assert types(pushed(client).done) == ALL


def test_a_write_that_never_arrives_was_not_made(server: Server, client: GroupClient) -> None:
    server.faults.plan(PUT, *[cut_before] * 3)
    outcome = pushed(client)
    assert isinstance(outcome.error, ApigRequestError)
    assert (outcome.error.status, outcome.error.is_unanswered) == (None, True)
    assert other(server, client).get("THROTTLED") == OLD


def test_a_reset_that_is_answered_the_second_time_was_made(server: Server, client: GroupClient) -> None:
    server.faults.plan("DELETE THROTTLED", cut_after)
    gateway = GroupResponseGateway.of(client)
    assert sync.write(gateway, sync.plan(gateway, {"THROTTLED": None})).is_complete
    assert other(server, client).get("THROTTLED") is None


@pytest.mark.parametrize("fault", [cut_before, THROTTLE, answer(500, {})], ids=["cut", "429", "500"])
def test_a_response_is_not_created_twice(
    server: Server, client: GroupClient, pauses: list[float], fault: Fault, tmp_path: Path
) -> None:
    server.faults.plan("POST gateway-responses", fault)
    with pytest.raises(StoppedError, match=r"^stopped at ACCESS_DENIED after 0 made: CreateGatewayResponseV2"):
        live.push(client, DECLARED, backup=tmp_path / "1.json", response="busy")
    assert (server.faults.count("POST gateway-responses"), pauses) == (1, [])
    live.push(client, DECLARED, backup=tmp_path / "2.json", response="busy")
    assert live.pull(client, response="busy") == DECLARED


def test_a_response_whose_creation_was_not_answered_is_found(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    server.faults.plan("POST gateway-responses", cut_after)
    live.push(client, DECLARED, backup=tmp_path / "1.json", response="busy")
    assert server.faults.count("POST gateway-responses") == 1
    assert [each["name"] for each in client.list_responses()] == ["busy", "default"]


def test_a_stopped_push_says_where_and_another_finishes_it(server: Server, client: GroupClient, tmp_path: Path) -> None:
    server.faults.plan(PUT, DENY)
    with pytest.raises(StoppedError, match=r"^stopped at THROTTLED after 1 made: Update.* 403 APIG\.1005: ") as raised:
        live.push(client, DECLARED, backup=tmp_path / "1.json")
    assert types(raised.value.outcome.left) == ["UNAUTHORIZED"]
    assert types(live.push(client, DECLARED, backup=tmp_path / "2.json").done) == ["THROTTLED", "UNAUTHORIZED"]
    assert live.diff(client, DECLARED) == []


def test_a_stopped_push_is_undone(server: Server, client: GroupClient, tmp_path: Path) -> None:
    before = GroupResponseGateway.of(client).items()
    server.faults.plan("PUT UNAUTHORIZED", DENY)
    with pytest.raises(StoppedError):
        live.push(client, DECLARED, backup=tmp_path / "1.json")
    assert GroupResponseGateway.of(client).items() != before
    server.faults.plan("DELETE ACCESS_DENIED", DENY)
    with pytest.raises(StoppedError, match=r"^stopped at ACCESS_DENIED after 1 made"):
        live.restore(client, tmp_path / "1.json")
    live.restore(client, tmp_path / "1.json")
    assert GroupResponseGateway.of(client).items() == before


def test_a_writer_between_the_plan_and_the_write_is_not_overwritten(server: Server, client: GroupClient) -> None:
    theirs = other(server, client)
    server.faults.plan("PUT ACCESS_DENIED", then(lambda: theirs.put("THROTTLED", THEIRS)))
    outcome = pushed(client)
    assert isinstance(outcome.error, sync.ChangedError)
    assert types(outcome.done) == ["ACCESS_DENIED"]
    assert theirs.get("THROTTLED") == THEIRS
    assert server.faults.count(PUT) == 1  # theirs


def test_a_writer_behind_the_write_is_seen(server: Server, client: GroupClient) -> None:
    theirs = other(server, client)
    server.faults.plan(PUT, then(lambda: theirs.put("THROTTLED", THEIRS)))
    outcome = pushed(client)
    assert isinstance(outcome.error, sync.UnverifiedError)
    assert theirs.get("THROTTLED") == THEIRS


def test_a_backup_is_there_before_the_first_write(server: Server, client: GroupClient, tmp_path: Path) -> None:
    backup = tmp_path / "1.json"
    seen: list[str] = []
    server.faults.plan("PUT ACCESS_DENIED", then(lambda: seen.append(backup.read_text())))
    live.push(client, DECLARED, backup=backup)
    assert ['"old"' in text.replace("\\", "") for text in seen] == [True]


def test_an_answer_that_ends_early_is_no_answer(server: Server, client: GroupClient) -> None:
    async def half(app: Any, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"100"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"responses": [', "more_body": True})
        send.__self__.transport.abort()

    server.faults.plan("GET gateway-responses", half)
    assert len(client.list_responses()) == 1
    assert server.faults.count("GET gateway-responses") == 2
