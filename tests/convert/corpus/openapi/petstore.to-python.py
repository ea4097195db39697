"""Gateway responses, converted from an OpenAPI document.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, error_body


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Pet store.

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            cors(allow_origin="https://pets.example.com", expose_headers=None),
            error_body(
                {
                    "message": "$context.error.messageString",
                    "type": "$context.error.responseType",
                },
            ),
        ],
        customizations=[
            Customization(
                "DEFAULT_4XX",
                headers={
                    "X-Request-Id": MappingValue.context_variable("requestId"),
                    "Access-Control-Expose-Headers": "X-Request-Id",
                },
            ),
            Customization(
                "DEFAULT_5XX",
                headers={
                    "X-Request-Id": MappingValue.context_variable("requestId"),
                    "Access-Control-Expose-Headers": "X-Request-Id",
                },
            ),
            Customization(
                "QUOTA_EXCEEDED",
                headers={
                    "Retry-After": MappingValue.stage_variable("retryAfter"),
                    "Access-Control-Expose-Headers": "Retry-After,X-Request-Id",
                },
                templates=ResponseTemplate.json(
                    {"message": "$context.error.messageString"},
                ),
            ),
        ],
    )
