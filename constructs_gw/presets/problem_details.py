"""RFC 9457 problem details as the body of every error answer."""

from dataclasses import replace

from constructs_gw.errors import bool_problems
from constructs_gw.preset import MESSAGE, REASON, STATUS, Contribution, Preset, raise_of
from constructs_gw.response_template import JSON_MEDIA_TYPE, Json

_AUTHORIZER_FAILURE_DETAIL = "The authorizer failed to authenticate the caller."


def problem_details(
    *,
    type_base: str | None = None,
    status: bool = False,
    media_type: str = JSON_MEDIA_TYPE,
) -> Preset:
    """Answer with RFC 9457 members: `{"title": "THROTTLED", "detail": "Too Many Requests"}`.

    `type_base` adds a `type`: the base with the response type behind it, as `https://errors.example.com/THROTTLED`;
    without it the type is `about:blank`, which RFC 9457 lets a body leave out. `status=True` adds `status` and makes
    the title its reason phrase (what section 4.2.1 recommends for `about:blank`): every type then has a body of its
    own, one resource each. `media_type="application/problem+json"` changes the template's media type; whether API
    Gateway then answers with that Content-Type is undetermined, so the default is the one everyone has seen served.

    AUTHORIZER_FAILURE has a `detail` of its own, because API Gateway's message is null there.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> presets = [problem_details(type_base="https://errors.example.com/", status=True)]
        >>> render(compose(presets), "INVALID_API_KEY").json()["type"]
        'https://errors.example.com/INVALID_API_KEY'
        >>> render(compose([problem_details()]), "THROTTLED").body
        '{"title": "THROTTLED", "detail": "Too Many Requests"}'
    """
    raise_of("problem_details", bool_problems(status=status))
    shape: dict[str, Json] = {"type": f"{type_base}$context.error.responseType"} if type_base else {}
    shape |= {"title": REASON, "status": STATUS} if status else {"title": "$context.error.responseType"}
    shape["detail"] = MESSAGE
    usual = Contribution(shape=shape, content_type=media_type)
    own = replace(usual, message=_AUTHORIZER_FAILURE_DETAIL)
    return Preset.of("problem_details", lambda kind: own if kind.facts.has_null_message else usual)
