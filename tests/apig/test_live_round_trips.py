"""What is pushed is what is live, and what is restored is what was there to the letter, through both clouds' SDKs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_gw import Customization, sync
from constructs_gw.apig import live
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.live import GroupClient, GroupResponseGateway
from constructs_gw.apig.live.listings import Listing, keep_backup, listing_text, read_listing
from constructs_gw.composition import compose
from constructs_gw.errors import GatewayResponseError
from constructs_gw.presets import cors, problem_details
from tests.local.apig_sample import DEFAULT_BODY

from .live_groups import Server, answer, client_of, record

BUSY = ErrorResponse('{"busy": 1}', 503, (("Retry-After", "30"), ("X-A", "$context.requestId")))
LOST = ErrorResponse('{ "lost":1 }', 404)
DECLARED = {ErrorType.THROTTLED: BUSY, ErrorType.NOT_FOUND: LOST}


def responses_of(server: Server, client: GroupClient) -> list[dict[str, Any]]:
    """Every response of the group, whole, past any SDK."""
    path = f"/v2/local/apigw/instances/{client.instance_id}/api-groups/{client.group_id}/gateway-responses"
    found = server.direct.get(path).json()["responses"]
    return [server.direct.get(f"{path}/{each['id']}").json() for each in found]


def types_of(server: Server, client: GroupClient) -> dict[str, Any]:
    [found] = [each for each in responses_of(server, client) if each["name"] == "default"]
    types: dict[str, Any] = found["responses"]
    return types


def writes(server: Server) -> list[str]:
    return [request for request in server.faults.requests if not request.startswith("GET ")]


def test_what_is_pulled_and_changed_and_pushed_differs_in_nothing_and_is_restored(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    live.push(client, DECLARED, backup=tmp_path / "first.json")
    before = types_of(server, client)
    pulled = live.pull(client)
    assert pulled == DECLARED
    changed: dict[str, ErrorResponse] = {**pulled, "THROTTLED": ErrorResponse('{"busy": 2}', 429), "AUTH_FAILURE": LOST}
    found = live.diff(client, changed)
    assert [(each.response_type, each.part) for each in found] == [
        ("AUTH_FAILURE", "customization"),
        ("THROTTLED", "body"),
        ("THROTTLED", "headers.retry-after"),
        ("THROTTLED", "headers.x-a"),
        ("THROTTLED", "status"),
    ]
    pushed = live.push(client, changed, backup=tmp_path / "before.json")
    assert [f"{change.verb} {change.response_type}" for change in pushed.done] == [
        "add AUTH_FAILURE",
        "change THROTTLED",
    ]
    assert live.diff(client, changed) == []
    assert live.pull(client) == changed
    live.restore(client, tmp_path / "before.json")
    assert types_of(server, client) == before


def test_each_changed_type_is_one_put_and_nothing_else_is_written(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    server.faults.requests.clear()
    live.push(client, DECLARED, backup=tmp_path / "1.json")
    assert writes(server) == ["PUT NOT_FOUND", "PUT THROTTLED"]
    live.push(client, {**DECLARED, ErrorType.NOT_FOUND: BUSY}, backup=tmp_path / "2.json")
    assert writes(server) == ["PUT NOT_FOUND", "PUT THROTTLED", "PUT NOT_FOUND"]
    live.push(client, {**DECLARED, ErrorType.NOT_FOUND: BUSY}, backup=tmp_path / "3.json")
    assert len(writes(server)) == 3
    assert not (tmp_path / "3.json").exists()


def test_what_is_not_declared_stays_unless_it_is_pruned(client: GroupClient, tmp_path: Path) -> None:
    live.push(client, DECLARED, backup=tmp_path / "1.json")
    only = {ErrorType.NOT_FOUND: LOST}
    assert live.push(client, only, backup=tmp_path / "2.json").done == ()
    assert [each.response_type for each in live.diff(client, only)] == ["THROTTLED"]
    live.push(client, only, backup=tmp_path / "3.json", prune=True)
    assert live.pull(client) == only


def test_a_reset_is_of_the_named_types_or_of_all(client: GroupClient, tmp_path: Path) -> None:
    live.push(client, DECLARED, backup=tmp_path / "1.json")
    live.reset(client, ["THROTTLED"], backup=tmp_path / "2.json")
    assert live.pull(client) == {"NOT_FOUND": LOST}
    live.restore(client, tmp_path / "2.json")
    assert live.pull(client) == DECLARED
    live.reset(client, backup=tmp_path / "3.json")
    assert live.pull(client) == {}
    with pytest.raises(GatewayResponseError, match="this gateway has no error type THROTLED; write THROTTLED"):
        live.reset(client, ["THROTLED"], backup=tmp_path / "4.json")


def test_presets_are_pushed_for_the_types_that_the_gateway_offers(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    declared = compose([cors(allow_origin="*"), problem_details()]).minimal()
    outcome = live.push(client, declared, backup=tmp_path / "before.json")
    offered = set(types_of(server, client))
    assert {change.response_type for change in outcome.done} == offered
    assert len(offered) == {"huaweicloud": 23, "opentelekomcloud": 19}[client.provider]
    assert live.diff(client, declared) == []
    assert live.diff(client, list(declared.values())) == []
    live.restore(client, tmp_path / "before.json")
    assert live.pull(client) == {}


def test_what_cannot_be_compiled_is_not_pushed(server: Server, client: GroupClient, tmp_path: Path) -> None:
    server.faults.requests.clear()
    declared = [Customization("THROTTLED", templates={"text/html": "<p>busy</p>"})]
    with pytest.raises(GatewayResponseError, match="apig-non-json-body"):
        live.push(client, declared, backup=tmp_path / "before.json")
    assert writes(server) == []
    assert list(tmp_path.iterdir()) == []


def test_a_named_response_that_is_missing_is_created_by_the_first_write(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    with pytest.raises(GatewayResponseError, match=r"no gateway response busy; the group has default: name one with"):
        live.pull(client, response="busy")
    assert len(live.diff(client, DECLARED, response="busy")) == 2
    assert [each["name"] for each in responses_of(server, client)] == ["default"]
    server.faults.requests.clear()
    live.push(client, DECLARED, backup=tmp_path / "1.json", response="busy")
    assert writes(server) == ["POST gateway-responses", "PUT NOT_FOUND", "PUT THROTTLED"]
    assert live.pull(client, response="busy") == DECLARED
    assert live.pull(client) == {}
    live.push(client, {ErrorType.NOT_FOUND: BUSY}, backup=tmp_path / "2.json", response="busy")
    live.restore(client, tmp_path / "2.json")
    assert live.pull(client, response="busy") == DECLARED
    assert [each["name"] for each in responses_of(server, client)] == ["busy", "default"]


def test_no_verb_renames_or_deletes_a_response(server: Server, client: GroupClient, tmp_path: Path) -> None:
    before = [(each["id"], each["name"], each["default"]) for each in responses_of(server, client)]
    server.faults.requests.clear()
    live.push(client, DECLARED, backup=tmp_path / "1.json", prune=True)
    live.push(client, {}, backup=tmp_path / "2.json", prune=True)
    live.restore(client, tmp_path / "2.json")
    live.reset(client, backup=tmp_path / "3.json")
    assert [(each["id"], each["name"], each["default"]) for each in responses_of(server, client)] == before
    assert {request.split()[1] for request in writes(server)} <= set(ErrorType)


def test_default_is_the_response_with_the_flag_whatever_its_name(server: Server, client: GroupClient) -> None:
    page = {"total": 2, "size": 2, "responses": [
        {"id": "r1", "name": "default", "default": False}, {"id": "r2", "name": "own", "default": True},
    ]}  # fmt: skip
    server.faults.plan("GET gateway-responses", answer(200, page))
    assert GroupResponseGateway.of(client).response_id == "r2"


def test_responses_are_listed_page_by_page(client: GroupClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcd":
        client.create_response(name)
    monkeypatch.setattr("constructs_gw.apig.live.client.PAGE", 2)
    assert [each["name"] for each in client.list_responses()] == ["d", "c", "b", "a", "default"]


def test_pages_without_an_end_are_not_read_for_ever(server: Server, client: GroupClient) -> None:
    page = {"total": 10**9, "size": 1, "responses": [{"id": "r1", "name": "n1", "default": False}]}
    server.faults.plan("GET gateway-responses", *[answer(200, page)] * 50)
    assert len(client.list_responses()) == 20
    server.faults.planned.clear()


def test_a_type_that_nobody_here_knows_is_pulled_and_compared_as_it_is(server: Server, client: GroupClient) -> None:
    own = {"body": "{}", "status": 418, "default": False}
    details = {"responses": {"TEAPOT_FAILURE": own, "THROTTLED": {"body": "{}", "status": 429, "default": True}}}
    gateway = GroupResponseGateway.of(client)
    server.faults.plan(f"GET {gateway.response_id}", *[answer(200, details)] * 5)
    assert gateway.offered == ("TEAPOT_FAILURE", "THROTTLED")
    assert live.pull(client) == {"TEAPOT_FAILURE": ErrorResponse("{}", 418)}
    found = live.diff(client, {ErrorType.THROTTLED: BUSY})
    assert [each.response_type for each in found] == ["TEAPOT_FAILURE", "THROTTLED"]
    server.faults.planned.clear()


def test_customizations_are_compiled_past_a_type_that_nobody_here_knows(server: Server, client: GroupClient) -> None:
    item = {"body": "{}", "status": 429, "default": True}
    gateway = GroupResponseGateway.of(client)
    details = {"responses": {"TEAPOT_FAILURE": item, "THROTTLED": item}}
    server.faults.plan(f"GET {gateway.response_id}", *[answer(200, details)] * 2)
    found = live.diff(client, compose([cors(allow_origin="*")]))
    assert [each.response_type for each in found] == ["THROTTLED"]


def test_what_apig_answers_by_itself_is_declared_without_a_difference(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    """The sample of Modifying the Response of an Error Type puts it, and gets `"default": true`."""
    own = ErrorResponse.default(ErrorType.ACCESS_DENIED)
    declared = {ErrorType.ACCESS_DENIED: own}
    assert live.diff(client, declared) == []
    assert live.push(client, declared, backup=tmp_path / "1.json").done == ()
    live.push(client, {ErrorType.ACCESS_DENIED: BUSY}, backup=tmp_path / "2.json")
    live.push(client, declared, backup=tmp_path / "3.json")
    assert types_of(server, client)["ACCESS_DENIED"] == {**own.data, "default": True}
    assert live.diff(client, declared) == []
    live.restore(client, tmp_path / "3.json")
    assert live.pull(client) == {"ACCESS_DENIED": BUSY}


SEED_REQUEST = {"body": DEFAULT_BODY, "status": 403}
SEED_RESPONSE = {"ACCESS_DENIED": {**SEED_REQUEST, "default": True}}
"""Modifying the Response of an Error Type, without the stray `body: "` around the body of its request."""


def test_the_seed_request_is_what_a_push_sends_and_its_response_what_it_reads(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    live.push(client, {ErrorType.ACCESS_DENIED: BUSY}, backup=tmp_path / "1.json")
    sent: list[bytes] = []
    server.faults.plan("PUT ACCESS_DENIED", record(sent))
    declared = ErrorResponse(str(SEED_REQUEST["body"]), 403)
    live.push(client, {ErrorType.ACCESS_DENIED: declared}, backup=tmp_path / "2.json")
    assert [json.loads(body) for body in sent] == [SEED_REQUEST]
    gateway = GroupResponseGateway.of(client)
    assert client.show_type(str(gateway.response_id), "ACCESS_DENIED") == SEED_RESPONSE


def test_a_backup_and_a_listing_hold_what_was_there_to_the_letter(client: GroupClient, tmp_path: Path) -> None:
    live.push(client, DECLARED, backup=tmp_path / "before.json")
    gateway = GroupResponseGateway.of(client)
    (tmp_path / "pulled.json").write_text(listing_text(client, gateway))
    pulled = read_listing(tmp_path / "pulled.json")
    assert pulled.customized == DECLARED
    assert set(pulled.responses) == set(gateway.offered)
    before = json.loads((tmp_path / "before.json").read_text())
    assert before == {
        "provider": client.provider,
        "instance_id": client.instance_id,
        "group_id": client.group_id,
        "response": "default",
        "responses": {"NOT_FOUND": {"default": True}, "THROTTLED": {"default": True}},
    }


def test_a_backup_of_another_group_is_not_restored(server: Server, client: GroupClient, tmp_path: Path) -> None:
    live.push(client, DECLARED, backup=tmp_path / "before.json")
    other = client_of(client.provider, server.url, next(server.fresh))
    with pytest.raises(GatewayResponseError, match=f"the backup is of group {client.group_id} of instance"):
        live.restore(other, tmp_path / "before.json")


def test_a_backup_is_not_written_over(client: GroupClient, tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text("the first half")
    with pytest.raises(GatewayResponseError, match=r"is there already; name another file, or move this one$"):
        live.push(client, DECLARED, backup=tmp_path / "before.json")
    assert (live.pull(client), (tmp_path / "before.json").read_text()) == ({}, "the first half")


BODIES = st.sampled_from(["{}", '{ "a":1 }', '{"a": 1}', '{"m": "$context.error.message"}', "[", "é"])
HEADERS = st.lists(st.tuples(st.sampled_from(["X-A", "x-a", "X-B"]), st.sampled_from(["1", "$context.requestId"])),
                   max_size=3).map(tuple)  # fmt: skip
RESPONSES = st.builds(ErrorResponse, BODIES, st.sampled_from([None, 200, 429, 599]), HEADERS)
OWN = st.sampled_from(list(ErrorType)).map(lambda kind: {kind: ErrorResponse.default(kind)})
STATES = st.dictionaries(st.sampled_from([kind.value for kind in ErrorType]), RESPONSES, max_size=5)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=STATES, declared=st.builds(lambda some, own: {**some, **own}, STATES, OWN | st.just({})),
       prune=st.booleans())  # fmt: skip
def test_whatever_is_pushed_is_live_and_whatever_was_there_is_restored(
    server: Server, tmp_path_factory: pytest.TempPathFactory, state: Any, declared: Any, prune: bool
) -> None:
    folder = tmp_path_factory.mktemp("push")
    client = shared(server)
    live.push(client, state, backup=folder / "state.json", prune=True)
    before = types_of(server, client)
    pushed = live.push(client, declared, backup=folder / "before.json", prune=prune)
    left = {} if prune else {kind for kind in live.pull(client) if kind not in declared}
    assert {each.response_type for each in live.diff(client, declared)} == set(left)
    assert live.push(client, declared, backup=folder / "none.json", prune=prune).done == ()
    if pushed.done:
        live.restore(client, folder / "before.json")
    assert types_of(server, client) == before


def shared(server: Server) -> GroupClient:
    """One client and group for all examples."""
    if server.url not in _SHARED:
        _SHARED[server.url] = client_of("huaweicloud", server.url, next(server.fresh))
    return _SHARED[server.url]


_SHARED: dict[str, GroupClient] = {}


def test_a_plan_can_be_made_by_the_engine_itself(client: GroupClient) -> None:
    gateway = GroupResponseGateway.of(client)
    planned = sync.plan(gateway, {"THROTTLED": BUSY})
    assert [change.response_type for change in sync.write(gateway, planned).done] == ["THROTTLED"]


def test_white_space_of_a_body_and_the_case_of_header_names_do_not_differ_and_are_restored(
    server: Server, client: GroupClient, tmp_path: Path
) -> None:
    """Clients see no difference in white space or in header_names; a restore is to the letter all the same."""
    loose = {"THROTTLED": ErrorResponse('{ "a":1 }', 503, (("X-A", "1"),))}
    tight = {"THROTTLED": ErrorResponse('{"a": 1}', 503, (("x-a", "1"),))}
    live.push(client, loose, backup=tmp_path / "1.json")
    before = types_of(server, client)
    assert live.diff(client, tight) == []
    assert live.push(client, tight, backup=tmp_path / "2.json").done == ()
    live.reset(client, backup=tmp_path / "3.json")
    live.push(client, tight, backup=tmp_path / "4.json")
    live.restore(client, tmp_path / "3.json")
    assert types_of(server, client) == before


def test_header_names_that_are_there_twice_are_both_compared(client: GroupClient, tmp_path: Path) -> None:
    twice = {"THROTTLED": ErrorResponse("{}", 503, (("X-A", "1"), ("x-a", "2")))}
    live.push(client, twice, backup=tmp_path / "1.json")
    once = {"THROTTLED": ErrorResponse("{}", 503, (("X-A", "2"),))}
    found = [(each.part, each.declared, each.live) for each in live.diff(client, once)]
    assert found == [("headers.x-a", "2", "1"), ("headers.x-a 2", None, "2")]


def test_an_error_type_that_is_mistyped_is_refused_with_the_nearest(client: GroupClient, tmp_path: Path) -> None:
    with pytest.raises(GatewayResponseError, match="this gateway has no error type THROTLED; write THROTTLED"):
        live.push(client, {"THROTLED": BUSY}, backup=tmp_path / "1.json")


def test_a_type_that_is_no_longer_offered_is_not_restored(client: GroupClient, tmp_path: Path) -> None:
    keep_backup(tmp_path / "1.json", Listing.of(client, "default", {"THROTTLED": BUSY, "TEAPOT_FAILURE": BUSY}))
    with pytest.raises(GatewayResponseError, match="this gateway has no error type TEAPOT_FAILURE"):
        live.restore(client, tmp_path / "1.json")
    assert live.pull(client) == {}
