"""When to try again, on answers that ask for patience."""

from typing import Any, Protocol

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.preset import Contribution, Preset
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import is_token, opaque_text


class Duration(Protocol):
    """A span of time such as aws-cdk's Duration."""

    def to_seconds(self, *, integral: bool) -> Any:
        """Its length in seconds, with a fraction if it has one."""


def retry_after(seconds: int | str | float | Duration) -> Preset:
    """Add `Retry-After` to THROTTLED and QUOTA_EXCEEDED; API Gateway sends none by itself.

    `seconds` is a whole number, the same for every client: the answer cannot know when a rate or quota frees up.
    A CDK Duration or number token works too. Raises GatewayResponseError for a negative or fractional number.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> render(compose([retry_after(seconds=30)]), "THROTTLED").headers["Retry-After"]
        '30'
    """
    to_seconds = getattr(seconds, "to_seconds", None)
    seconds = to_seconds(integral=False) if to_seconds else seconds
    text = opaque_text(seconds) or str(seconds)
    if isinstance(seconds, bool) or not (is_token(text) or (text.isascii() and text.isdigit())):
        raise GatewayResponseError(
            Problem(f"retry_after(seconds={seconds!r}) is not a number of seconds", "give a whole number such as 30")
        )
    contribution = Contribution(headers={"Retry-After": text})
    return Preset("retry_after", dict.fromkeys((ResponseType.QUOTA_EXCEEDED, ResponseType.THROTTLED), contribution))
