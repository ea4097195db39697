"""An acknowledgement gives no reason.

## Why is this bad?

It has no effect: nobody could tell later whether the finding may stay.

## What to do instead

Say in a sentence why the finding may stay, as the value of the rule's name.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import AcknowledgementView

SEVERITY = Severity.ERROR


def unexplained_acknowledgement(acknowledgement: AcknowledgementView) -> Iterator[Problem]:
    """An acknowledgement without a reason."""
    if not acknowledgement.reason:
        yield Problem(f"{acknowledgement.rule} is acknowledged without a reason", "say why it may stay")
