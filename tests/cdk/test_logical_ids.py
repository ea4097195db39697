"""Logical ids that stay what they were before `GatewayResponses` came."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway

from constructs_gw import GatewayResponseError
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, retry_after

from .conftest import resources, rest_api


def test_only_the_types_named_keep_a_logical_id(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    ids = {apigateway.ResponseType.THROTTLED: "TooFast"}
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)], logical_ids=ids)  # type: ignore[arg-type]
    assert list(resources(stack, "GatewayResponse")) == ["ErrorsQUOTAEXCEEDED0136488C", "TooFast"]


@pytest.mark.parametrize(
    ("logical_ids", "message"),
    [
        ({"THROTTLED": "Too-Fast"}, "logical_ids has 'Too-Fast'"),
        ({"THROTTLED": 1}, "logical_ids has 1"),
        ({"THROTTLED": "Old", "DEFAULT_4XX": "Old"}, "logical_ids has 'Old' twice"),
        (["THROTTLED"], "logical_ids=['THROTTLED'] is no mapping of response types"),
    ],
    ids=["characters", "number", "twice", "list"],
)
def test_what_cannot_be_logical_ids_is_refused(
    stack: cdk.Stack, api: apigateway.RestApi, logical_ids: Any, message: str
) -> None:
    presets = [cors(allow_origin="*"), retry_after(seconds=30)]
    with pytest.raises(GatewayResponseError) as caught:
        GatewayResponses(stack, "Errors", rest_api=api, presets=presets, logical_ids=logical_ids)
    fix = "give the logical id of each type's old resource: letters and digits"
    assert str(caught.value) == f"Orders/Errors: {message}; {fix}"


def test_a_raw_deployment_keeps_the_logical_id_that_its_owner_gave_it(stack: cdk.Stack) -> None:
    # Another date in the id is how people force a deployment.
    api = rest_api(stack, deploy=False)
    deployment = apigateway.CfnDeployment(stack, "Raw", rest_api_id=api.rest_api_id)
    deployment.override_logical_id("Raw20261121")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)])
    [logical_id] = resources(stack, "Deployment")
    assert logical_id.startswith("Raw20261121")
