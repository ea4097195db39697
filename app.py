"""The example app that `make synth` synthesizes."""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct


class OrdersStack(cdk.Stack):
    """One REST API with one method."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        api = apigateway.RestApi(self, "Orders")
        api.root.add_method("GET", apigateway.MockIntegration())


app = cdk.App()
OrdersStack(app, "Orders")
app.synth()
