"""Every response type that MiniStack can raise, provoked on a deployed API and compared with literal answers."""

import re

import pytest

from .expected import BUILT_IN, ECHO, INHERITED, PER_REQUEST, lasting
from .provoke import NOT_RAISED, OTHER_WAYS, PROVOKE, Provoke, ProvokingApi, deploy, unknown_route
from .server import MiniStack

RESPONSE_TYPES = {
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
}


@pytest.fixture(scope="module")
def plain(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "plain", {})


@pytest.fixture(scope="module")
def inherited(ministack: MiniStack) -> ProvokingApi:
    defaults = {
        f"Default{name}": {
            "ResponseType": f"DEFAULT_{name.upper()}",
            "ResponseParameters": {"gatewayresponse.header.X-Class": f"'{name.upper()}'"},
            "ResponseTemplates": {"application/json": ECHO},
        }
        for name in ("4xx", "5xx")
    }
    return deploy(ministack, "inherited", defaults)


@pytest.fixture(scope="module")
def each(ministack: MiniStack) -> ProvokingApi:
    """Every type customised by a header of its own, so that an answer tells which entry made it."""
    entries = {
        f"Response{number}": {
            "ResponseType": response_type,
            "ResponseParameters": {"gatewayresponse.header.X-Entry": f"'{response_type}'"},
        }
        for number, response_type in enumerate(sorted(RESPONSE_TYPES))
    }
    return deploy(ministack, "each", entries)


def test_every_response_type_is_provoked_or_has_a_reason() -> None:
    assert sorted([*PROVOKE, *NOT_RAISED]) == sorted(RESPONSE_TYPES)


@pytest.mark.parametrize("response_type", PROVOKE)
def test_built_in_answer(plain: ProvokingApi, response_type: str) -> None:
    assert lasting(PROVOKE[response_type](plain, None)) == BUILT_IN[response_type]


@pytest.mark.parametrize("response_type", PROVOKE)
def test_answer_inherited_from_a_customised_default(inherited: ProvokingApi, response_type: str) -> None:
    assert lasting(PROVOKE[response_type](inherited, None)) == INHERITED[response_type]


@pytest.mark.parametrize("response_type", PROVOKE)
def test_the_entry_of_the_type_itself_makes_the_answer(each: ProvokingApi, response_type: str) -> None:
    assert PROVOKE[response_type](each, None).headers["x-entry"] == response_type


@pytest.mark.parametrize(
    ("provoke", "response_type"), OTHER_WAYS.items(), ids=[provoke.__name__ for provoke in OTHER_WAYS]
)
def test_other_ways_to_the_same_type(each: ProvokingApi, provoke: Provoke, response_type: str) -> None:
    assert provoke(each, None).headers["x-entry"] == response_type


def test_headers_of_every_answer(plain: ProvokingApi) -> None:
    answer = unknown_route(plain)
    assert answer.headers.keys() >= PER_REQUEST
    assert answer.headers["content-length"] == str(len(answer.body))
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.headers["x-amzn-requestid"])
    assert answer.headers["x-amz-request-id"] == answer.headers["x-amzn-requestid"]
