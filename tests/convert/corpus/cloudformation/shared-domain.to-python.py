"""Gateway responses, converted from a CloudFormation template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import challenge


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi | apigateway.CfnRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Orders.

    Use it in the stack that has the resources now, under its old name. logical_ids
    keeps them: before you deploy, see that `cdk diff` removes no gateway response
    (docs/how-to/adoption.md of constructs_gw, "Keep the logical ids").
    """
    # with CfnInclude the stack has its parameters: use include.get_parameter(...) instead
    shared_domain = cdk.Fn.import_value("shared-domain")
    support_key = cdk.CfnParameter(scope, "SupportKey", type="String", no_echo=True)
    realm = cdk.CfnParameter(
        scope,
        "Realm",
        type="String",
        default="orders",
        allowed_pattern="[a-z]+",
    )
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[challenge("Bearer", realm=realm.value_as_string)],
        customizations=[
            Customization(
                "ACCESS_DENIED",
                headers={
                    "Access-Control-Allow-Origin": f"https://{shared_domain}",
                    "X-Support": support_key.value_as_string,
                },
            ),
            Customization(
                "UNAUTHORIZED",
                headers={"Access-Control-Allow-Origin": f"https://{shared_domain}"},
                templates=ResponseTemplate.json(
                    {
                        "message": "$context.error.messageString",
                        "region": cdk.Aws.REGION,
                        "id": "${context.requestId}",
                    },
                    accept_undetermined=["requestId"],
                ),
            ),
        ],
        logical_ids={"ACCESS_DENIED": "Denied", "UNAUTHORIZED": "Unauthorized"},
    )
