"""What APIG cannot say as API Gateway does, and of which types."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.kinds import kind
from constructs_gw.errors import listed
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity


class Loss(NamedTuple):
    """What is lost, whichever types it is lost of."""

    rule: str
    message: str
    fix: str
    severity: Severity

    @classmethod
    def of(cls, rule: str, message: str, fix: str, severity: Severity | None = None) -> "Loss":
        """A loss as bad as its kind is, unless something else is said."""
        return cls(rule, message, fix, severity or kind(rule).severity)

    @property
    def is_error(self) -> bool:
        """Whether the response cannot be what it has to be."""
        return self.severity is Severity.ERROR

    def about(self, response_types: Iterable[ResponseType] = (), error_types: Iterable[ErrorType] = ()) -> "Diagnostic":
        """The same, said of these types."""
        return Diagnostic(self.rule, self.severity, self.message, self.fix, tuple(response_types), tuple(error_types))


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

    @property
    def subject(self) -> str:
        """The error types that it is about, or else the response types, in a few words."""
        return listed(self.error_types or self.response_types)

    def __str__(self) -> str:
        about = f" ({self.subject})" if self.subject else ""
        return f"{self.severity}: {self.message} [{self.rule}]{about}"


def grouped(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One diagnostic for each loss, with all types of which something is lost so; the worst first."""
    found: dict[Loss, tuple[set[ResponseType], set[ErrorType]]] = {}
    for each in diagnostics:
        kinds, types = found.setdefault(Loss(each.rule, each.message, each.fix, each.severity), (set(), set()))
        kinds.update(each.response_types)
        types.update(each.error_types)
    ordered = sorted(found.items(), key=lambda item: (item[0].severity.rank, item[0]))
    return tuple(
        loss.about((kind for kind in ResponseType if kind in kinds), (each for each in ErrorType if each in types))
        for loss, (kinds, types) in ordered
    )
