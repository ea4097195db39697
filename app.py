"""An orders API whose error answers a web shop can read, understand and act on."""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_gw.cdk import GatewayResponsePlugin, GatewayResponses, cors_from_preflight
from constructs_gw.presets import challenge, hints, problem_details, request_id, retry_after, validation_errors

SHOP = apigateway.CorsOptions(
    allow_origins=["https://shop.example.com"],
    allow_credentials=True,
    allow_headers=["Authorization", "Content-Type", "X-Api-Key"],
)

ORDER = apigateway.JsonSchema(
    type=apigateway.JsonSchemaType.OBJECT,
    required=["article", "quantity"],
    properties={
        "article": apigateway.JsonSchema(type=apigateway.JsonSchemaType.STRING),
        "quantity": apigateway.JsonSchema(type=apigateway.JsonSchemaType.INTEGER, minimum=1),
    },
)

AUTHORIZER = """
def handler(event, context):
    if event["authorizationToken"] != "Bearer demo":
        raise Exception("Unauthorized")
    every_method = event["methodArn"].split("/")[0] + "/*"  # API Gateway keeps the policy for later calls of others
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": every_method}
    return {"principalId": "demo", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
"""

ORDERS = """
def handler(event, context):
    return {"statusCode": 200, "body": "[]", "headers": {"Access-Control-Allow-Origin": "https://shop.example.com",
                                                         "Access-Control-Allow-Credentials": "true"}}
"""


class OrdersStack(cdk.Stack):
    """The API with its key, authorizer and request model, and the answers it gives when a request fails."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        api = apigateway.RestApi(self, "Api", rest_api_name="orders", default_cors_preflight_options=SHOP)
        self._add_methods(api)
        self._add_usage_plan(api)

        GatewayResponses(
            self,
            "Errors",
            rest_api=api,
            presets=[
                cors_from_preflight(SHOP),  # scripts of the shop can read every error, not only successes
                problem_details(),  # RFC 9457: {"title": ..., "detail": ...}
                hints({"INVALID_API_KEY": "Send the key of your usage plan in the x-api-key header."}),
                request_id(),  # for support tickets, in a header and in the body
                retry_after(seconds=30),  # on THROTTLED and QUOTA_EXCEEDED
                challenge("Bearer", realm="orders"),  # WWW-Authenticate on UNAUTHORIZED
                validation_errors(),  # which parameters are missing
            ],
        )

    def _add_methods(self, api: apigateway.RestApi) -> None:
        orders = apigateway.LambdaIntegration(self._function("Orders", ORDERS))
        authorizer = apigateway.TokenAuthorizer(self, "Authorizer", handler=self._function("Authorize", AUTHORIZER))
        order = api.add_model("Order", content_type="application/json", schema=ORDER)
        validator = api.add_request_validator("Validate", validate_request_body=True, validate_request_parameters=True)
        resource = api.root.add_resource("orders")
        resource.add_method(
            "GET",
            orders,
            api_key_required=True,
            authorizer=authorizer,
            request_parameters={"method.request.querystring.customer": True},
            request_validator=validator,
        )
        resource.add_method(
            "POST",
            orders,
            api_key_required=True,
            authorizer=authorizer,
            request_models={"application/json": order},
            request_validator=validator,
        )

    def _add_usage_plan(self, api: apigateway.RestApi) -> None:
        plan = api.add_usage_plan(
            "Partners",
            throttle=apigateway.ThrottleSettings(rate_limit=10, burst_limit=20),
            quota=apigateway.QuotaSettings(limit=10_000, period=apigateway.Period.DAY),
        )
        plan.add_api_stage(stage=api.deployment_stage)
        plan.add_api_key(api.add_api_key("PartnerKey"))

    def _function(self, construct_id: str, code: str) -> lambda_.Function:
        return lambda_.Function(
            self,
            construct_id,
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline(code),
        )


if __name__ == "__main__":
    app = cdk.App()
    OrdersStack(app, "Orders")
    cdk.Validations.of(app).add_plugins(GatewayResponsePlugin(fail_on="info"))
    app.synth()
