"""Gateway responses, converted from a Serverless Framework service.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
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
    support_url = cdk.CfnParameter(
        scope,
        "SupportUrl",
        type="String",
        default="https://shop.example.com/support",
    )
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[cors(allow_origin="https://shop.example.com", expose_headers=None)],
        customizations=[
            Customization(
                "DEFAULT_4XX",
                templates=ResponseTemplate.json(
                    {
                        "message": "$context.error.messageString",
                        "support": support_url.value_as_string,
                    },
                ),
            ),
        ],
    )
