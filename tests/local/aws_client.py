"""A client of AWS's SDK for Python for the control plane of a local gateway."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

from constructs_gw.customization_set import CustomizationSet
from constructs_gw.local.declarations import RestApi, Stage
from constructs_gw.local.server import gateway, serving

API = "Api"
STAGE = "prod"
DEFAULT_TEMPLATES = {"application/json": '{"message":$context.error.messageString}'}


def an_api(rest_api_id: str = API, *stages: str) -> RestApi:
    """An API without customizations, with the stage `prod` unless others are named."""
    return RestApi(rest_api_id, "orders", CustomizationSet(), stages=tuple(map(Stage, stages or (STAGE,))))


def aws_client(url: str) -> Any:
    """A client that sends whatever it is told to, once."""
    config = Config(parameter_validation=False, retries={"max_attempts": 0, "mode": "standard"})
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    return boto3.client("apigateway", endpoint_url=url, region_name="us-east-1", config=config, **keys)


@contextmanager
def served_to_sdk(*apis: RestApi) -> Iterator[tuple[Any, str]]:
    """A client and the URL of a server for APIs; one as `an_api` makes it unless others are given."""
    with serving(gateway(apis or (an_api(),))) as url:
        client = aws_client(url)
        yield client, url
        client.close()


def answer(response: dict[str, Any]) -> dict[str, Any]:
    """What an operation gave, with the HTTP status and without the rest of the metadata."""
    metadata = response["ResponseMetadata"]
    return {**response, "ResponseMetadata": metadata["HTTPStatusCode"]}
