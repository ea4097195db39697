"""Huawei Cloud and Open Telekom Cloud API Gateway (APIG): its error types, which are not AWS's response types.

The names below are imported when first used: the rules need none of the compiler.
"""

from importlib import import_module

TYPE_CHECKING = False  # type checkers take it as true, and typing need not be imported
if TYPE_CHECKING:
    from constructs_gw.apig.compiling import Compilation, compile_responses
    from constructs_gw.apig.counterparts import CLOSEST
    from constructs_gw.apig.diagnostics import Diagnostic
    from constructs_gw.apig.error_response import ErrorResponse
    from constructs_gw.apig.error_types import ErrorType, Provider

__all__ = ["CLOSEST", "Compilation", "Diagnostic", "ErrorResponse", "ErrorType", "Provider", "compile_responses"]

_MODULES = ("error_types", "error_response", "counterparts", "diagnostics", "compiling")

if not TYPE_CHECKING:  # they know the names, and would take any other for one too

    def __getattr__(name: str) -> object:
        if name in __all__:
            for module in map(import_module, (f"{__name__}.{module}" for module in _MODULES)):
                if hasattr(module, name):
                    return getattr(module, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
