"""API Gateway's error answers (gateway responses), made correct, visible and effective.

The names below are the core's. They are imported when first used, so that `import constructs_gw` costs almost nothing.
Presets are in `constructs_gw.presets`, the constructs for AWS CDK in `constructs_gw.cdk`, what a client would receive
in `constructs_gw.render`.
"""

from importlib import import_module

TYPE_CHECKING = False  # type checkers take it as true, and typing need not be imported
if TYPE_CHECKING:
    from constructs_gw.composition import compose
    from constructs_gw.customization import Customization
    from constructs_gw.customization_set import CustomizationSet
    from constructs_gw.errors import GatewayResponseError, Problem
    from constructs_gw.mapping import MappingValue
    from constructs_gw.preset import Contribution, Preset
    from constructs_gw.response_template import ResponseTemplate
    from constructs_gw.response_types import ResponseType

__version__ = "0.1.0"
__all__ = [
    "Contribution",
    "Customization",
    "CustomizationSet",
    "GatewayResponseError",
    "MappingValue",
    "Preset",
    "Problem",
    "ResponseTemplate",
    "ResponseType",
    "compose",
]

_MODULES = (
    "response_types",
    "mapping",
    "response_template",
    "customization",
    "customization_set",
    "preset",
    "composition",
    "errors",
)

if not TYPE_CHECKING:  # they know the names, and would take any other for one too

    def __getattr__(name: str) -> object:
        if name in __all__:
            for module in map(import_module, (f"{__name__}.{module}" for module in _MODULES)):
                if hasattr(module, name):
                    return getattr(module, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
