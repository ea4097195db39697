"""A rule failed on this template.

## Why is this bad?

What that rule looks for has not been looked for here. All other rules have done their work.

## What to do instead

It is a fault of constructs_gw: report it, with the part of the template that it names. Until it is mended, leave the
rule out with `--ignore`.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import FailureView

SEVERITY = Severity.ERROR


def failed_rule(failure: FailureView) -> Iterator[Problem]:
    """A rule that raised an error."""
    what = f"{failure.rule} failed: {type(failure.error).__name__}: {failure.error}"
    yield Problem(what, f"report it; --ignore {failure.rule} leaves the rule out")
