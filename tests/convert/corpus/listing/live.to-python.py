"""Gateway responses, converted from a listing of the live API.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of a1b2c3d4e5.

    A listing does not say who made the responses. Those of the console, the AWS CLI
    or a script are overwritten, and nothing is to be done; those of a stack or tool
    need two steps (docs/how-to/adoption.md of constructs_gw).
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[cors(allow_origin="*", expose_headers=None)],
    )
