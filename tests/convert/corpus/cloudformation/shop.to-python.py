"""Gateway responses, converted from a CloudFormation template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi | apigateway.CfnRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of ShopApi.

    Use it in the stack that has the resources now, under its old name. logical_ids
    keeps them: before you deploy, see that `cdk diff` removes no gateway response
    (docs/how-to/adoption.md of constructs_gw, "Keep the logical ids").
    """
    # with CfnInclude the stack has its parameters: use include.get_parameter(...) instead
    domain_name = cdk.CfnParameter(
        scope,
        "DomainName",
        type="String",
        default="shop.example.com",
        description="Where the web shop is",
    )
    not_found_status = cdk.CfnParameter(
        scope,
        "NotFoundStatus",
        type="String",
        default="404",
        allowed_values=["403", "404"],
    )
    retry_after_2 = cdk.CfnParameter(scope, "RetryAfter", type="Number", default="30")
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            cors(
                allow_origin=f"https://{domain_name.value_as_string}",
                expose_headers=None,
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
                "MISSING_AUTHENTICATION_TOKEN",
                status_code=not_found_status.value_as_string,
                templates=ResponseTemplate.json(
                    {
                        "message": "There is nothing here",
                        "request": "$context.requestId",
                    },
                    accept_undetermined=["requestId"],
                ),
            ),
            Customization(
                "THROTTLED",
                headers={
                    "Retry-After": retry_after_2.value_as_string,
                    "Access-Control-Expose-Headers": "Retry-After,X-Request-Id",
                },
                templates=ResponseTemplate.json(
                    {
                        "message": "$context.error.messageString",
                        "type": "$context.error.responseType",
                        "help": f"https://{domain_name.value_as_string}/help/limits",
                    },
                ),
            ),
        ],
        logical_ids={
            "DEFAULT_4XX": "GatewayResponseDefault4XX",
            "DEFAULT_5XX": "GatewayResponseDefault5XX",
            "MISSING_AUTHENTICATION_TOKEN": "NoSuchRoute",
            "THROTTLED": "TooManyRequests",
        },
    )
