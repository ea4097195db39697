"""Gateway responses, converted from a Terraform plan or state.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of aws_api_gateway_rest_api.orders.

    Terraform owns the old resources: have it forget each by a removed block and
    apply, then deploy these (docs/how-to/adoption.md of constructs_gw, "Another
    stack or tool"). What is in a body of Terraform's is to be changed there.
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        customizations=[
            Customization(
                "ACCESS_DENIED",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "API_CONFIGURATION_ERROR",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 500,
                        "label": "Internal Server Error",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "AUTHORIZER_CONFIGURATION_ERROR",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 500,
                        "label": "Internal Server Error",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "AUTHORIZER_FAILURE",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 500,
                        "label": "Internal Server Error",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "BAD_REQUEST_BODY",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 400,
                        "label": "Bad Request",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "BAD_REQUEST_PARAMETERS",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 400,
                        "label": "Bad Request",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "EXPIRED_TOKEN",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "INTEGRATION_FAILURE",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 504,
                        "label": "Gateway Timeout",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "INTEGRATION_TIMEOUT",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 504,
                        "label": "Gateway Timeout",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "INVALID_API_KEY",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "INVALID_SIGNATURE",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "MISSING_AUTHENTICATION_TOKEN",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "QUOTA_EXCEEDED",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 429,
                        "label": "Too Many Requests",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "RESOURCE_NOT_FOUND",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 404,
                        "label": "Not Found",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "THROTTLED",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 429,
                        "label": "Too Many Requests",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "UNAUTHORIZED",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 401,
                        "label": "Unauthorized",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "UNSUPPORTED_MEDIA_TYPE",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 415,
                        "label": "Unsupported Media Type",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
            Customization(
                "WAF_FILTERED",
                headers={"Cache-Control": "no-store"},
                templates=ResponseTemplate.json(
                    {
                        "httpStatus": 403,
                        "label": "Forbidden",
                        "description": "$context.error.messageString",
                    },
                ),
            ),
        ],
    )
