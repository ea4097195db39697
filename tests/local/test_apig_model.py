"""Whatever is put and deleted: Show is what a model of a few lines says."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .apig_sample import DEFAULT_BODY, OPENTELEKOMCLOUD, apig, default_response

# Open Telekom Cloud's API reference (2024-11), the 201 example of Creating a Group Response.
STATUSES = {"ACCESS_DENIED": 403, "AUTHORIZER_FAILURE": 500, "DEFAULT_4XX": None, "THROTTLED": 429}

TYPES = st.sampled_from(sorted(STATUSES))
HEADERS = st.lists(st.fixed_dictionaries({"key": st.just("X-A"), "value": st.sampled_from("ab")}), max_size=2)
INFOS = st.fixed_dictionaries(
    {"body": st.sampled_from([DEFAULT_BODY, "a", "b"])},
    optional={"status": st.sampled_from([200, 403, 429, 500, 599]), "headers": HEADERS},
)
CHANGES = st.one_of(
    st.tuples(st.just("put"), TYPES, INFOS),
    st.tuples(st.just("delete"), TYPES, st.none()),
    st.tuples(st.just("group"), st.none(), st.dictionaries(TYPES, INFOS)),
)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with apig() as client:
        yield client


def default(kind: str) -> dict[str, Any]:
    status = STATUSES[kind]
    return {"body": DEFAULT_BODY} if status is None else {"body": DEFAULT_BODY, "status": status}


def shown(kind: str, info: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in info.items() if value != []}
    return {**kept, "default": kept == default(kind)}


@settings(max_examples=50)
@given(st.lists(CHANGES, max_size=8))
def test_show_is_the_sum_of_the_changes(client: httpx.Client, changes: list[tuple[str, str, Any]]) -> None:
    path = default_response(client, OPENTELEKOMCLOUD)
    client.put(path, json={"name": "default"})
    model: dict[str, Any] = {}
    for change, kind, info in changes:
        if change == "put":
            model[kind] = info
            assert client.put(f"{path}/{kind}", json=info).json() == {kind: shown(kind, info)}
        elif change == "delete":
            model.pop(kind, None)
            assert client.delete(f"{path}/{kind}").status_code == 204
        else:
            model = dict(info)
            assert client.put(path, json={"name": "default", "responses": info}).status_code == 200
    found = client.get(path).json()["responses"]
    expected = {kind: shown(kind, model.get(kind, default(kind))) for kind in STATUSES}
    assert {kind: found[kind] for kind in STATUSES} == expected
    assert {kind: client.get(f"{path}/{kind}").json()[kind] for kind in STATUSES} == expected
    assert all(info["default"] for kind, info in found.items() if kind not in STATUSES)
