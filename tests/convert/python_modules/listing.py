"""Gateway responses, converted from a listing of the live API.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import redirect


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of a1b2c3d4e5.

    A listing does not say who made the responses. Those of the console, the AWS CLI
    or a script are overwritten, and nothing is to be done; those of a stack or tool
    need two steps (docs/how-to/adoption.md of constructs_gw).
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[redirect("UNAUTHORIZED", location="https://login.example.com/")],
        customizations=[
            Customization(
                "INVALID_API_KEY",
                status_code=401,
                headers={
                    "X-Request": MappingValue.context_variable("requestId"),
                    "X-Origin": MappingValue.request_header("Origin"),
                },
                # kept as it was: $context.error.message can hold quotes, and API Gateway does not escape them
                templates=ResponseTemplate(
                    "application/json",
                    '{"message": "$context.error.message", "key": "wrong"}',
                ),
            ),
        ],
    )
