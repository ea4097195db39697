"""A REST API of each kind that can stand in for one of AWS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from constructs_gw.aws import RestApiGateway
from tests.local.aws_client import served_to_sdk
from tests.ministack.conftest import ministack
from tests.ministack.server import MiniStack

__all__ = ["ministack"]

REGION = "eu-central-1"


def client_of(url: str, *, read_timeout: float = 10, attempts: int = 1) -> Any:
    """A client that botocore's model checks each request of, for the server at a URL."""
    keys = {"aws_access_key_id": "AKIALOCAL", "aws_secret_access_key": "local"}
    retries = {"mode": "standard", "total_max_attempts": attempts}
    config = Config(read_timeout=read_timeout, connect_timeout=5, retries=retries)
    return boto3.client("apigateway", endpoint_url=url, region_name=REGION, config=config, **keys)


@dataclass(frozen=True, slots=True)
class Live:
    """A REST API and a client for it."""

    client: Any
    rest_api_id: str

    @property
    def gateway(self) -> RestApiGateway:
        """The API as the engine sees it."""
        return RestApiGateway(self.client, self.rest_api_id)

    def listed(self) -> list[dict[str, Any]]:
        """Every response type as the server lists it."""
        items = self.client.get_gateway_responses(restApiId=self.rest_api_id)["items"]
        return sorted(items, key=lambda item: item["responseType"])


@pytest.fixture(scope="module")
def local() -> Iterator[Live]:
    """An API of the local gateway."""
    with served_to_sdk() as (_, url):
        yield Live(client_of(url), "Api")


@pytest.fixture
def on_moto() -> Iterator[Live]:
    """An API of moto."""
    with mock_aws():
        client = boto3.client(
            "apigateway", region_name=REGION, aws_access_key_id="testing", aws_secret_access_key="testing"
        )
        yield Live(client, client.create_rest_api(name="orders")["id"])


@pytest.fixture
def on_ministack(ministack: MiniStack) -> Live:
    """An API of MiniStack."""
    client = ministack.client("apigateway")
    return Live(client, client.create_rest_api(name="orders")["id"])
