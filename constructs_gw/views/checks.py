"""Views of the check itself: what authors acknowledge, and rules that failed."""

from dataclasses import dataclass

from constructs_gw.places import Place


@dataclass(eq=False)
class AcknowledgementView:
    """What an author says of a finding that is to stay."""

    rule: str
    reason: str
    """Empty where none is given."""
    place: Place
    resource: Place
    """The resource that it is written in."""
    is_known: bool
    """Whether there is such a rule."""
    is_used: bool = False
    """Whether the rule found something that it covers."""


@dataclass(eq=False)
class FailureView:
    """A rule that failed, and what it was looking at."""

    rule: str
    error: Exception
    place: Place
