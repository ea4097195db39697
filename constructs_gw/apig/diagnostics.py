"""What APIG cannot say as API Gateway does: each kind of loss by its name."""

from dataclasses import dataclass

from constructs_gw.apig.error_types import ErrorType
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is lost or becomes another when customizations go to APIG."""

    rule: str
    """Its stable name, such as `apig-unmapped-type`."""
    severity: Severity
    message: str
    fix: str
    response_types: tuple[ResponseType, ...] = ()
    """The customizations that it is about."""
    error_types: tuple[ErrorType, ...] = ()
    """The error types that it is about."""
