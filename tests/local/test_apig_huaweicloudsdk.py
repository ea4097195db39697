"""APIG's control plane through Huawei Cloud's own SDK, huaweicloudsdkapig."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from ..huaweicloud_sdk import BasicCredentials, ClientRequestException, ServerResponseException, v2
from .apig_sample import DEFAULT_BODY
from .sample import served, template

GROUP = {"instance_id": "huaweicloud", "group_id": "Api"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, served(template({})) as url:
        for name in [name for name in os.environ if name.startswith("HUAWEICLOUD_SDK_")]:
            patch.delenv(name)
        yield url


def connected(url: str, access_key: str = "local", secret_key: str = "local", project_id: str = "local") -> Any:
    credentials = BasicCredentials(access_key, secret_key, project_id)
    return v2.ApigClient.new_builder().with_credentials(credentials).with_endpoint(url).build()


@pytest.fixture(scope="module")
def client(url: str) -> Any:
    return connected(url)


def default_id(client: Any) -> str:
    listed = client.list_gateway_responses_v2(v2.ListGatewayResponsesV2Request(**GROUP)).responses
    return str(next(response.id for response in listed if response.default))


def test_the_life_of_a_response(client: Any) -> None:
    """Create, list, show, update and delete: five of the eight operations."""
    info = v2.ResponseInfo(status=503, body="{}", headers=[v2.ResponseInfoHeader("Retry-After", "30")])
    create = v2.ResponsesCreate(name="busy", responses={"THROTTLED": info})
    created = client.create_gateway_response_v2(v2.CreateGatewayResponseV2Request(**GROUP, body=create))
    assert (created.status_code, created.name, created.default) == (201, "busy", False)

    listed = client.list_gateway_responses_v2(v2.ListGatewayResponsesV2Request(**GROUP, offset=0, limit=1))
    assert (listed.total, listed.size, [response.id for response in listed.responses]) == (2, 1, [created.id])

    which = {**GROUP, "response_id": created.id}
    shown = client.show_details_of_gateway_response_v2(v2.ShowDetailsOfGatewayResponseV2Request(**which))
    throttled = shown.responses["THROTTLED"]
    assert (throttled.status, throttled.body, throttled.default) == (503, "{}", False)
    assert [(header.key, header.value) for header in throttled.headers] == [("Retry-After", "30")]
    assert shown.create_time is not None

    update = v2.ResponsesCreate(name="calm")
    updated = client.update_gateway_response_v2(v2.UpdateGatewayResponseV2Request(**which, body=update))
    assert (updated.name, updated.responses["THROTTLED"].default) == ("calm", True)

    deleted = client.delete_gateway_response_v2(v2.DeleteGatewayResponseV2Request(**which))
    assert deleted.status_code == 204
    with pytest.raises(ClientRequestException) as raised:
        client.delete_gateway_response_v2(v2.DeleteGatewayResponseV2Request(**which))
    assert raised.value.status_code == 404


def test_the_life_of_an_error_type(client: Any) -> None:
    """Show, update and delete: the other three operations."""
    which = {**GROUP, "response_id": default_id(client), "response_type": "ACCESS_DENIED"}

    def shown() -> Any:
        request = v2.ShowDetailsOfGatewayResponseTypeV2Request(**which)
        return client.show_details_of_gateway_response_type_v2(request).body["ACCESS_DENIED"]

    assert (shown().status, shown().body, shown().default) == (403, DEFAULT_BODY, True)
    info = v2.ResponseInfo(status=404, body='{"no": 1}')
    request = v2.UpdateGatewayResponseTypeV2Request(**which, body=info)
    updated = client.update_gateway_response_type_v2(request).body["ACCESS_DENIED"]
    assert (updated.status, updated.body, updated.default) == (404, '{"no": 1}', False)
    assert shown() == updated
    deleted = client.delete_gateway_response_type_v2(v2.DeleteGatewayResponseTypeV2Request(**which))
    assert deleted.status_code == 204
    assert shown().default is True


@pytest.mark.parametrize(
    ("caller", "change", "status", "code"),
    [
        ({}, {"response_type": "MISSING"}, 400, "APIG.2012"),
        ({"secret_key": "wrong"}, {}, 401, "APIGW.0301"),
        ({"access_key": "none"}, {}, 401, "APIGW.0301"),
        ({"access_key": "forbidden"}, {}, 403, "APIG.1005"),
        ({"project_id": "other"}, {}, 403, "APIC.7130"),
        ({}, {"instance_id": "none"}, 404, "APIG.3030"),
        ({}, {"group_id": "none"}, 404, "APIG.3001"),
        ({}, {"response_id": "none"}, 404, "APIG.3007"),
    ],
)
def test_errors(url: str, client: Any, caller: dict[str, str], change: dict[str, str], status: int, code: str) -> None:
    which = {**GROUP, "response_id": default_id(client), "response_type": "ACCESS_DENIED", **change}
    with pytest.raises(ClientRequestException) as raised:
        connected(url, **caller).delete_gateway_response_type_v2(v2.DeleteGatewayResponseTypeV2Request(**which))
    assert (raised.value.status_code, raised.value.error_code) == (status, code)
    assert raised.value.error_msg
    assert len(raised.value.request_id) == 32


def test_a_server_error(url: str) -> None:
    with pytest.raises(ServerResponseException) as raised:
        connected(url, "broken").list_gateway_responses_v2(v2.ListGatewayResponsesV2Request(**GROUP))
    assert (raised.value.status_code, raised.value.error_code) == (500, "APIG.9999")
    assert len(raised.value.request_id) == 32


def test_a_response_without_a_body_is_refused(client: Any) -> None:
    which = {**GROUP, "response_id": default_id(client), "response_type": "ACCESS_DENIED"}
    for body in (v2.ResponseInfo(status=403), None):
        with pytest.raises(ClientRequestException) as raised:
            client.update_gateway_response_type_v2(v2.UpdateGatewayResponseTypeV2Request(**which, body=body))
        assert (raised.value.error_code, raised.value.error_msg) == ("APIG.2001", "The parameters must be specified")


def test_an_id_that_was_left_out_is_refused(client: Any) -> None:
    """The SDK sends the name of the placeholder."""
    with pytest.raises(ClientRequestException) as raised:
        client.list_gateway_responses_v2(v2.ListGatewayResponsesV2Request(instance_id="huaweicloud"))
    assert (raised.value.status_code, raised.value.error_code) == (400, "APIG.2012")
    assert "parameterName:group_id" in raised.value.error_msg


def test_a_temporary_key_and_a_token(url: str) -> None:
    client = connected(url)
    client._credentials.security_token = "any"
    assert client.list_gateway_responses_v2(v2.ListGatewayResponsesV2Request(**GROUP)).total == 1
    for token, status in (("local", 200), ("forbidden", 403)):
        invoker = client.list_gateway_responses_v2_invoker(v2.ListGatewayResponsesV2Request(**GROUP))
        try:
            found = invoker.add_header("X-Auth-Token", token).invoke().status_code
        except ClientRequestException as error:
            found = error.status_code
        assert found == status
