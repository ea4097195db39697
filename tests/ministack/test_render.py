"""Which customization and which template makes an answer: `render`, `minimal` and MiniStack agree."""

import pytest

from constructs_gw import Customization, CustomizationSet, ResponseTemplate, compose
from constructs_gw.presets import cors, problem_details, retry_after
from constructs_gw.render import Request

from .differences import RENDERED_TYPES, comparable, properties, rendered
from .expected import BUILT_IN, ECHO, INHERITED, MESSAGES, lasting
from .provoke import PROVOKE, ProvokingApi, deploy, unknown_route
from .server import Answer, MiniStack

CLASSES = CustomizationSet(
    Customization(f"DEFAULT_{name}", headers={"X-Class": name}, templates=[ResponseTemplate("application/json", ECHO)])
    for name in ("4XX", "5XX")
)
FULL = compose([cors(allow_origin="*"), problem_details(), retry_after(seconds=30)])


def predicted(customizations: CustomizationSet, response_type: str, answer: Answer) -> Answer:
    message = MESSAGES.get(response_type)
    request = Request(context={} if message is None else {"error.message": message})
    return lasting(rendered(customizations, response_type, answer, request))


@pytest.mark.parametrize("response_type", RENDERED_TYPES)
def test_built_in_answer(response_type: str) -> None:
    answer = BUILT_IN[response_type]
    assert predicted(CustomizationSet(), response_type, answer) == comparable(answer, response_type)


@pytest.mark.parametrize("response_type", RENDERED_TYPES)
def test_answer_inherited_from_a_customised_default(response_type: str) -> None:
    answer = INHERITED[response_type]
    assert predicted(CLASSES, response_type, answer) == comparable(answer, response_type)


def test_the_denial_without_a_statement_has_the_catalogs_message() -> None:
    body = '{"Message":"User is not authorized to access this resource"}'
    answer = Answer(403, {}, "")
    assert rendered(CustomizationSet(), "ACCESS_DENIED", answer).body == body


@pytest.fixture(scope="module")
def full(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "full", properties(FULL))


@pytest.fixture(scope="module")
def minimal(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "minimal", properties(FULL.minimal()))


def test_the_minimal_set_is_smaller() -> None:
    assert (len(FULL), len(FULL.minimal())) == (20, 5)


@pytest.mark.parametrize("response_type", PROVOKE)
def test_the_minimal_set_gives_the_answers_of_the_full_one(
    full: ProvokingApi, minimal: ProvokingApi, response_type: str
) -> None:
    provoke = PROVOKE[response_type]
    assert lasting(provoke(minimal, None)) == lasting(provoke(full, None))


@pytest.mark.parametrize("accept", ["application/xml", "text/html", "*/*"])
def test_the_json_template_is_served_and_nothing_of_the_default(ministack: MiniStack, accept: str) -> None:
    own = Customization(
        "MISSING_AUTHENTICATION_TOKEN",
        templates={"text/html": "<p>no</p>", "application/xml": "<no/>", "application/json": '{"no":true}'},
    )
    customizations = CustomizationSet([*CLASSES.values(), own])
    answer = unknown_route(deploy(ministack, "accept", properties(customizations)), {"Accept": accept})
    assert answer.body == '{"no":true}'
    assert "x-class" not in answer.headers
    assert comparable(answer, own.response_type) == rendered(
        customizations, own.response_type, answer, Request(headers={"Accept": accept})
    )
