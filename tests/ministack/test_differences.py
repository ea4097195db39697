"""Every listed difference between MiniStack and `render` is still there, and documented."""

import pytest

from constructs_gw import CustomizationSet, GatewayResponseError
from constructs_gw.render import render

from .differences import ANY_VALUE, DIFFERENCES, DOCUMENT, VARIABLES, Difference, document, part, properties
from .provoke import PROVOKE, ProvokingApi, deploy
from .served import Call, served
from .server import Answer, MiniStack


@pytest.fixture(scope="module")
def built_in(ministack: MiniStack) -> ProvokingApi:
    return deploy(ministack, "difference", {})


def our_part(difference: Difference) -> str | None:
    """The part in the local gateway's answer if a request shows the difference, else in `render`'s."""
    if difference.provoke is None:
        return rendered_part(difference)
    provoke: Call = difference.provoke
    with served("difference", properties(CustomizationSet(difference.customizations)), variables=VARIABLES) as api:
        return part(provoke(api, difference.headers), difference.part)


def rendered_part(difference: Difference) -> str | None:
    try:
        found = render(CustomizationSet(difference.customizations), difference.response_type, difference.request)
    except GatewayResponseError as error:
        return error.problems[0].message
    headers = {name.lower(): value for name, value in found.headers.items()}
    return part(Answer(found.status, headers, found.body), difference.part)


@pytest.mark.parametrize("number", range(len(DIFFERENCES)), ids=[f"{one.part}-{one.what}" for one in DIFFERENCES])
def test_the_difference_is_there(built_in: ProvokingApi, number: int) -> None:
    difference = DIFFERENCES[number]
    responses, api = properties(CustomizationSet(difference.customizations)), built_in
    if responses:
        api = deploy(built_in.ministack, f"difference-{number}", responses, variables=VARIABLES)
    provoke = difference.provoke or PROVOKE[difference.response_type]
    shown = part(provoke(api, difference.headers), difference.part)
    expected = shown if shown and difference.ministack == ANY_VALUE else difference.ministack
    assert (shown, our_part(difference)) == (expected, difference.ours)
    assert difference.ministack != difference.ours


def test_the_differences_are_documented() -> None:
    assert DOCUMENT.read_text() == document()
