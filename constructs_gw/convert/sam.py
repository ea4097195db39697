"""A SAM template whose APIs have the customizations as their `GatewayResponses`.

What SAM takes there, and makes of it: aws-sam-translator 1.115.0, model/api/api_generator and model/apigateway (read; a
test runs it). Parameters are in its own words and get their prefix from it, and a status is to be digits.
"""

from collections.abc import Sequence
from typing import Any

from constructs_gw.convert.customization_parts import STATUS, Part
from constructs_gw.convert.declared import Conversion, DeclaredApi
from constructs_gw.convert.templates import Stack, Written, why_not
from constructs_gw.customization import Customization
from constructs_gw.tokens import has_token

COMMENTS = (
    "Move GatewayResponses into your own AWS::Serverless::Api: they become a part of its OpenAPI definition.",
    "SAM deploys the API whenever they change.",
)
"""SAM names the Deployment by a hash of the definition (model/apigateway, make_auto_deployable; read)."""

TRANSFORM = "AWS::Serverless-2016-10-31"
_STAGE = "Prod"
"""The stage of an API that SAM makes by itself (translator, implicit API; read)."""


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A template with an API for each of those given."""
    stack = Stack.of(apis, _why_not)
    for written in stack.apis:
        logical_id = stack.api_id(written.api.name)
        responses = {str(kind): _response(written, entry) for kind, entry in written.customizations.items()}
        properties = {"StageName": _STAGE, "GatewayResponses": responses}
        stack.resources[logical_id] = {"Type": "AWS::Serverless::Api", "Properties": properties}
    return stack.conversion(COMMENTS, transform=TRANSFORM, is_json=is_json)


def _why_not(api: DeclaredApi, part: Part, text: str) -> str | None:
    is_open = part == STATUS and has_token(text)
    return "SAM takes no function for a status" if is_open else why_not(api, part, text)


def _response(written: Written, entry: Customization) -> dict[str, Any]:
    headers = {name: written.value(str(value)) for name, value in entry.headers.items()}
    found: dict[str, Any] = {
        "StatusCode": int(entry.status_code or 0),
        "ResponseParameters": {"Headers": headers} if headers else {},
        "ResponseTemplates": written.values(entry.templates),
    }
    return {name: value for name, value in found.items() if value}
