"""Gateway responses, converted from a CloudFormation template.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization
from constructs_gw.cdk import GatewayResponses


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi | apigateway.CfnRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Api.

    Use it in the stack that has the resources now, under its old name. logical_ids
    keeps them: before you deploy, see that `cdk diff` removes no gateway response
    (docs/how-to/adoption.md of constructs_gw, "Keep the logical ids").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        customizations=[
            Customization("DEFAULT_4XX", headers={"Access-Control-Allow-Origin": "*"}),
        ],
        logical_ids={"DEFAULT_4XX": "ClientErrors"},
    )
