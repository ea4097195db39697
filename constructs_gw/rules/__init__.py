"""The rules: one file each, named as the rule is; a file in this folder is all that a rule needs.

A rule is a docstring (what, why it is bad, what to do instead, source), a `SEVERITY`, and a function that looks at one
view and yields a Problem for each thing that is wrong with it. The annotation of its parameter chooses the view.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.kinds import all_kinds
from constructs_gw.construct_metadata import ACKNOWLEDGE_PREFIX
from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.severity import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    name: str
    """As it is selected and acknowledged: `unquoted-static-value`."""
    view: type
    """What it looks at."""
    severity: Severity
    """How bad its findings are, unless one says otherwise."""
    check: Callable[[Any], Iterable[Problem]]
    doc: str
    """What it finds, why that is bad and what to do instead, in Markdown."""

    @property
    def summary(self) -> str:
        """What it finds, in one line."""
        return self.doc.partition("\n")[0]

    @property
    def page(self) -> str:
        """All that there is to know about it, in Markdown."""
        return f"# {self.name}\n\nSeverity: {self.severity}\n\n{self.doc.strip()}\n"


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its name, in alphabetical order."""
    modules = sorted(module.name for module in iter_modules(__path__))
    rules = (_rule(module) for module in modules)
    return {rule.name: rule for rule in rules}


@cache
def apig_rules() -> dict[str, Rule]:
    """The kinds of diagnostics of `constructs_gw.apig` by name, as rules that find nothing in a view of ours."""
    return {kind.name: Rule(kind.name, Diagnostic, kind.severity, _nothing, kind.doc) for kind in all_kinds().values()}


def find_rule(name: str) -> Rule:
    """The rule of a name; raises GatewayResponseError for one that no rule has, with the nearest."""
    rules = all_rules() | apig_rules()
    if name in rules:
        return rules[name]
    guess = nearest(name.removeprefix(ACKNOWLEDGE_PREFIX), rules)
    fix = f"write {guess}" if guess else "constructs-gw explain lists the rules"
    raise GatewayResponseError(Problem(f"no rule is named {name!r}", fix))


def _nothing(view: object) -> Iterable[Problem]:
    return ()


def _rule(module_name: str) -> Rule:
    module = import_module(f"{__name__}.{module_name}")
    check = getattr(module, module_name)
    view = next(iter(check.__annotations__.values()))
    return Rule(module_name.replace("_", "-"), view, module.SEVERITY, check, module.__doc__ or "")
