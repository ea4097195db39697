"""Gateway responses, converted from a CloudFormation template.

Call each function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors


def add_api_f70053_cd_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi | apigateway.CfnRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of ApiF70053CD.

    Use it in the stack that has the resources now, under its old name. logical_ids
    keeps them: before you deploy, see that `cdk diff` removes no gateway response
    (docs/how-to/adoption.md of constructs_gw, "Keep the logical ids").
    """
    # with CfnInclude the stack has its parameters: use include.get_parameter(...) instead
    domain = cdk.CfnParameter(
        scope,
        "Domain",
        type="String",
        default="shop.example.com",
    )
    return GatewayResponses(
        scope,
        "ApiF70053CDErrors",
        rest_api=rest_api,
        presets=[
            cors(allow_origin=f"https://{domain.value_as_string}", expose_headers=None),
        ],
        customizations=[
            Customization("DEFAULT_4XX", headers={"Vary": "Origin"}),
            Customization(
                "DEFAULT_5XX",
                headers={"Vary": "Origin"},
                templates=ResponseTemplate.json(
                    {"message": "Something went wrong", "id": "$context.requestId"},
                    accept_undetermined=["requestId"],
                ),
            ),
        ],
        logical_ids={
            "DEFAULT_4XX": "ApiCorsD1F6C959",
            "DEFAULT_5XX": "ApiErrors1D36B2F5",
        },
    )


def add_definition5_c2_e8_b1_a(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of Definition5C2E8B1A.

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    return GatewayResponses(
        scope,
        "Definition5C2E8B1AErrors",
        rest_api=rest_api,
        customizations=[Customization("THROTTLED", headers={"Retry-After": "30"})],
    )
