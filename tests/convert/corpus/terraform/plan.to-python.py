"""Gateway responses, converted from a Terraform plan or state.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors


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
        presets=[cors(allow_origin="https://shop.example.com", expose_headers=None)],
        customizations=[
            Customization(
                "THROTTLED",
                headers={
                    "Retry-After": "30",
                    "Access-Control-Expose-Headers": "Retry-After",
                },
            ),
        ],
    )
