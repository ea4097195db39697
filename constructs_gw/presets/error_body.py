"""Your own JSON shape for every error answer."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from constructs_gw.errors import GatewayResponseError, Problem, dict_problems, raise_all
from constructs_gw.preset import Contribution, Preset
from constructs_gw.response_template import JSON_MEDIA_TYPE, Json, ResponseTemplate


def error_body(
    shape: Mapping[str, Json],
    *,
    media_type: str = JSON_MEDIA_TYPE,
    accept_undetermined: Collection[str] = (),
) -> Preset:
    """Answer with your own JSON, for APIs whose clients expect one error format from everywhere.

    `shape` is plain data whose text may hold variables, as
    `{"error": {"code": "$context.error.responseType", "message": "$context.error.messageString"}}`. Other presets add
    their members to its top level. `messageString` has to be a whole value: it brings its own quotes, and is null for
    AUTHORIZER_FAILURE. Raises GatewayResponseError for a variable that could break the JSON; `accept_undetermined`
    names those to use although nobody has measured it, as `["error.validationErrorString"]`.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> shape = {"error": {"code": "$context.error.responseType", "text": "$context.error.messageString"}}
        >>> render(compose([error_body(shape)]), "THROTTLED").body
        '{"error": {"code": "THROTTLED", "text": "Too Many Requests"}}'
    """
    raise_all(replace(problem, at="error_body()") for problem in dict_problems(shape, "give a dict of members"))
    if not shape:
        raise GatewayResponseError(Problem("error_body({}) has no members", "give a dict of members"))
    try:
        ResponseTemplate.json(shape, content_type=media_type, accept_undetermined=accept_undetermined)
    except GatewayResponseError as error:
        raise error.at("error_body()") from None
    accepted = frozenset(accept_undetermined)
    contribution = Contribution(shape=shape, content_type=media_type, accept_undetermined=accepted)
    return Preset.of("error_body", lambda _: contribution)
