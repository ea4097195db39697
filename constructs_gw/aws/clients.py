"""Clients of API Gateway, by the settings that the AWS CLI has."""

from typing import Any

import boto3
from botocore.config import Config


def apigateway(*, region: str | None = None, profile: str | None = None, endpoint_url: str | None = None) -> Any:
    """A client with the credentials of the AWS CLI; the profile's region unless one is given."""
    session = boto3.Session(profile_name=profile, region_name=region)
    settings = Config(retries={"mode": "standard"}, connect_timeout=10, read_timeout=30)
    return session.client("apigateway", endpoint_url=endpoint_url, config=settings)
