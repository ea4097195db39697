"""The request's ID in a header and in the body, for support tickets."""

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Contribution, Preset

_VARIABLE = "extendedRequestId"


def request_id(*, header: str | None = "X-Request-Id", member: str | None = "requestId") -> Preset:
    """Add `$context.extendedRequestId` to every error answer, as a header and as a member of the body.

    None leaves either out. The extended ID is used because clients can override the plain one (developer guide).

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import Request, render
        >>> request = Request(context={"extendedRequestId": "JKJaXmPLvHcESHA="})
        >>> answer = render(compose([request_id()]), "THROTTLED", request)
        >>> answer.headers["X-Request-Id"], answer.body
        ('JKJaXmPLvHcESHA=', '{"message": "Too Many Requests", "requestId": "JKJaXmPLvHcESHA="}')
    """
    if not header and not member:
        raise GatewayResponseError(Problem("request_id() adds nothing", "give header= or member=, or leave it out"))
    contribution = Contribution(
        headers={header: MappingValue.context_variable(_VARIABLE)} if header else {},
        members={member: f"$context.{_VARIABLE}"} if member else {},
    )
    return Preset.of("request_id", lambda _: contribution)
