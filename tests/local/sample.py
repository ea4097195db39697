"""The local gateway of a template, running for one test or module."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from constructs_gw.assembly import template_file
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import base_url, gateway, serving

API = "Api"
STAGE = "prod"


@contextmanager
def served(template: Mapping[str, Any], **options: Any) -> Iterator[str]:
    """The URL of a server for a template's APIs."""
    with serving(gateway(read_declared([template_file(template, "template.json")]), **options)) as url:
        yield url


@contextmanager
def client_of(template: Mapping[str, Any], **options: Any) -> Iterator[httpx.Client]:
    """A client of the stage `prod` of a template's API `Api`."""
    with served(template, **options) as url, httpx.Client(base_url=base_url(url, API, STAGE)) as client:
        yield client


def template(resources: Mapping[str, Any], **api: Any) -> dict[str, Any]:
    """A template with the REST API `Api` and its stage `prod`."""
    reference = {"RestApiId": {"Ref": API}}
    return {
        "Resources": {
            API: {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders", **api}},
            "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": reference},
            "Stage": {
                "Type": "AWS::ApiGateway::Stage",
                "Properties": {**reference, "StageName": STAGE, "DeploymentId": {"Ref": "Deployment"}},
            },
            **resources,
        }
    }
