"""A CloudFormation template with a resource for each customization; the APIs themselves are parameters."""

import re
from collections.abc import Sequence

from constructs_gw.convert.declared import Conversion, DeclaredApi
from constructs_gw.convert.functions import Function
from constructs_gw.convert.names import camel_case
from constructs_gw.convert.sayable import definition_notes
from constructs_gw.convert.templates import Stack, Written, why_not
from constructs_gw.customization import Customization
from constructs_gw.plain_text import without_tokens
from constructs_gw.response_types import ResponseType

COMMENTS = (
    "Gateway responses whose REST API is a parameter. They reach a stage with the next deployment of the API.",
    "A Deployment in the same template needs DependsOn with each of them, and a new logical id when one changes.",
)
"""What is frozen in a deployment: developer guide, "Updating a REST API"; see docs/how-to/adoption.md."""

_REST_API_ID = re.compile("[a-z0-9]{10}")


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A template of resources whose APIs are parameters."""
    stack = Stack.of(apis, why_not)
    kept = {logical_id for written in stack.apis for logical_id in written.api.logical_ids.values()}
    for written in stack.apis:
        rest_api_id = _declare_api(stack, written, kept)
        for kind, entry in written.customizations.items():
            made = f"GatewayResponse{camel_case(kind)}"
            logical_id = stack.logical_id(written, written.api.logical_ids.get(kind), made)
            stack.resources[logical_id] = _resource(written, kind, entry, rest_api_id)
    return stack.conversion(COMMENTS, is_json=is_json, notes=definition_notes(written.api for written in stack.apis))


def _declare_api(stack: Stack, written: Written, kept: set[str]) -> str:
    """Add the parameter that names an API, whose default is the API itself where that is known."""
    name = stack.own_name(written, "RestApiId", kept)
    api = written.api
    is_id = api.format == "listing" and _REST_API_ID.fullmatch(api.name)
    default = {"Default": api.name} if is_id else {}
    described = f"Id of the REST API {without_tokens(api.name)}"
    stack.parameters[name] = {"Type": "String", **default, "Description": described}
    return name


def _resource(written: Written, kind: ResponseType, entry: Customization, rest_api_id: str) -> dict[str, object]:
    properties = {
        "RestApiId": Function("Ref", rest_api_id),
        "ResponseType": str(kind),
        "StatusCode": written.value(entry.status_code or ""),
        "ResponseParameters": written.values(entry.response_parameters),
        "ResponseTemplates": written.values(entry.templates),
    }
    present = {name: value for name, value in properties.items() if value}
    policies = written.api.policies.get(kind, {})
    return {"Type": "AWS::ApiGateway::GatewayResponse", **policies, "Properties": present}
