"""Show a rule's page, or the list of rules."""

from argparse import ArgumentParser, Namespace

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.rule import Rule
from constructs_gw.rules import all_rules, find_rule

EXAMPLES = (
    "constructs-gw explain",
    "constructs-gw explain missing-error-cors",
    "constructs-gw explain apig-unmapped-type",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a rule's name; all rules are listed unless given")


def run(options: Namespace) -> int:
    """Print the page, or the list."""
    if options.rule:
        print(find_rule(options.rule).page.rstrip())
        return 0
    rules: dict[str, Rule] = {**all_rules(), **all_kinds()}
    width = max(map(len, rules))
    for rule in rules.values():
        print(f"{rule.name:{width}}  {rule.severity:7}  {rule.summary}")
    return 0
