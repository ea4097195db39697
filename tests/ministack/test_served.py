"""The local gateway answers over HTTP as MiniStack does: status, headers and body, for every type both can raise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from constructs_gw import CustomizationSet
from constructs_gw.render import UNKNOWN_MESSAGE

from .differences import DIFFERENCES, comparable, properties, unlike
from .expected import lasting
from .provoke import OTHER_WAYS, PROVOKE, Headers, Provoke, ProvokingApi, authorizer_throw, deploy
from .served import Call, ServedApi, served
from .server import Answer, MiniStack
from .test_render import CLASSES, FULL

SETS = {"built-in": CustomizationSet(), "classes": CLASSES, "full": FULL, "minimal": FULL.minimal()}

ASKED_FOR = ("API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "EXPIRED_TOKEN", "INVALID_SIGNATURE")
"""The types that the local gateway gives on demand only: it runs no function and knows no secret."""


def broken_authorizer(api: ServedApi, headers: Headers = None) -> Answer:
    return api.request("GET", "/authorized", {"Authorization": "broken", **(headers or {})})


def asked_for(response_type: str) -> Call:
    def call(api: ServedApi, headers: Headers = None) -> Answer:
        return api.request("GET", "/ok", {"x-gateway-response": response_type, **(headers or {})})

    return call


STUBS: Mapping[Provoke, Call] = {authorizer_throw: broken_authorizer}
"""What stands here for what MiniStack runs a function for."""

KNOWN = {one.provoke for one in DIFFERENCES if one.provoke}
NO_ANSWER = {one.response_type for one in DIFFERENCES if one.excludes == "answer"}
SAME_TYPES = sorted(PROVOKE.keys() - NO_ANSWER)
SAME_WAYS = [provoke for provoke in OTHER_WAYS if provoke not in KNOWN]


@dataclass(frozen=True, slots=True)
class Both:
    """The same template on MiniStack and on the local gateway."""

    ministack: ProvokingApi
    ours: ServedApi


@pytest.fixture(scope="module", params=SETS)
def both(ministack: MiniStack, request: pytest.FixtureRequest) -> Iterator[Both]:
    responses = properties(SETS[request.param])
    name = f"served-{request.param}"
    with served(name, responses) as ours:
        yield Both(deploy(ministack, name, responses), ours)


def normal(answer: Answer, response_type: str) -> Answer:
    """An answer without what differs from request to request, or is known to differ."""
    body = answer.body.replace(answer.headers["x-amzn-requestid"], "(request id)")
    known = {UNKNOWN_MESSAGE: "context.error.message"}
    if "x-amz-apigw-id" in answer.headers:
        known[answer.headers["x-amz-apigw-id"]] = "context.extendedRequestId"
    for text, variable in known.items():
        body = body.replace(text, unlike(variable, response_type))
    return comparable(lasting(replace(answer, body=body)), response_type)


def call_of(provoke: Provoke, response_type: str) -> Call:
    return asked_for(response_type) if response_type in ASKED_FOR else STUBS.get(provoke, provoke)


@pytest.mark.parametrize("response_type", SAME_TYPES)
def test_a_type_is_answered_alike(both: Both, response_type: str) -> None:
    provoke = PROVOKE[response_type]
    expected = provoke(both.ministack, None)
    found = call_of(provoke, response_type)(both.ours, None)
    assert normal(found, response_type) == normal(expected, response_type)


@pytest.mark.parametrize("provoke", SAME_WAYS, ids=[provoke.__name__ for provoke in SAME_WAYS])
def test_another_way_is_answered_alike(both: Both, provoke: Provoke) -> None:
    response_type, call = OTHER_WAYS[provoke], STUBS.get(provoke, provoke)
    assert normal(call(both.ours, None), response_type) == normal(provoke(both.ministack, None), response_type)


def test_what_is_let_in_is_answered_alike(both: Both) -> None:
    found, expected = both.ours.request("GET", "/ok"), both.ministack.request("GET", "/ok")
    assert (found.status, found.body) == (expected.status, expected.body)


def test_every_type_that_ministack_raises_is_compared() -> None:
    assert sorted([*SAME_TYPES, *NO_ANSWER]) == sorted(PROVOKE)
