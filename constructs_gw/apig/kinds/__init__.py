"""The kinds of diagnostics: one file each, named as the diagnostic is without its `apig-`, with a `SEVERITY`.

A file's docstring says what the diagnostic finds, why that is bad, what to do instead, and how that is known.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from constructs_gw.rule import Rule

PREFIX = "apig-"


@cache
def kind(name: str) -> Rule:
    """The kind of a name such as `apig-unmapped-type`."""
    module = import_module(f"{__name__}.{name.removeprefix(PREFIX).replace('-', '_')}")
    return Rule(name, module.SEVERITY, module.__doc__ or "")


@cache
def all_kinds() -> dict[str, Rule]:
    """Every kind by its name, in alphabetical order."""
    names = sorted(PREFIX + module.name.replace("_", "-") for module in iter_modules(__path__))
    return {name: kind(name) for name in names}
