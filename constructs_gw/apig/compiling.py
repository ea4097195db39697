"""Customizations of API Gateway as error responses of APIG: what each error type is to answer, and what is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity


@dataclass(frozen=True, slots=True)
class Compilation:
    """Error responses, and what of the customizations they cannot say."""

    provider: Provider
    responses: Mapping[ErrorType, ErrorResponse]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the responses from being what they have to be."""
        return [each for each in self.diagnostics if each.severity is Severity.ERROR]


def compile_responses(
    customizations: Iterable[Customization] | CustomizationSet,
    provider: Provider | str,
    *,
    offered: Iterable[ErrorType | str] | None = None,
    prefer: Mapping[ErrorType | str, ResponseType | str] | None = None,
) -> Compilation:
    """What the error types of a cloud's APIG are to answer so that clients get what API Gateway would give them."""
    raise NotImplementedError
