"""Gateway responses, converted from an OpenAPI document.

Call this function in the stack of its API, and read first what it says of the
old responses.
"""

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import not_found, problem_details


def add_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Orders & Returns (v2).

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    return GatewayResponses(
        scope,
        "Errors",
        rest_api=rest_api,
        presets=[
            problem_details(
                type_base="https://errors.example.com/",
                media_type="application/problem+json",
            ),
            not_found(),
        ],
    )
