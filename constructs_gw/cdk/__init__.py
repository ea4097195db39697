"""The constructs for AWS CDK apps."""

try:
    import aws_cdk as _aws_cdk  # noqa: F401
except ImportError as error:
    raise ImportError("constructs_gw.cdk needs aws-cdk-lib: pip install 'constructs-gw[cdk]'") from error

from constructs_gw.cdk.gateway_responses import GatewayResponses
from constructs_gw.cdk.mixin import RestApiGatewayResponses
from constructs_gw.cdk.preflight import cors_from_preflight
from constructs_gw.cdk.testing import client_sees, mask_deployments

__all__ = ["GatewayResponses", "RestApiGatewayResponses", "client_sees", "cors_from_preflight", "mask_deployments"]
