"""The rules: one file each, named as the rule is; a file in this folder is all that a rule needs.

A rule is a docstring (what, why it is bad, what to do instead, source), a `SEVERITY`, and a function that looks at one
view and yields a Problem for each thing that is wrong with it. The annotation of its parameter chooses the view.
`IN_CDK` is what a CDK app writes instead, where the fix speaks of what constructs make.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.construct_metadata import ACKNOWLEDGE_PREFIX
from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.rule import Rule


@dataclass(frozen=True, slots=True)
class ViewRule(Rule):
    """A rule of this folder."""

    view: type
    """What it looks at."""
    check: Callable[[Any], Iterable[Problem]]
    in_cdk: str
    """What an app with GatewayResponses writes instead, where the fix is about what that construct makes; or empty."""


@cache
def all_rules() -> dict[str, ViewRule]:
    """Every rule by its name, in alphabetical order."""
    modules = sorted(module.name for module in iter_modules(__path__))
    rules = (_rule(module) for module in modules)
    return {rule.name: rule for rule in rules}


def find_rule(name: str) -> Rule:
    """The rule of a name, one of APIG too; raises GatewayResponseError for one that no rule has, with the nearest."""
    rules: dict[str, Rule] = {**all_rules(), **all_kinds()}
    if name in rules:
        return rules[name]
    guess = nearest(name.removeprefix(ACKNOWLEDGE_PREFIX), rules)
    fix = f"write {guess}" if guess else "constructs-gw explain lists the rules"
    raise GatewayResponseError(Problem(f"no rule is named {name!r}", fix))


def _rule(module_name: str) -> ViewRule:
    module = import_module(f"{__name__}.{module_name}")
    check = getattr(module, module_name)
    view = next(iter(check.__annotations__.values()))
    in_cdk = getattr(module, "IN_CDK", "")
    return ViewRule(module_name.replace("_", "-"), module.SEVERITY, module.__doc__ or "", view, check, in_cdk)
