"""The constructs for AWS CDK apps, and the rules as a validation plugin.

The names are imported when first used: an app that only validates does not pay for constructs, nor the other way round.
"""

from importlib import import_module

from constructs_gw.cdk.floor import FLOOR

TYPE_CHECKING = False  # type checkers take it as true, and typing need not be imported
if TYPE_CHECKING:
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

_MODULES = {
    "GatewayResponsePlugin": "plugin",
    "GatewayResponses": "gateway_responses",
    "RestApiGatewayResponses": "mixin",
    "client_sees": "testing",
    "cors_from_preflight": "preflight",
    "logical_ids_of": "logical_ids",
    "mask_deployments": "testing",
}

if not TYPE_CHECKING:  # they know the names, and would take any other for one too

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
