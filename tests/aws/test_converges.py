"""What is pushed is what is live, and what is restored is what was there to the letter: for all that presets make."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_gw import Customization, CustomizationSet, aws, sync
from constructs_gw.composition import compose
from constructs_gw.errors import GatewayResponseError
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.preset import Preset
from constructs_gw.presets import cors, hints, problem_details
from constructs_gw.response_types import ResponseType
from tests.test_composition import OWN, RICH
from tests.test_presets import EXAMPLES

from .conftest import Live

PRESETS = [*RICH, *(example[0] for example in EXAMPLES.values())]


def composed(presets: list[Preset], own: list[Customization], is_minimal: bool) -> CustomizationSet | None:
    """None for presets that contradict each other."""
    try:
        declared = compose(presets, own)
    except GatewayResponseError:
        return None
    return declared.minimal() if is_minimal else declared


DECLARED = st.builds(
    composed, st.lists(st.sampled_from(PRESETS), unique_by=id, max_size=7), st.sampled_from([[], OWN]), st.booleans()
).filter(lambda declared: declared is not None)

TEMPLATES = st.dictionaries(
    st.sampled_from(["application/json", "text/html", "application/problem+json"]),
    st.sampled_from(['{"a": 1}', '{ "a":1 }', "", "<p>no</p>", '{"message":$context.error.messageString}', "é"]),
    max_size=2,
)
PARAMETERS = st.dictionaries(
    st.sampled_from([f"gatewayresponse.{name}" for name in ("header.X-A", "header.x-b", "path.P", "querystring.Q")]),
    st.sampled_from(["'1'", "''", "context.requestId", "method.request.header.Origin", "stageVariables.a"]),
    max_size=3,
)
RESPONSES = st.builds(GatewayResponse, st.sampled_from([None, "404", "599"]), PARAMETERS, TEMPLATES)
STATES = st.dictionaries(st.sampled_from([kind.value for kind in ResponseType]), RESPONSES, max_size=6)


def have(live: Live, state: Mapping[str, GatewayResponse]) -> None:
    """Give an API exactly these customizations."""
    for item in live.listed():
        if not item["defaultResponse"]:
            live.gateway.delete(item["responseType"])
    for kind, response in state.items():
        live.gateway.put(kind, response)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(declared=DECLARED)
def test_what_presets_make_is_live_after_a_push(
    local: Live, tmp_path_factory: pytest.TempPathFactory, declared: CustomizationSet
) -> None:
    have(local, {})
    folder = tmp_path_factory.mktemp("push")
    aws.push(local.client, local.rest_api_id, declared, backup=folder / "before.json")
    assert aws.diff(local.client, local.rest_api_id, declared) == []
    assert aws.push(local.client, local.rest_api_id, declared, backup=folder / "again.json").done == ()
    assert not (folder / "again.json").exists()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=STATES, declared=DECLARED, prune=st.booleans())
def test_a_restored_api_is_what_it_was_to_the_letter(
    local: Live, tmp_path_factory: pytest.TempPathFactory, state: Any, declared: CustomizationSet, prune: bool
) -> None:
    have(local, state)
    before = local.listed()
    backup = tmp_path_factory.mktemp("restore") / "before.json"
    pushed = aws.push(local.client, local.rest_api_id, declared, backup=backup, prune=prune)
    if pushed.done:
        aws.restore(local.client, backup)
    assert local.listed() == before


NOW = compose([cors(allow_origin="*"), hints(), problem_details()]).minimal()
BEFORE = {
    "THROTTLED": GatewayResponse("503", {"gatewayresponse.header.X-A": "'1'"}, {"application/json": '{ "a":1 }'}),
    "DEFAULT_5XX": GatewayResponse("500", {}, {"application/json": '{"message":$context.error.messageString}'}),
}


@pytest.mark.parametrize("server", ["local", "on_moto", "on_ministack"])
@pytest.mark.parametrize("prune", [False, True])
def test_every_stand_in_for_aws_is_pushed_to_and_restored(
    server: str, prune: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    live: Live = request.getfixturevalue(server)
    have(live, BEFORE)
    before = live.listed()
    aws.push(live.client, live.rest_api_id, NOW, backup=tmp_path / "before.json", prune=prune)
    left = [] if prune or ResponseType.THROTTLED in NOW else ["THROTTLED"]
    assert [one.response_type for one in aws.diff(live.client, live.rest_api_id, NOW)] == left
    assert sorted(aws.pull(live.client, live.rest_api_id)) == sorted([*NOW, *left])
    aws.restore(live.client, tmp_path / "before.json")
    assert live.listed() == before


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_a_preset_makes_is_live_after_a_push(local: Live, tmp_path: Path, name: str) -> None:
    have(local, {})
    declared = compose([EXAMPLES[name][0]]).minimal()
    aws.push(local.client, local.rest_api_id, declared, backup=tmp_path / "before.json")
    assert aws.diff(local.client, local.rest_api_id, declared) == []
    assert sorted(aws.pull(local.client, local.rest_api_id)) == sorted(declared)


def test_a_backup_is_not_written_over(local: Live, tmp_path: Path) -> None:
    have(local, {})
    backup = tmp_path / "before.json"
    backup.write_text("the first half")
    with pytest.raises(GatewayResponseError, match=r"is there already; name another file, or move this one$"):
        aws.push(local.client, local.rest_api_id, NOW, backup=backup)
    assert (backup.read_text(), aws.pull(local.client, local.rest_api_id)) == ("the first half", {})


def test_a_stage_serves_what_is_pushed_once_it_is_deployed(local: Live, tmp_path: Path) -> None:
    have(local, {})
    for stage in (None, "prod"):
        ids = {one["id"] for one in local.client.get_deployments(restApiId=local.rest_api_id)["items"]}
        aws.push(local.client, local.rest_api_id, NOW, backup=tmp_path / f"{stage}.json", deploy=stage)
        now = {one["id"] for one in local.client.get_deployments(restApiId=local.rest_api_id)["items"]}
        assert len(now - ids) == (1 if stage else 0)


def test_customizations_are_pushed_without_a_set_too(local: Live, tmp_path: Path) -> None:
    have(local, {})
    outcome = aws.push(local.client, local.rest_api_id, OWN, backup=tmp_path / "before.json")
    assert [f"{change.verb} {change.response_type}" for change in outcome.done] == ["add THROTTLED", "add DEFAULT_4XX"]


def test_parameters_that_no_answer_has_are_kept(local: Live, tmp_path: Path) -> None:
    odd = GatewayResponse(parameters={"gatewayresponse.path.P": "'1'", "gatewayresponse.querystring.Q": "'2'"})
    have(local, {"THROTTLED": odd})
    aws.push(local.client, local.rest_api_id, OWN, backup=tmp_path / "before.json")
    aws.restore(local.client, tmp_path / "before.json")
    found = local.gateway.get("THROTTLED")
    assert found
    assert found.parameters == odd.parameters
    assert sync.diff(local.gateway, {"THROTTLED": odd}) == []
