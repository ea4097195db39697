"""APIG's control plane: the eight operations as their pages have them, without an SDK."""

import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from constructs_gw.local import apig_store
from constructs_gw.local.apig import OPERATIONS, Input
from constructs_gw.local.apig_errors import Errors
from constructs_gw.local.apig_requests import MAX_BODY
from constructs_gw.local.apig_store import GatewayResponse

from .apig_sample import DEFAULT_BODY, HUAWEICLOUD, OPENTELEKOMCLOUD, apig, default_response, error

INSTANCES = "/v2/local/apigw/instances"


@pytest.fixture(scope="module")
def shared() -> Iterator[httpx.Client]:
    """For tests that change nothing."""
    with apig() as client:
        yield client


@pytest.fixture
def client(shared: httpx.Client) -> Iterator[httpx.Client]:
    """For tests whose changes are taken back."""
    yield shared
    for responses in (HUAWEICLOUD, OPENTELEKOMCLOUD):
        for response in shared.get(responses).json()["responses"]:
            path = f"{responses}/{response['id']}"
            done = shared.put(path, json={"name": "default"}) if response["default"] else shared.delete(path)
            assert done.is_success


def put(client: httpx.Client, path: str, **content: Any) -> httpx.Response:
    return client.put(path, json=content)


# The page's example request has `body: "` and `"` around the body it means, which no reader takes out again.
DOCUMENTED_REQUEST = (
    '{"body": "{\\"error_code\\":\\"$context.error.code\\",\\"error_msg\\":\\"$context.error.message\\",'
    '\\"request_id\\":\\"$context.requestId\\"}", "status" : 403}'
)
DOCUMENTED_ANSWER = {"ACCESS_DENIED": {"body": DEFAULT_BODY, "default": True, "status": 403}}


def test_the_documented_request_gets_the_documented_response(client: httpx.Client) -> None:
    path = default_response(client, OPENTELEKOMCLOUD)
    answer = client.put(f"{path}/ACCESS_DENIED", content=DOCUMENTED_REQUEST)
    assert (answer.status_code, answer.json()) == (200, DOCUMENTED_ANSWER)


def test_the_documented_request_as_it_is_printed_is_taken_for_text(client: httpx.Client) -> None:
    printed = f'body: "{DEFAULT_BODY}"'
    answer = put(client, f"{default_response(client)}/ACCESS_DENIED", body=printed, status=403)
    assert answer.json() == {"ACCESS_DENIED": {"body": printed, "default": False, "status": 403}}


def test_every_group_has_a_default_response(shared: httpx.Client) -> None:
    listed = shared.get(HUAWEICLOUD).json()
    assert (listed["total"], listed["size"]) == (1, 1)
    (response,) = listed["responses"]
    assert (response["name"], response["default"]) == ("default", True)
    assert set(response) == {"id", "name", "default", "create_time", "update_time"}


def test_a_gateway_offers_the_types_of_its_cloud(shared: httpx.Client) -> None:
    offered = {path: shared.get(default_response(shared, path)).json() for path in (HUAWEICLOUD, OPENTELEKOMCLOUD)}
    assert len(offered[HUAWEICLOUD]["responses"]) == 23
    assert len(offered[OPENTELEKOMCLOUD]["responses"]) == 19
    assert "JWT_AUTH_FAILURE" not in offered[OPENTELEKOMCLOUD]["responses"]


def test_an_unmodified_type_has_its_default_status_and_body(shared: httpx.Client) -> None:
    responses = shared.get(default_response(shared)).json()["responses"]
    assert responses["AUTHORIZER_FAILURE"] == {"body": DEFAULT_BODY, "default": True, "status": 500}
    assert responses["DEFAULT_4XX"] == {"body": DEFAULT_BODY, "default": True}


def test_a_response_is_created_with_what_it_modifies(client: httpx.Client) -> None:
    answer = client.post(HUAWEICLOUD, json={"name": "a-b_1", "responses": {"THROTTLED": {"body": "x", "status": 503}}})
    created = answer.json()
    assert (answer.status_code, created["name"], created["default"]) == (201, "a-b_1", False)
    assert created["responses"]["THROTTLED"] == {"body": "x", "default": False, "status": 503}
    assert created["responses"]["NOT_FOUND"]["default"] is True
    assert client.get(f"{HUAWEICLOUD}/{created['id']}").json() == created


def test_responses_of_the_two_gateways_are_apart(client: httpx.Client) -> None:
    client.post(HUAWEICLOUD, json={"name": "mine"})
    assert client.get(OPENTELEKOMCLOUD).json()["total"] == 1


def test_group_put_replaces_and_type_put_does_not(client: httpx.Client) -> None:
    path = default_response(client)
    put(client, f"{path}/THROTTLED", body="a")
    put(client, f"{path}/NOT_FOUND", body="b")
    assert client.get(path).json()["responses"]["THROTTLED"]["body"] == "a"
    answer = put(client, path, name="default", responses={"NOT_FOUND": {"body": "c"}})
    assert answer.status_code == 200
    assert answer.json()["responses"]["NOT_FOUND"]["body"] == "c"
    assert answer.json()["responses"]["THROTTLED"] == {"body": DEFAULT_BODY, "default": True, "status": 429}


def test_delete_of_a_type_restores_its_default(client: httpx.Client) -> None:
    path = f"{default_response(client)}/THROTTLED"
    put(client, path, body="a", status=500)
    deleted = client.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.get(path).json() == {"THROTTLED": {"body": DEFAULT_BODY, "default": True, "status": 429}}


def test_headers_come_back_in_order(client: httpx.Client) -> None:
    headers = [{"key": "X-B", "value": "$context.apiId"}, {"key": "X-A", "value": "1"}]
    answer = put(client, f"{default_response(client)}/THROTTLED", body="a", headers=headers)
    assert answer.json()["THROTTLED"]["headers"] == headers


def test_a_status_left_out_is_cancelled(client: httpx.Client) -> None:
    answer = put(client, f"{default_response(client)}/THROTTLED", body="a")
    assert answer.json() == {"THROTTLED": {"body": "a", "default": False}}


def test_a_body_may_hold_any_text(client: httpx.Client) -> None:
    body = '\ud800\x00ä"\\'
    answer = client.put(f"{default_response(client)}/THROTTLED", content=json.dumps({"body": body}))
    assert answer.json()["THROTTLED"]["body"] == body


def test_a_response_is_deleted(client: httpx.Client) -> None:
    path = f"{HUAWEICLOUD}/{client.post(HUAWEICLOUD, json={'name': 'a'}).json()['id']}"
    assert client.delete(path).status_code == 204
    assert error(client.get(path)) == (404, "APIG.3007")
    assert error(client.delete(path)) == (404, "APIG.3007")


def test_a_response_is_renamed(client: httpx.Client) -> None:
    created = client.post(HUAWEICLOUD, json={"name": "a"}).json()
    path = f"{HUAWEICLOUD}/{created['id']}"
    assert put(client, path, name="b").json()["name"] == "b"
    assert put(client, path, name="b").status_code == 200
    assert error(put(client, path, name="default")) == (400, "APIG.3216")


def test_a_change_moves_the_update_time_only(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = default_response(client)
    before = client.get(path).json()
    later = apig_store._now().replace(year=2099)
    monkeypatch.setattr(apig_store, "_now", lambda: later)
    put(client, f"{path}/THROTTLED", body="a")
    after = client.get(path).json()
    assert after["create_time"] == before["create_time"]
    assert before["update_time"][:4] != after["update_time"][:4] == "2099"


def test_the_default_response_is_neither_deleted_nor_renamed(client: httpx.Client) -> None:
    path = default_response(client)
    assert error(client.delete(path)) == (409, "APIG.3491")
    assert error(put(client, path, name="other")) == (409, "APIG.3492")
    assert client.get(path).json()["name"] == "default"


def test_a_group_takes_four_more_responses_of_different_names(client: httpx.Client) -> None:
    created = [client.post(HUAWEICLOUD, json={"name": f"r{number}"}) for number in range(4)]
    assert [answer.status_code for answer in created] == [201] * 4
    assert error(client.post(HUAWEICLOUD, json={"name": "r4"})) == (403, "APIG.3136")
    client.delete(f"{HUAWEICLOUD}/{created[0].json()['id']}")
    assert error(client.post(HUAWEICLOUD, json={"name": "r1"})) == (400, "APIG.3216")
    assert client.post(HUAWEICLOUD, json={"name": "r4"}).status_code == 201


def test_pages_of_the_list(client: httpx.Client) -> None:
    for number in range(4):
        client.post(HUAWEICLOUD, json={"name": f"r{number}"})

    def names(**query: object) -> list[str]:
        listed = client.get(HUAWEICLOUD, params={name: str(value) for name, value in query.items()}).json()
        assert (listed["total"], listed["size"]) == (5, len(listed["responses"]))
        return [response["name"] for response in listed["responses"]]

    everything = ["r3", "r2", "r1", "r0", "default"]  # the newest first, as in the page's example
    assert names(offset=1, limit=2) == ["r2", "r1"]
    assert names(offset=-3, limit=2) == ["r3", "r2"]
    assert names(limit=0) == names(limit=-1) == names(limit=501) == names(offset="", limit="") == everything
    assert names(offset=5) == []


@pytest.mark.parametrize("query", ["limit=a", "offset=1.5", "limit=%D9%A3", f"offset={'9' * 40}"])
def test_a_page_that_is_no_number(shared: httpx.Client, query: str) -> None:
    assert error(shared.get(f"{HUAWEICLOUD}?{query}")) == (400, "APIG.2012")


@pytest.mark.parametrize(("limit", "shown"), [("0", 20), ("-1", 20), ("", 20), ("21", 21), ("501", 500)])
def test_the_limit_of_a_page(limit: str, shown: int) -> None:
    """A group has no more than five, so the rule for more is held to the function."""
    group = SimpleNamespace(responses=[GatewayResponse(str(number)) for number in range(600)])
    call = Input(None, group, {"limit": limit}, b"", None, None)  # type: ignore[arg-type]
    assert OPERATIONS["group"]["GET"](call)[1]["size"] == shown


NAMES = [None, "", "a" * 65, "a b", "ä", 'a"', 1, ["a"], "a\n"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_refused(shared: httpx.Client, name: object) -> None:
    expected = "Invalid parameter value,parameterName:name. Please refer to the support documentation"
    for answer in (
        shared.post(HUAWEICLOUD, json={"name": name}),
        shared.put(default_response(shared), json={"name": name}),
    ):
        assert error(answer) == (400, "APIG.2011")
        assert answer.json()["error_msg"] == expected


BODIES = [None, "", {"a": 1}, 1]
STATUSES: list[Any] = [199, 600, 444, 0, -1, "403", 403.0, True, [403], {}, 10**30]
HEADER_LISTS: list[Any] = ["a", {}, [1], [{}], [{"key": "A"}], [{"key": "A", "value": "v"}] * 11]
HEADERS: list[Any] = [
    ("", "v"), ("a_b", "v"), ("a b", "v"), ("a\n", "v"), ("ä", "v"), ("a" * 129, "v"), (1, "v"),
    ("A", ""), ("A", "a" * 1025), ("A", "a[[b"), ("A", "]]"), ("A", 1), ("A", None),
]  # fmt: skip
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "APIG.2001"),
    ({"status": 403}, "APIG.2001"),
    *(({"body": body}, "APIG.2011" if body else "APIG.2001") for body in BODIES),
    *(({"body": "x", "status": status}, "APIG.2011") for status in STATUSES),
    *(({"body": "x", "headers": headers}, "APIG.2011") for headers in HEADER_LISTS),
    *(({"body": "x", "headers": [{"key": key, "value": value}]}, "APIG.2011") for key, value in HEADERS),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_response_that_is_refused(shared: httpx.Client, content: Any, code: str) -> None:
    path = default_response(shared)
    before = shared.get(path).json()
    assert error(shared.put(f"{path}/THROTTLED", json=content)) == (400, code)
    assert error(shared.put(path, json={"name": "default", "responses": {"THROTTLED": content}})) == (400, code)
    assert error(shared.post(HUAWEICLOUD, json={"name": "a", "responses": {"THROTTLED": content}})) == (400, code)
    assert shared.get(path).json() == before
    assert shared.get(HUAWEICLOUD).json()["total"] == 1


@pytest.mark.parametrize("status", [200, 443, 445, 599, None])
def test_a_status_that_is_taken(client: httpx.Client, status: int | None) -> None:
    headers = [{"key": "a" * 128, "value": "[]" * 512}] * 10
    answer = put(client, f"{default_response(client)}/THROTTLED", body="x", status=status, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("responses", [[], "a", 1, {"MISSING": {"body": "x"}}, {"throttled": {"body": "x"}}])
def test_responses_that_are_refused(shared: httpx.Client, responses: object) -> None:
    assert error(shared.post(HUAWEICLOUD, json={"name": "a", "responses": responses})) == (400, "APIG.2011")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "APIG.2001"),
        *((content, "APIG.2000") for content in (b"{", b"[]", b"1", b"null", b"\xff", b'"a"', b"NaN", b"[" * 100_000)),
        (b'{"body":"x","status":' + b"9" * 5000 + b"}", "APIG.2000"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_content_that_is_no_json_object(shared: httpx.Client, content: bytes, code: str) -> None:
    path = default_response(shared)
    for answer in (
        shared.put(f"{path}/THROTTLED", content=content, headers={"Content-Type": "text/plain"}),
        shared.put(path, content=content),
        shared.post(HUAWEICLOUD, content=content),
    ):
        assert error(answer) == (400, code)


def test_a_body_that_is_too_large(shared: httpx.Client) -> None:
    path = f"{default_response(shared)}/THROTTLED"
    assert error(shared.put(path, content=b"a" * (MAX_BODY + 1))) == (413, "APIGW.0201")
    assert error(shared.put(path, content=b"a" * MAX_BODY)) == (400, "APIG.2000")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{INSTANCES}/none/api-groups/Api/gateway-responses", 404, "APIG.3030"),
        (f"{INSTANCES}/huaweicloud/api-groups/None/gateway-responses", 404, "APIG.3001"),
        (f"{HUAWEICLOUD}/none", 404, "APIG.3007"),
        (f"{HUAWEICLOUD}/none/ACCESS_DENIED", 404, "APIG.3007"),
        (f"{INSTANCES}/%7Binstance_id%7D/api-groups/Api/gateway-responses", 400, "APIG.2012"),
        (f"{INSTANCES}/huaweicloud/api-groups/%7Bgroup_id%7D/gateway-responses", 400, "APIG.2012"),
        (f"{INSTANCES}/huaweicloud/api-groups/%F0%9F%98%80%00%0A/gateway-responses", 400, "APIG.2012"),
        (f"{HUAWEICLOUD}/%7Bresponse_id%7D", 400, "APIG.2012"),
        (HUAWEICLOUD.replace("/local/", "/other/"), 403, "APIC.7130"),
        (HUAWEICLOUD.replace("/local/", "/%7Bproject_id%7D/"), 403, "APIC.7130"),
        ("/v2", 404, "APIGW.0101"),
        ("/v2/", 404, "APIGW.0101"),
        ("/v2/local/apigw/instances", 404, "APIGW.0101"),
        (f"{HUAWEICLOUD}/", 404, "APIGW.0101"),
        (f"{HUAWEICLOUD}/a/b/c", 404, "APIGW.0101"),
        (f"{HUAWEICLOUD}/a%2Fb/c%2Fd", 404, "APIGW.0101"),
    ],
)
def test_a_path_that_leads_nowhere(shared: httpx.Client, path: str, status: int, code: str) -> None:
    assert error(shared.get(path)) == (status, code)


def test_an_error_names_what_is_missing(shared: httpx.Client) -> None:
    group = shared.get(f"{INSTANCES}/huaweicloud/api-groups/c77f5e81/gateway-responses").json()
    assert group == {"error_code": "APIG.3001", "error_msg": "API group c77f5e81 does not exist"}
    gateway = shared.get(f"{INSTANCES}/eddc4d25/api-groups/a/gateway-responses").json()
    assert gateway == {"error_code": "APIG.3030", "error_msg": "The instance does not exist;id:eddc4d25"}


@pytest.mark.parametrize("name", ["MISSING", "access_denied", "%7Bresponse_type%7D", "a" * 5000, "JWT_AUTH_FAILURE"])
def test_a_type_that_the_gateway_does_not_have(shared: httpx.Client, name: str) -> None:
    path = f"{default_response(shared, OPENTELEKOMCLOUD)}/{name}"
    for answer in (shared.get(path), shared.put(path, json={"body": "x"}), shared.delete(path)):
        assert error(answer) == (400, "APIG.2012")
        assert "parameterName:response_type." in answer.json()["error_msg"]


@pytest.mark.parametrize("method", ["PATCH", "POST", "OPTIONS", "BREW"])
def test_a_method_that_no_operation_has(shared: httpx.Client, method: str) -> None:
    answer = shared.request(method, f"{default_response(shared)}/THROTTLED")
    assert error(answer) == (404, "APIGW.0101")
    assert answer.json()["error_msg"] == "The API does not exist."


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        ("wrong", 401, "APIG.1002"),
        ("locäl", 401, "APIG.1002"),
        ("", 401, "APIG.1000"),
        ("forbidden", 403, "APIG.1005"),
        ("broken", 500, "APIG.9999"),
    ],
)
def test_what_a_token_may_do(shared: httpx.Client, token: str, status: int, code: str) -> None:
    headers = [(b"X-Auth-Token", token.encode())]
    assert error(shared.get(HUAWEICLOUD, headers=headers)) == (status, code)


def test_the_token_is_looked_at_before_what_the_path_names(shared: httpx.Client) -> None:
    path = f"{INSTANCES}/none/api-groups/Api/gateway-responses"
    assert error(shared.get(path, headers={"X-Auth-Token": "wrong"})) == (401, "APIG.1002")


def test_every_answer_has_a_request_id_of_its_own(shared: httpx.Client) -> None:
    answers = [shared.get(HUAWEICLOUD), shared.get(HUAWEICLOUD), shared.get("/v2")]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 3


def test_the_name_of_a_value_that_is_wrong_is_all_that_a_message_repeats() -> None:
    assert all(error.value.message.count("{}") <= 1 for error in Errors)


def test_every_error_has_its_evidence() -> None:
    assert all(error.value.when.source for error in Errors)


def test_each_call_is_one_line_without_what_it_is_signed_with(
    shared: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "constructs_gw.local"):
        shared.get(HUAWEICLOUD)
        shared.delete(default_response(shared))
        shared.get(f"{HUAWEICLOUD}/{'%0a' * 600}", headers={"X-Auth-Token": "c2VjcmV0"})
    lines = [record.getMessage() for record in caplog.records if record.name == "constructs_gw.local"]
    assert lines[0] == f"GET {HUAWEICLOUD} 200"
    assert lines[2].startswith(f"DELETE {HUAWEICLOUD}/")
    assert lines[2].endswith(" 409: APIG.3491")
    assert lines[3].endswith(" 401: APIG.1002")
    assert not any("\n" in line or "c2VjcmV0" in line or len(line) > 3_000 for line in lines)
