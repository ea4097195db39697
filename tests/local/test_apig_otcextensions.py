"""APIG's control plane through Open Telekom Cloud's SDK, otcextensions."""

from collections.abc import Iterator
from typing import Any

import openstack
import otcextensions.sdk
import pytest
from openstack.exceptions import HttpException, NotFoundException

from .apig_sample import DEFAULT_BODY
from .sample import served, template

# What the libraries say of themselves and of one another.
pytestmark = [
    pytest.mark.filterwarnings("ignore::openstack.warnings.RemovedInSDK50Warning"),
    pytest.mark.filterwarnings("ignore::openstack.warnings.RemovedInSDK60Warning"),
]
GATEWAY = "opentelekomcloud"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(template({})) as url:
        yield url


def connected(url: str, token: str = "local") -> Any:
    """The SDK's APIG client; with this kind of token it calls the URL as it is and asks no catalog."""
    endpoint = f"{url}/v2/local"
    connection: Any = openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_type="admin_token",
        auth={"endpoint": endpoint, "token": token},
        apig_endpoint_override=endpoint,
    )
    otcextensions.sdk.load(connection)
    return connection.apig


@pytest.fixture
def client(url: str) -> Any:
    return connected(url)


def default_id(client: Any) -> str:
    return str(next(response.id for response in client.group_responses(GATEWAY, "Api") if response.name == "default"))


def test_the_life_of_a_response(client: Any) -> None:
    created = client.create_group_response(
        GATEWAY, "Api", name="busy", responses={"THROTTLED": {"status": 503, "body": "{}"}}
    )
    assert created.responses["THROTTLED"] == {"status": 503, "body": "{}", "default": False}
    assert [response.name for response in client.group_responses(GATEWAY, "Api")] == ["busy", "default"]
    assert len(client.get_group_response(GATEWAY, "Api", created.id).responses) == 19
    updated = client.update_group_response(GATEWAY, "Api", created.id, name="calm")
    assert (updated.name, updated.responses["THROTTLED"]["default"]) == ("calm", True)
    client.delete_group_response(GATEWAY, "Api", created.id)
    assert [response.name for response in client.group_responses(GATEWAY, "Api")] == ["default"]


def test_the_life_of_an_error_type(client: Any) -> None:
    which = (GATEWAY, "Api", default_id(client), "ACCESS_DENIED")
    default = {"status": 403, "body": DEFAULT_BODY, "default": True}
    assert client.get_error_response(*which).access_denied == default
    headers = [{"key": "X-A", "value": "1"}]
    updated = client.update_error_response(*which, status=404, body="{}", headers=headers)
    assert updated.access_denied == {"status": 404, "body": "{}", "headers": headers, "default": False}
    assert client.get_error_response(*which).access_denied == updated.access_denied
    client.delete_error_response(*which)
    assert client.get_error_response(*which).access_denied == default


@pytest.mark.parametrize(
    ("token", "change", "status", "code"),
    [
        ("local", {"response_type": "JWT_AUTH_FAILURE"}, 400, "APIG.2012"),
        ("wrong", {}, 401, "APIG.1002"),
        ("forbidden", {}, 403, "APIG.1005"),
        ("local", {"gateway": "none"}, 404, "APIG.3030"),
        ("local", {"group": "none"}, 404, "APIG.3001"),
        ("local", {"response": "none"}, 404, "APIG.3007"),
        ("broken", {}, 500, "APIG.9999"),
    ],
)
def test_errors(url: str, client: Any, token: str, change: dict[str, str], status: int, code: str) -> None:
    which = {"gateway": GATEWAY, "group": "Api", "response": default_id(client), "response_type": "THROTTLED", **change}
    with pytest.raises(NotFoundException if status == 404 else HttpException) as raised:
        connected(url, token).update_error_response(**which, body="{}")
    answer = raised.value.response
    assert answer is not None
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    assert answer.headers["X-Request-Id"]


def test_the_default_response_stays(client: Any) -> None:
    with pytest.raises(HttpException) as raised:
        client.delete_group_response(GATEWAY, "Api", default_id(client))
    assert raised.value.response is not None
    assert raised.value.response.json()["error_code"] == "APIG.3491"
