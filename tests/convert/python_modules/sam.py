"""Gateway responses, converted from a SAM template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import (
    Contribution,
    Customization,
    Preset,
    ResponseTemplate,
    ResponseType,
)
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import challenge


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Orders.

    SAM's responses are part of its API, and an API that moves to CDK becomes
    another one: there is nothing to take over. AWS::ApiGateway::GatewayResponse
    resources on an API that stays need DeletionPolicy: Retain, deployed first
    (docs/how-to/adoption.md of constructs_gw, "An OpenAPI body" and "Another stack
    or tool").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            challenge("Basic", realm="orders"),
            # each type by itself, since what a Customization says of DEFAULT_* holds for its whole class
            Preset(
                "declared",
                {
                    ResponseType.DEFAULT_4XX: Contribution(
                        headers={
                            "Access-Control-Allow-Origin": "*",
                            "Access-Control-Allow-Headers": "*",
                        },
                    ),
                    ResponseType.DEFAULT_5XX: Contribution(
                        headers={
                            "Access-Control-Allow-Origin": "*",
                            "Access-Control-Allow-Headers": "*",
                        },
                    ),
                },
            ),
        ],
        customizations=[
            Customization(
                "UNAUTHORIZED",
                # kept as it was: $context.requestId is the client's own text, and nothing escapes it in text/html
                templates=ResponseTemplate(
                    "text/html",
                    (
                        "<!doctype html>\n"
                        "<title>Log in</title>\n"
                        "<p>This page needs a name and a password, which the person who sent you here has for you.</p>\n"
                        "<p>$context.requestId</p>\n"
                    ),
                ),
            ),
        ],
    )
