"""Gateway responses, converted from a CloudFormation template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, retry_after


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi | apigateway.CfnRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of OrdersApi.

    Use it in the stack that has the resources now, under its old name. logical_ids
    keeps them: before you deploy, see that `cdk diff` removes no gateway response
    (docs/how-to/adoption.md of constructs_gw, "Keep the logical ids").
    """
    # with CfnInclude the stack has its parameters: use include.get_parameter(...) instead
    allowed_origin = cdk.CfnParameter(
        scope,
        "AllowedOrigin",
        type="String",
        default="https://shop.example.com",
        allowed_pattern="https://.+",
    )
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            cors(
                allow_origin=allowed_origin.value_as_string,
                allow_credentials=True,
                expose_headers=None,
            ),
            retry_after(seconds=30),
        ],
        customizations=[
            Customization(
                "BAD_REQUEST_BODY",
                status_code=422,
                templates=ResponseTemplate.json(
                    {
                        "message": "$context.error.messageString",
                        "errors": "$context.error.validationErrorString",
                        "region": "eu",
                    },
                    accept_undetermined=["error.validationErrorString"],
                ),
            ),
        ],
        logical_ids={
            "BAD_REQUEST_BODY": "BadBody",
            "DEFAULT_4XX": "Default4xx",
            "DEFAULT_5XX": "Default5xx",
            "QUOTA_EXCEEDED": "TooMuch",
            "THROTTLED": "TooFast",
        },
    )
