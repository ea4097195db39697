"""Gateway responses, converted from a SAM template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import challenge, cors


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of NotesApi.

    SAM's responses are part of its API, and an API that moves to CDK becomes
    another one: there is nothing to take over. AWS::ApiGateway::GatewayResponse
    resources on an API that stays need DeletionPolicy: Retain, deployed first
    (docs/how-to/adoption.md of constructs_gw, "An OpenAPI body" and "Another stack
    or tool").
    """
    allowed_origin = cdk.CfnParameter(
        scope,
        "AllowedOrigin",
        type="String",
        default="https://notes.example.com",
    )
    help_url = cdk.CfnParameter(
        scope,
        "HelpUrl",
        type="String",
        default="https://notes.example.com/help",
    )
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            cors(allow_origin=allowed_origin.value_as_string, expose_headers=None),
            challenge("Bearer", realm="notes"),
        ],
        customizations=[
            Customization(
                "UNAUTHORIZED",
                headers={"Access-Control-Expose-Headers": "WWW-Authenticate"},
                templates=ResponseTemplate.json(
                    {
                        "message": "$context.error.messageString",
                        "help": help_url.value_as_string,
                    },
                ),
            ),
        ],
    )
