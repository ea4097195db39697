"""Origins that only the request or the stage knows: the header is there, or is not, as `render` says."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from constructs_gw import CustomizationSet, MappingValue, compose
from constructs_gw.presets import cors
from constructs_gw.render import Request

from .differences import RENDERED_TYPES, comparable, properties, rendered
from .expected import MESSAGES
from .provoke import PROVOKE, ProvokingApi, deploy, unknown_route
from .server import Answer, MiniStack

SHOP = "https://shop.example.com"
ALLOW_ORIGIN = "access-control-allow-origin"
OF_THE_STAGE = compose([cors(allow_origin=MappingValue.stage_variable("allowedOrigin"))]).minimal()
OF_THE_CALLER = compose([cors(echo_origin=True)]).minimal()


@pytest.fixture(scope="module")
def staged(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "staged", properties(OF_THE_STAGE), variables={"allowedOrigin": SHOP})


@pytest.fixture(scope="module")
def echoing(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "echoing", properties(OF_THE_CALLER))


def assert_predicted(customizations: CustomizationSet, answer: Answer, kind: str, request: Request) -> None:
    context = {"error.message": MESSAGES[kind]} if kind in MESSAGES else {}
    request = replace(request, context=context)
    assert comparable(answer, kind) == rendered(customizations, kind, answer, request)


@pytest.mark.parametrize("response_type", RENDERED_TYPES)
def test_every_type_has_the_origin_of_the_stage(staged: ProvokingApi, response_type: str) -> None:
    answer = PROVOKE[response_type](staged, None)
    assert answer.headers[ALLOW_ORIGIN] == SHOP
    assert_predicted(OF_THE_STAGE, answer, response_type, Request(stage_variables={"allowedOrigin": SHOP}))


def test_a_stage_without_the_variable_allows_no_origin(ministack: MiniStack) -> None:
    answer = unknown_route(deploy(ministack, "unstaged", properties(OF_THE_STAGE)))
    assert ALLOW_ORIGIN not in answer.headers
    assert_predicted(OF_THE_STAGE, answer, "MISSING_AUTHENTICATION_TOKEN", Request())


@pytest.mark.parametrize("response_type", RENDERED_TYPES)
def test_every_type_echoes_the_origin(echoing: ProvokingApi, response_type: str) -> None:
    answer = PROVOKE[response_type](echoing, {"Origin": SHOP})
    assert (answer.headers[ALLOW_ORIGIN], answer.headers["vary"]) == (SHOP, "Origin")
    assert_predicted(OF_THE_CALLER, answer, response_type, Request(headers={"Origin": SHOP}))


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        pytest.param({}, None, id="no-origin"),
        pytest.param({"Origin": ""}, "", id="empty-origin"),
        pytest.param({"origin": SHOP}, SHOP, id="lower-case"),
        pytest.param({"Origin": SHOP, "Accept": "application/xml"}, SHOP, id="asks-for-xml"),
    ],
)
def test_the_echo_depends_on_the_request_alone(
    echoing: ProvokingApi, headers: Mapping[str, str], allowed: str | None
) -> None:
    answer = unknown_route(echoing, headers)
    assert answer.headers.get(ALLOW_ORIGIN) == allowed
    assert_predicted(OF_THE_CALLER, answer, "MISSING_AUTHENTICATION_TOKEN", Request(headers=headers))
