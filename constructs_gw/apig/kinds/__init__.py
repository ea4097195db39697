"""The kinds of diagnostics: one file each, named as the diagnostic is without its `apig-`, with a `SEVERITY`.

A file's docstring says what the diagnostic finds, why that is bad, what to do instead, and how that is known.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from constructs_gw.severity import Severity

PREFIX = "apig-"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of diagnostic."""

    name: str
    """As it is acknowledged and explained: `apig-unmapped-type`."""
    severity: Severity
    """How bad its diagnostics are, unless one says otherwise."""
    doc: str
    """What it finds, why that is bad and what to do instead, in Markdown."""


@cache
def kind(name: str) -> Kind:
    """The kind of a name such as `apig-unmapped-type`."""
    module = import_module(f"{__name__}.{name.removeprefix(PREFIX).replace('-', '_')}")
    return Kind(name, module.SEVERITY, module.__doc__ or "")


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by its name, in alphabetical order."""
    names = sorted(PREFIX + module.name.replace("_", "-") for module in iter_modules(__path__))
    return {name: kind(name) for name in names}
