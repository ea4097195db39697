"""Whatever happens on the way, nothing is lost: what was done is said, a second push finishes, a backup undoes."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError

from constructs_gw import Customization, aws, sync
from constructs_gw.aws import RestApiGateway, StoppedError
from constructs_gw.aws.rest_api import ATTEMPTS, PATIENCE
from constructs_gw.gateway_response import GatewayResponse

from .conftest import Live, client_of
from .faults import Fault, Faulty, conflict, cut_after, cut_before, deny, faulty, hang, refuse, stop_at, then, throttle

DECLARED = [
    Customization("ACCESS_DENIED", status_code=404),
    Customization("DEFAULT_4XX", headers={"X-A": "1"}),
    Customization("THROTTLED", status_code=503),
]
WANTED = {entry.response_type.value: GatewayResponse.of(entry) for entry in DECLARED}
OLD = GatewayResponse("429", {"gatewayresponse.header.X-Old": "'1'"}, {"application/json": '{ "old":1 }'})
PUT = "PUT THROTTLED"


@pytest.fixture
def api() -> Iterator[Faulty]:
    with faulty() as made:
        made.other.gateway.put("THROTTLED", OLD)
        yield made


def pushed(api: Faulty, pauses: list[float] | None = None) -> sync.Outcome[GatewayResponse]:
    gateway = RestApiGateway(api.live.client, "Api", sleep=(pauses if pauses is not None else []).append)
    return sync.write(gateway, sync.plan(gateway, WANTED))


def types(changes: tuple[sync.Change[GatewayResponse], ...]) -> list[str]:
    return [change.response_type for change in changes]


@pytest.mark.parametrize(
    "fault",
    [
        throttle,
        conflict,
        refuse(500, "InternalFailure"),
        refuse(503, "ServiceUnavailableException"),
        refuse(504, "GatewayTimeout"),
        cut_before,
        cut_after,
        hang,
    ],
    ids=["throttled", "conflict", "500", "503", "504", "cut before the write", "cut after the write", "no answer"],
)
def test_what_passes_is_tried_again(api: Faulty, fault: Fault) -> None:
    api.faults.plan(PUT, fault, fault)
    pauses: list[float] = []
    assert types(pushed(api, pauses).done) == ["ACCESS_DENIED", "THROTTLED", "DEFAULT_4XX"]
    assert (api.faults.count(PUT), len(pauses)) == (3, 2)
    assert sync.diff(api.other.gateway, WANTED) == []


@pytest.mark.parametrize("request_", ["GET gatewayresponses", "GET THROTTLED"])
def test_reading_is_tried_again_too(api: Faulty, request_: str) -> None:
    api.faults.plan(request_, throttle, cut_before)
    assert pushed(api).is_complete


def test_what_does_not_pass_is_given_up_within_bounds(api: Faulty) -> None:
    api.faults.plan(PUT, *[throttle] * 100)
    pauses: list[float] = []
    outcome = pushed(api, pauses)
    assert isinstance(outcome.error, ClientError)
    assert (types(outcome.done), outcome.failed and outcome.failed.response_type) == (["ACCESS_DENIED"], "THROTTLED")
    assert (api.faults.count(PUT), types(outcome.left)) == (ATTEMPTS, ["DEFAULT_4XX"])
    assert sum(pauses) < 2 * PATIENCE
    assert api.other.gateway.get("THROTTLED") == OLD


def test_what_aws_refuses_is_not_tried_again(api: Faulty) -> None:
    api.faults.plan(PUT, deny)
    assert (types(pushed(api).done), api.faults.count(PUT)) == (["ACCESS_DENIED"], 1)


def test_a_write_that_is_never_answered_was_made(api: Faulty) -> None:
    api.faults.plan(PUT, *[cut_after] * ATTEMPTS)
    assert types(pushed(api).done) == ["ACCESS_DENIED", "THROTTLED", "DEFAULT_4XX"]
    assert api.faults.count(PUT) == ATTEMPTS


def test_a_reset_that_is_answered_the_second_time_was_made(api: Faulty) -> None:
    api.faults.plan("DELETE THROTTLED", cut_after)
    gateway = RestApiGateway(api.live.client, "Api", sleep=lambda _: None)
    assert sync.write(gateway, sync.plan(gateway, {"THROTTLED": None})).is_complete
    assert api.other.gateway.get("THROTTLED") is None


def test_a_write_that_never_arrives_was_not_made(api: Faulty) -> None:
    api.faults.plan(PUT, *[cut_before] * ATTEMPTS)
    outcome = pushed(api)
    assert isinstance(outcome.error, ConnectionClosedError)
    assert api.other.gateway.get("THROTTLED") == OLD


def test_a_server_that_is_not_there_is_not_waited_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        pauses: list[float] = []
        client = client_of(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(EndpointConnectionError):
            RestApiGateway(client, "Api", sleep=pauses.append).list()
    assert pauses == []


def test_a_stopped_push_says_where_and_another_finishes_it(api: Faulty, tmp_path: Path) -> None:
    api.faults.plan(PUT, deny)
    with pytest.raises(StoppedError) as raised:
        aws.push(api.live.client, "Api", DECLARED, backup=tmp_path / "1.json", deploy="prod")
    assert str(raised.value) == (
        "stopped at THROTTLED after 1 made: An error occurred (AccessDeniedException) when calling the "
        "PutGatewayResponse operation (reached max retries: 0): User is not authorized to perform: apigateway:PUT on "
        "resource: arn"
    )
    assert (types(raised.value.outcome.left), api.faults.count("POST deployments")) == (["DEFAULT_4XX"], 0)
    again = aws.push(api.live.client, "Api", DECLARED, backup=tmp_path / "2.json", deploy="prod")
    assert (types(again.done), api.faults.count("POST deployments")) == (["THROTTLED", "DEFAULT_4XX"], 1)
    assert aws.diff(api.live.client, "Api", DECLARED) == []


def test_a_stopped_push_is_undone(api: Faulty, tmp_path: Path) -> None:
    before = api.other.listed()
    api.faults.plan("PUT DEFAULT_4XX", deny)
    with pytest.raises(StoppedError):
        aws.push(api.live.client, "Api", DECLARED, backup=tmp_path / "1.json")
    assert api.other.listed() != before
    aws.restore(api.live.client, tmp_path / "1.json")
    assert api.other.listed() == before


def test_a_stopped_restore_is_finished_by_another(api: Faulty, tmp_path: Path) -> None:
    before = api.other.listed()
    aws.push(api.live.client, "Api", DECLARED, backup=tmp_path / "1.json")
    api.faults.plan("DELETE DEFAULT_4XX", deny)
    with pytest.raises(StoppedError, match=r"^stopped at DEFAULT_4XX after 1 made"):
        aws.restore(api.live.client, tmp_path / "1.json")
    aws.restore(api.live.client, tmp_path / "1.json")
    assert api.other.listed() == before


def test_a_writer_between_the_plan_and_the_write_is_not_overwritten(api: Faulty) -> None:
    theirs = GatewayResponse("418", {}, {"application/json": "{}"})
    api.faults.plan("PUT ACCESS_DENIED", then(lambda: api.other.gateway.put("THROTTLED", theirs)))
    outcome = pushed(api)
    assert isinstance(outcome.error, sync.ChangedError)
    assert (types(outcome.done), api.faults.count(PUT)) == (["ACCESS_DENIED"], 0)
    assert api.other.gateway.get("THROTTLED") == theirs


def test_a_writer_behind_the_write_is_seen(api: Faulty) -> None:
    theirs = GatewayResponse("418", {}, {"application/json": "{}"})
    api.faults.plan(PUT, then(lambda: api.other.gateway.put("THROTTLED", theirs)))
    outcome = pushed(api)
    assert isinstance(outcome.error, sync.UnverifiedError)
    assert api.other.gateway.get("THROTTLED") == theirs


def test_a_deployment_whose_answer_is_lost_is_not_made_twice(api: Faulty) -> None:
    api.faults.plan("POST deployments", cut_after)
    with pytest.raises(ConnectionClosedError):
        api.live.gateway.deploy("prod")
    assert api.faults.count("POST deployments") == 1


def test_a_deployment_that_is_refused_for_now_is_tried_again(api: Faulty) -> None:
    api.faults.plan("POST deployments", throttle, conflict)
    RestApiGateway(api.live.client, "Api", sleep=lambda _: None).deploy("prod")
    assert api.faults.count("POST deployments") == 3


TEMPLATE = {
    "Resources": {
        "Orders": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}},
        **{
            entry.response_type.title().replace("_", ""): {
                "Type": "AWS::ApiGateway::GatewayResponse",
                "Properties": {
                    "RestApiId": {"Ref": "Orders"},
                    "ResponseType": entry.response_type,
                    "ResponseParameters": entry.response_parameters,
                    **({"StatusCode": entry.status_code} if entry.status_code else {}),
                },
            }
            for entry in DECLARED
        },
    }
}


def killed(api: Faulty, folder: Path) -> Path:
    """The backup of a push that the system ends while it puts THROTTLED, after ACCESS_DENIED."""
    reached = threading.Event()
    api.faults.plan(PUT, stop_at(reached))
    (folder / "template.json").write_text(json.dumps(TEMPLATE))
    options = ["--rest-api-id", "Api", "--region", "eu-central-1", "--endpoint-url", api.url, "--yes"]
    command = [sys.executable, "-m", "constructs_gw", "aws", "push", "template.json", *options]
    keys = {"AWS_ACCESS_KEY_ID": "AKIALOCAL", "AWS_SECRET_ACCESS_KEY": "local", "AWS_CONFIG_FILE": os.devnull}
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **keys}, stdout=subprocess.DEVNULL) as process:
        try:
            assert reached.wait(60)
        finally:
            process.send_signal(signal.SIGKILL)
    [backup] = folder.glob("gateway-responses-Api-*.json")
    assert list(Live(api.other.client, "Api").gateway.list()) == ["THROTTLED", "ACCESS_DENIED"]
    return backup


def test_a_killed_push_is_finished_by_another(api: Faulty, tmp_path: Path) -> None:
    killed(api, tmp_path)
    again = aws.push(api.live.client, "Api", DECLARED, backup=tmp_path / "again.json")
    assert types(again.done) == ["THROTTLED", "DEFAULT_4XX"]
    assert aws.diff(api.live.client, "Api", DECLARED) == []


def test_a_killed_push_is_undone_by_its_backup(api: Faulty, tmp_path: Path) -> None:
    before = api.other.listed()
    aws.restore(api.live.client, killed(api, tmp_path))
    assert api.other.listed() == before
