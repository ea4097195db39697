"""Why a request failed validation, in the body."""

from constructs_gw.errors import bool_problems
from constructs_gw.preset import MESSAGE, Contribution, Preset, raise_of
from constructs_gw.response_types import ResponseType

_BODY_ERRORS = "error.validationErrorString"


def validation_errors(*, member: str = "validationErrors", accept_undetermined: bool = False) -> Preset:
    """Say which parameters are missing, and on request what is wrong with the body.

    BAD_REQUEST_PARAMETERS gets its message, which names the missing parameters, under `member`. The reason of a
    BAD_REQUEST_BODY is in `$context.error.validationErrorString` alone, and whether API Gateway escapes the quotes in
    it is undetermined (captures suggest that it does): `accept_undetermined=True` uses it all the same.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import Request, render
        >>> request = Request(context={"error.message": "Missing required request parameters: [customer]"})
        >>> render(compose([validation_errors()]), "BAD_REQUEST_PARAMETERS", request).json()["validationErrors"]
        'Missing required request parameters: [customer]'
    """
    raise_of("validation_errors", bool_problems(accept_undetermined=accept_undetermined))
    contributions = {ResponseType.BAD_REQUEST_PARAMETERS: Contribution(members={member: MESSAGE})}
    if accept_undetermined:
        contributions[ResponseType.BAD_REQUEST_BODY] = Contribution(
            members={member: f"$context.{_BODY_ERRORS}"}, accept_undetermined=frozenset({_BODY_ERRORS})
        )
    return Preset("validation_errors", contributions)
