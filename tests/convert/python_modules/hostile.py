"""Gateway responses, converted from a CloudFormation template.

Call each function in the stack of its API, and read first what it says of the
old responses.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct
from constructs_gw import Customization, ResponseTemplate
from constructs_gw.cdk import GatewayResponses


def class_parameter(scope: Construct) -> cdk.CfnParameter:
    """The parameter class of the stack, which several APIs refer to."""
    stack = cdk.Stack.of(scope)
    found = stack.node.try_find_child("class")
    if isinstance(found, cdk.CfnParameter):
        return found
    return cdk.CfnParameter(
        stack,
        "class",
        type="String",
        default='"""); raise SystemExit(1) #',
        description="\\\" {x} \u2028 ' 😀",
    )


def add_import_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of import.

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    class_ = class_parameter(scope)
    import_os = cdk.Fn.import_value("import:os")
    secret = cdk.CfnParameter(scope, "Secret", type="String", no_echo=True)
    return GatewayResponses(
        scope,
        "ImportErrors",
        rest_api=rest_api,
        customizations=[
            Customization(
                "DEFAULT_4XX",
                headers={
                    "X-Quoted": '"); raise SystemExit(1)  # {0} \\',
                    "X-Class": f"{{{class_.value_as_string}}}",
                    "X-Export": import_os,
                },
                templates=[
                    ResponseTemplate.json(
                        {
                            "a": secret.value_as_string,
                            "b": {"{}": '"""', "region": cdk.Aws.REGION},
                            "list": [1, 1.5, True, None, "😀 \u2028 é"],
                        },
                    ),
                    ResponseTemplate.text(
                        "text/html",
                        "<p>'''\"\"\"{}</p>\r\n\x85\\N{BULLET}",
                    ),
                    # kept as it was: #set is VTL, which gateway responses print as it stands
                    ResponseTemplate("text/plain", "#set($x = 'type: ignore')\n"),
                ],
            ),
        ],
    )


def add_lambda_gateway_responses(
    scope: Construct,
    rest_api: apigateway.IRestApi,
) -> GatewayResponses:
    """Give a REST API the error answers of lambda.

    The responses are in the API's body, and who writes the body owns them. Use it
    on an API that your app makes, a SpecRestApi for example, and not on one whose
    body something else writes (docs/how-to/adoption.md of constructs_gw, "An
    OpenAPI body").
    """
    class_ = class_parameter(scope)
    return GatewayResponses(
        scope,
        "LambdaErrors",
        rest_api=rest_api,
        customizations=[
            Customization("THROTTLED", headers={"X-Class": class_.value_as_string}),
        ],
    )
