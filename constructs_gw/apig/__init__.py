"""Huawei Cloud and Open Telekom Cloud API Gateway (APIG): its error types, which are not AWS's response types."""

from constructs_gw.apig.compiling import Compilation, compile_responses
from constructs_gw.apig.counterparts import CLOSEST
from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider

__all__ = ["CLOSEST", "Compilation", "Diagnostic", "ErrorResponse", "ErrorType", "Provider", "compile_responses"]
