"""404 for unknown routes, in place of API Gateway's 403."""

from constructs_gw.preset import Contribution, Preset
from constructs_gw.response_types import ResponseType


def not_found(*, message: str = "Not Found") -> Preset:
    """Answer unknown routes and methods with 404 and `message`, not 403 "Missing Authentication Token".

    The price: API Gateway uses one type, MISSING_AUTHENTICATION_TOKEN, for unknown routes and for IAM-authorized
    methods called without a signature, so those calls look like 404 too, to clients and in your monitoring. That is
    why this is a preset of its own.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> answer = render(compose([not_found()]), "MISSING_AUTHENTICATION_TOKEN")
        >>> answer.status, answer.body
        (404, '{"message": "Not Found"}')
    """
    contribution = Contribution(status_code=404, message=message)
    return Preset("not_found", {ResponseType.MISSING_AUTHENTICATION_TOKEN: contribution})
