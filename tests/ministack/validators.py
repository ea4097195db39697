"""Makes up for what MiniStack's CloudFormation leaves out: request validators.

It gives an AWS::ApiGateway::RequestValidator an id without making one, and drops a Method's RequestValidatorId
(provisioners.py: _apigw_request_validator_create, _apigw_method_create), while its API does both.
"""

from collections.abc import Mapping
from typing import Any


def wire_request_validators(apigateway: Any, template: Mapping[str, Any], ids: Mapping[str, str]) -> None:
    """Make the template's request validators and give each to its methods; the data plane sees them at once."""
    made = {
        name: _create(apigateway, properties, ids)
        for name, properties in _of_type(template, "AWS::ApiGateway::RequestValidator")
    }
    for _, properties in _of_type(template, "AWS::ApiGateway::Method"):
        validator = properties.get("RequestValidatorId", {}).get("Ref")
        if validator in made:
            apigateway.update_method(
                restApiId=_physical(properties["RestApiId"], ids),
                resourceId=_resource_id(apigateway, properties, ids),
                httpMethod=properties["HttpMethod"],
                patchOperations=[{"op": "replace", "path": "/requestValidatorId", "value": made[validator]}],
            )


def _create(apigateway: Any, properties: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    made = apigateway.create_request_validator(
        restApiId=_physical(properties["RestApiId"], ids),
        name=properties.get("Name", ""),
        validateRequestBody=properties.get("ValidateRequestBody", False),
        validateRequestParameters=properties.get("ValidateRequestParameters", False),
    )
    return str(made["id"])


def _of_type(template: Mapping[str, Any], resource_type: str) -> list[tuple[str, Mapping[str, Any]]]:
    return [
        (name, one.get("Properties", {})) for name, one in template["Resources"].items() if one["Type"] == resource_type
    ]


def _physical(reference: Any, ids: Mapping[str, str]) -> str:
    return ids[reference["Ref"]]


def _resource_id(apigateway: Any, properties: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    reference = properties["ResourceId"]
    if "Ref" in reference:
        return ids[reference["Ref"]]
    resources = apigateway.get_resources(restApiId=_physical(properties["RestApiId"], ids))["items"]
    return str(next(one["id"] for one in resources if one["path"] == "/"))
