"""Gateway responses, converted from a Serverless Framework service.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of ApiGatewayRestApi.

    The Serverless Framework's stack owns the old resources: give each
    DeletionPolicy: Retain and deploy it, then deploy these, then remove them there
    (docs/how-to/adoption.md of constructs_gw, "Another stack or tool").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[cors(allow_origin="*", expose_headers=None)],
        customizations=[
            Customization("DEFAULT_4XX", headers={"Access-Control-Allow-Headers": "*"}),
            Customization("DEFAULT_5XX", headers={"Access-Control-Allow-Headers": "*"}),
            Customization(
                "ACCESS_DENIED",
                # kept as it was: $context.authorizer.reason can hold quotes, and API Gateway does not escape them
                templates=ResponseTemplate(
                    "application/json",
                    '{"message": "$context.authorizer.reason"}',
                ),
            ),
        ],
    )
