"""Deployments and stages through AWS's SDK: a stage serves what was deployed."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.local.declarations import RestApi, Stage, Throttle
from constructs_gw.local.live_apis import MAX_DEPLOYMENTS, LiveApis

from .aws_client import API, STAGE, an_api, answer, served_to_sdk
from .test_apigateway_errors import error_of


@pytest.fixture
def server() -> Iterator[tuple[Any, str]]:
    """A server for an API with the stages `test` and `prod`."""
    with served_to_sdk(an_api(API, "test", "prod")) as found:
        yield found


@pytest.fixture
def client(server: tuple[Any, str]) -> Any:
    return server[0]


def status_of(url: str, stage: str) -> int:
    """What clients of a stage get for an unknown route."""
    return httpx.get(f"{url}/_aws/execute-api/{API}/{stage}/nope").status_code


def customize(client: Any, status: str) -> None:
    client.put_gateway_response(restApiId=API, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode=status)


def test_a_stage_serves_what_was_deployed(server: tuple[Any, str]) -> None:
    client, url = server
    customize(client, "404")
    assert [status_of(url, stage) for stage in ("test", "prod")] == [403, 403]
    client.create_deployment(restApiId=API, stageName="test")
    assert [status_of(url, stage) for stage in ("test", "prod")] == [404, 403]
    client.delete_gateway_response(restApiId=API, responseType="MISSING_AUTHENTICATION_TOKEN")
    client.create_deployment(restApiId=API)
    assert [status_of(url, stage) for stage in ("test", "prod")] == [404, 403]
    client.create_deployment(restApiId=API, stageName="test")
    assert [status_of(url, stage) for stage in ("test", "prod")] == [403, 403]


def test_a_deployment_makes_the_stage_that_it_names(server: tuple[Any, str]) -> None:
    client, url = server
    customize(client, "404")
    made = client.create_deployment(
        restApiId=API, stageName="new", stageDescription="for all", description="first", variables={"a": "https://x.y/"}
    )
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["description"] == "first"
    assert status_of(url, "new") == 404
    stage = client.get_stage(restApiId=API, stageName="new")
    assert (stage["deploymentId"], stage["description"]) == (made["id"], "for all")
    assert stage["variables"] == {"a": "https://x.y/"}


def test_a_stage_has_the_members_that_aws_gives_it(client: Any) -> None:
    """Recorded: LocalStack, test_apigateway_canary, test_create_canary_deployment_with_stage."""
    client.create_deployment(restApiId=API, stageName="dev", stageDescription="dev stage", variables={"testVar": "a"})
    stage = answer(client.get_stage(restApiId=API, stageName="dev"))
    assert stage.pop("createdDate") <= stage.pop("lastUpdatedDate")
    assert stage == {
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "deploymentId": client.get_deployments(restApiId=API)["items"][-1]["id"],
        "description": "dev stage",
        "methodSettings": {},
        "stageName": "dev",
        "tracingEnabled": False,
        "variables": {"testVar": "a"},
        "ResponseMetadata": 200,
    }


def test_a_deployment_without_description_has_an_id_and_a_date(client: Any) -> None:
    """Recorded: LocalStack, test_apigateway_canary, create-deployment-1."""
    made = answer(client.create_deployment(restApiId=API))
    assert sorted(made) == ["ResponseMetadata", "createdDate", "id"]
    found = answer(client.get_deployment(restApiId=API, deploymentId=made["id"]))
    assert found == {**made, "ResponseMetadata": 200}


def test_stages_of_a_deployment(client: Any) -> None:
    first = client.get_stages(restApiId=API)["item"]
    assert [stage["stageName"] for stage in first] == ["test", "prod"]
    made = client.create_deployment(restApiId=API, stageName="prod")["id"]
    found = client.get_stages(restApiId=API, deploymentId=made)["item"]
    assert [stage["stageName"] for stage in found] == ["prod"]
    assert client.get_stages(restApiId=API, deploymentId="nope")["item"] == []


def test_a_stage_can_go_back_to_a_deployment(server: tuple[Any, str]) -> None:
    client, url = server
    before = client.get_stage(restApiId=API, stageName="prod")["deploymentId"]
    customize(client, "404")
    client.create_deployment(restApiId=API, stageName="prod")
    assert status_of(url, "prod") == 404
    operations = [{"op": "replace", "path": "/deploymentId", "value": before}]
    stage = client.update_stage(restApiId=API, stageName="prod", patchOperations=operations)
    assert stage["deploymentId"] == before
    assert status_of(url, "prod") == 403


def test_description_and_variables_of_a_stage_can_be_changed(client: Any) -> None:
    """Recorded: LocalStack, test_apigateway_common, test_create_update_stages (update-stage)."""
    operations = [
        {"op": "replace", "path": "/description", "value": "stage new"},
        {"op": "replace", "path": "/variables/var1", "value": "test"},
        {"op": "replace", "path": "/variables/var2", "value": "test2"},
    ]
    stage = client.update_stage(restApiId=API, stageName="prod", patchOperations=operations)
    assert (stage["description"], stage["variables"]) == ("stage new", {"var1": "test", "var2": "test2"})
    operations = [{"op": "remove", "path": "/variables/var1"}]
    stage = client.update_stage(restApiId=API, stageName="prod", patchOperations=operations)
    assert stage["variables"] == {"var2": "test2"}


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ({"op": "replace", "path": "/deploymentId", "value": "nope"}, 400),
        ({"op": "replace", "path": "/variables/a", "value": "*"}, 400),
        ({"op": "replace", "path": "/variables/a b", "value": "x"}, 400),
        ({"op": "replace", "path": "/tracingEnabled", "value": "true"}, 501),
        ({"op": "wrong"}, 400),
        ({}, 501),
    ],
)
def test_a_change_of_a_stage_that_is_refused_changes_nothing(client: Any, operation: Any, status: int) -> None:
    before = client.get_stage(restApiId=API, stageName="prod")
    operations = [{"op": "replace", "path": "/description", "value": "x"}, operation]
    found = error_of(client.update_stage, restApiId=API, stageName="prod", patchOperations=operations)
    assert found[0] == status
    after = client.get_stage(restApiId=API, stageName="prod")
    assert answer(after) == answer(before)


def test_what_is_not_there(client: Any) -> None:
    for call, arguments in (
        (client.get_stage, {"restApiId": API, "stageName": "nope"}),
        (client.get_deployment, {"restApiId": API, "deploymentId": "nope"}),
        (client.get_rest_api, {"restApiId": "nope"}),
        (client.get_stages, {"restApiId": "nope"}),
        (client.get_deployments, {"restApiId": "nope"}),
        (client.create_deployment, {"restApiId": "nope", "stageName": "prod"}),
    ):
        assert error_of(call, **arguments)[:2] == (404, "NotFoundException")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"stageName": "a b"}, 400),
        ({"stageName": "a/b"}, 400),
        ({"stageName": "a" * 129}, 400),
        ({"stageName": "a\n"}, 400),
        ({"stageName": "a", "variables": {"a": "'*'"}}, 400),
        ({"stageName": "a", "canarySettings": {"percentTraffic": 5.0}}, 501),
    ],
)
def test_a_deployment_that_is_refused_makes_nothing(client: Any, arguments: Any, status: int) -> None:
    assert error_of(client.create_deployment, restApiId=API, **arguments)[0] == status
    assert [stage["stageName"] for stage in client.get_stages(restApiId=API)["item"]] == ["test", "prod"]
    assert len(client.get_deployments(restApiId=API)["items"]) == 1


def test_deployments_that_no_stage_serves_are_forgotten_at_last() -> None:
    (live,) = LiveApis([an_api()])
    served = live.stages[STAGE].deployment
    made = [live.record() for _ in range(MAX_DEPLOYMENTS + 2)]
    assert list(live.deployments.values()) == [served, *made[-MAX_DEPLOYMENTS + 1 :]]


def test_apis_come_in_pages() -> None:
    with served_to_sdk(*(an_api(f"Api{number}") for number in range(7))) as (client, _):
        pages = client.get_paginator("get_rest_apis").paginate(PaginationConfig={"PageSize": 3})
        assert [[item["id"] for item in page["items"]] for page in pages] == [
            ["Api0", "Api1", "Api2"],
            ["Api3", "Api4", "Api5"],
            ["Api6"],
        ]
        for wrong in ({"limit": 0}, {"limit": 501}, {"limit": "x"}, {"position": "-1"}, {"position": "9" * 5000}):
            assert error_of(client.get_rest_apis, **wrong)[:2] == (400, "BadRequestException")
        assert client.get_rest_apis(position="999")["items"] == []


def test_an_api_is_what_the_template_says_of_it() -> None:
    declared = CustomizationSet([Customization("THROTTLED", status_code=430)])
    throttles = {"/*/*": Throttle(10.0, 5.0), "/orders/GET": Throttle(float("inf"), 2.0)}
    stages = (Stage("prod", {"a": "b"}, method_throttles=throttles),)
    with served_to_sdk(RestApi(API, "orders", declared, stages=stages, takes_key_from_authorizer=True)) as (client, _):
        found = answer(client.get_rest_api(restApiId=API))
        del found["createdDate"]
        assert found == {"id": API, "name": "orders", "apiKeySource": "AUTHORIZER", "ResponseMetadata": 200}
        settings = client.get_stage(restApiId=API, stageName="prod")["methodSettings"]
    assert settings == {
        "*/*": {"throttlingBurstLimit": 5, "throttlingRateLimit": 10.0},
        "~1orders/GET": {"throttlingBurstLimit": 2},
    }
