"""What the harness and CloudFormation in MiniStack do with a stack of gateway responses."""

from typing import Any

import pytest

from .provoke import ProvokingApi, deploy, invalid_body, unknown_route
from .provoking_api import Json, template
from .server import DeploymentError, MiniStack

UNKNOWN_ROUTE = "MISSING_AUTHENTICATION_TOKEN"
NOT_FOUND = {"ResponseType": UNKNOWN_ROUTE, "StatusCode": "404"}
GONE = {"ResponseType": UNKNOWN_ROUTE, "StatusCode": "410"}
BUILT_IN_STATUS = 403


def customised(api: ProvokingApi) -> bool:
    """Whether the API itself, not its stage, has a customisation of the unknown route's type."""
    apigateway = api.ministack.client("apigateway")
    found = apigateway.get_gateway_response(restApiId=api.rest_api_id, responseType=UNKNOWN_ROUTE)
    return not found["defaultResponse"]


def test_a_changed_response_reaches_the_stage_with_another_deployment_only(ministack: MiniStack) -> None:
    deploy(ministack, "changed", {"Response": NOT_FOUND})
    assert unknown_route(deploy(ministack, "changed", {"Response": GONE})).status == 404
    assert unknown_route(deploy(ministack, "changed", {"Response": GONE}, deployment_id="Second")).status == 410


def test_a_removed_response_is_reset_after_the_deployment_of_the_same_update(ministack: MiniStack) -> None:
    deploy(ministack, "removed", {"Response": NOT_FOUND})
    api = deploy(ministack, "removed", {}, deployment_id="Second")
    assert not customised(api)
    assert unknown_route(api).status == 404
    assert unknown_route(deploy(ministack, "removed", {}, deployment_id="Third")).status == BUILT_IN_STATUS


def test_a_renamed_response_is_reset_and_lost_with_the_next_deployment(ministack: MiniStack) -> None:
    deploy(ministack, "renamed", {"Response": NOT_FOUND})
    api = deploy(ministack, "renamed", {"Renamed": NOT_FOUND}, deployment_id="Second")
    assert unknown_route(api).status == 404
    assert not customised(api)
    api = deploy(ministack, "renamed", {"Renamed": NOT_FOUND}, deployment_id="Third")
    assert unknown_route(api).status == BUILT_IN_STATUS


@pytest.mark.parametrize(("depends", "status"), [(True, 404), (False, BUILT_IN_STATUS)])
def test_a_deployment_waits_for_what_it_depends_on(ministack: MiniStack, depends: bool, status: int) -> None:
    # Resources that do not depend on each other are made in alphabetical order, so this response comes last.
    api = deploy(ministack, f"depends-{depends}", {"ZResponse": NOT_FOUND}, depends=depends)
    assert unknown_route(api).status == status


def test_a_request_validator_of_the_template_validates(ministack: MiniStack) -> None:
    assert invalid_body(deploy(ministack, "validators", {})).status == 400


def test_the_same_template_twice_is_no_error(ministack: MiniStack) -> None:
    deploy(ministack, "twice", {})
    deploy(ministack, "twice", {})


def test_a_failed_deployment_tells_the_reason(ministack: MiniStack) -> None:
    with pytest.raises(DeploymentError, match=r"Bad CREATE_FAILED .*Invalid gateway response type: NO_SUCH_TYPE"):
        deploy(ministack, "failed", {"Bad": {"ResponseType": "NO_SUCH_TYPE"}})


def test_a_deleted_stack_is_gone(ministack: MiniStack) -> None:
    api = deploy(ministack, "deleted", {})
    ministack.delete("deleted")
    assert unknown_route(api).status == 404  # MiniStack's answer for an API it does not know
    assert deploy(ministack, "deleted", {}).rest_api_id != api.rest_api_id


def test_a_template_as_cdk_writes_it_deploys(ministack: MiniStack) -> None:
    version = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"}
    too_old = {"Fn::Contains": [["1", "2", "3", "4", "5"], {"Ref": "BootstrapVersion"}]}
    rule = {"Assertions": [{"Assert": {"Fn::Not": [too_old]}, "AssertDescription": "version 6 required"}]}
    written: Json = {
        **template({"Response": NOT_FOUND}),
        "Parameters": {"BootstrapVersion": version},
        "Rules": {"CheckBootstrapVersion": rule},
    }
    stack = ministack.deploy(written, "cdk")
    assert unknown_route(ProvokingApi(ministack, "cdk", stack.outputs["RestApiId"])).status == 404


def test_a_nested_stack_is_read_from_its_bucket(ministack: MiniStack) -> None:
    parent = nesting(ministack, template({"Response": NOT_FOUND}))
    stack = ministack.deploy(parent, "parent")
    assert unknown_route(ProvokingApi(ministack, "parent", stack.outputs["RestApiId"])).status == 404


def test_a_template_too_large_for_a_request_deploys(ministack: MiniStack) -> None:
    large: dict[str, Any] = {**template({}), "Metadata": {"Padding": "x" * 60_000}}
    assert ministack.deploy(large, "large").outputs["RestApiId"]


def nesting(ministack: MiniStack, child: Json) -> Json:
    url = ministack.upload_template("nested", child)
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    return {
        "Resources": {"Nested": nested},
        "Outputs": {"RestApiId": {"Value": {"Fn::GetAtt": ["Nested", "Outputs.RestApiId"]}}},
    }
