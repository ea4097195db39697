"""Gateway responses, converted from an OpenAPI document.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import not_found


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of orders.

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[not_found()],
        customizations=[
            Customization(
                "MISSING_AUTHENTICATION_TOKEN",
                headers={
                    "Access-Control-Allow-Origin": MappingValue.request_header(
                        "Origin",
                    ),
                    "Vary": "Origin",
                },
                templates=ResponseTemplate.json(
                    {"message": "Not Found", "path": "${stageVariables.base}"},
                ),
            ),
        ],
    )
