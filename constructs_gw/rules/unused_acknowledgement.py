"""An acknowledgement says nothing about this template.

## Why is this bad?

The next defect of that kind would go unnoticed: it is acknowledged already.

## What to do instead

Remove it once what it acknowledged is gone, or correct the rule's name.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem, attempt
from constructs_gw.rules import find_rule
from constructs_gw.severity import Severity
from constructs_gw.views import AcknowledgementView

SEVERITY = Severity.WARNING


def unused_acknowledgement(acknowledgement: AcknowledgementView) -> Iterator[Problem]:
    """A rule that finds nothing here, or that does not exist."""
    if not acknowledgement.is_known:
        problems: list[Problem] = []
        attempt(problems, find_rule, acknowledgement.rule)
        yield from problems
    elif not acknowledgement.is_used:
        yield Problem(f"{acknowledgement.rule} finds nothing here", "remove the acknowledgement")
