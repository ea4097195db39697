"""The constructs for AWS CDK apps."""

from constructs_gw.cdk.floor import FLOOR
from constructs_gw.cdk.gateway_responses import GatewayResponses
from constructs_gw.cdk.logical_ids import logical_ids_of
from constructs_gw.cdk.mixin import RestApiGatewayResponses
from constructs_gw.cdk.plugin import GatewayResponsePlugin
from constructs_gw.cdk.preflight import cors_from_preflight
from constructs_gw.cdk.testing import client_sees, mask_deployments

__all__ = [
    "FLOOR",
    "GatewayResponsePlugin",
    "GatewayResponses",
    "RestApiGatewayResponses",
    "client_sees",
    "cors_from_preflight",
    "logical_ids_of",
    "mask_deployments",
]
