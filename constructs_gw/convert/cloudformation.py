"""A CloudFormation template with a resource for each customization."""

import json
from collections.abc import Sequence
from typing import Any

from constructs_gw.convert.declared import Conversion, DeclaredApi


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A template of resources whose APIs are parameters."""
    resources: dict[str, Any] = {}
    for api in apis:
        for kind, entry in api.customizations.items():
            properties = {
                "RestApiId": {"Ref": "RestApiId"},
                "ResponseType": str(kind),
                "StatusCode": entry.status_code,
                "ResponseParameters": entry.response_parameters,
                "ResponseTemplates": dict(entry.templates),
            }
            present = {name: value for name, value in properties.items() if value}
            logical_id = api.logical_ids.get(kind, kind.title().replace("_", ""))
            resources[logical_id] = {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": present}
    template = {"Parameters": {"RestApiId": {"Type": "String"}}, "Resources": resources}
    return Conversion(json.dumps(template, indent=2) + "\n")
