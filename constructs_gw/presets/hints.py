"""A hint in the body that says what most likely went wrong, and what to try."""

from collections.abc import Mapping
from types import MappingProxyType

from constructs_gw.errors import Problem, attempt, dict_problems
from constructs_gw.preset import Contribution, Preset, customizable_type, raise_of
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import opaque_text

HINTS: Mapping[ResponseType, str] = MappingProxyType(
    {
        ResponseType.ACCESS_DENIED: "The caller is known but may not call this method.",
        ResponseType.API_CONFIGURATION_ERROR: "The API is misconfigured. Report the request ID to its owner.",
        ResponseType.AUTHORIZER_CONFIGURATION_ERROR: "The authorizer cannot be called. Report the request ID.",
        ResponseType.AUTHORIZER_FAILURE: "The authorizer failed. Try again; report the request ID if it persists.",
        ResponseType.BAD_REQUEST_BODY: "The request body does not match the schema that this method expects.",
        ResponseType.BAD_REQUEST_PARAMETERS: "A required path, query string or header parameter is missing.",
        ResponseType.DEFAULT_4XX: "The request was refused before it reached the service.",
        ResponseType.DEFAULT_5XX: "The request could not be handled. Try again later.",
        ResponseType.EXPIRED_TOKEN: "The AWS credentials of this request have expired. Get new ones.",
        ResponseType.INTEGRATION_FAILURE: "The service behind the API failed. Try again later.",
        ResponseType.INTEGRATION_TIMEOUT: "The service behind the API took too long. The request may have had effect.",
        ResponseType.INVALID_API_KEY: "Send a valid API key in the x-api-key header.",
        ResponseType.INVALID_SIGNATURE: "Check the AWS credentials, the signed headers and the clock of the client.",
        ResponseType.MISSING_AUTHENTICATION_TOKEN: "The HTTP method or resources may not be supported.",
        ResponseType.QUOTA_EXCEEDED: "The quota of this API key is used up for the current period.",
        ResponseType.RESOURCE_NOT_FOUND: "No such resource. Check the path.",
        ResponseType.THROTTLED: "Too many requests. Wait, then retry with increasing pauses.",
        ResponseType.UNAUTHORIZED: "Send valid credentials; they may be missing or expired.",
        ResponseType.UNSUPPORTED_MEDIA_TYPE: "Check the Content-Type header of the request.",
        ResponseType.WAF_FILTERED: "The request was blocked by a firewall rule.",
    }
)
"""The default hint of each type; that of MISSING_AUTHENTICATION_TOKEN is the developer guide's example."""


def hints(overrides: Mapping[ResponseType | str, str | None] | None = None, *, member: str = "hint") -> Preset:
    """Add a hint to the body of every error answer, `{"message": ..., "hint": ...}`.

    `overrides` replaces the hint of some types, or drops it with None. `member` names it in the body. Every type has
    its own body then, so this costs one resource a type. Raises GatewayResponseError for an unknown response type.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> render(compose([hints()]), "MISSING_AUTHENTICATION_TOKEN").body
        '{"message": "Missing Authentication Token", "hint": "The HTTP method or resources may not be supported."}'
    """
    given = {} if overrides is None else overrides
    problems = dict_problems(given, 'give a dict by response type, such as {"UNAUTHORIZED": "Log in first."}')
    raise_of("hints", problems)
    texts = dict[ResponseType, str | None](HINTS)
    for key, text in given.items():
        kind = attempt(problems, customizable_type, key)
        problems += _text_problems(str(key), text)
        if kind is not None:
            texts[kind] = text
    raise_of("hints", problems)

    def contribute(kind: ResponseType) -> Contribution:
        text = texts[kind]  # without a hint a type still says so: left alone it would inherit that of DEFAULT_4XX
        return Contribution(members={member: text} if text else {})

    return Preset.of("hints", contribute)


def _text_problems(key: str, text: object) -> list[Problem]:
    if text is None or isinstance(text, str) or opaque_text(text):
        return []
    literal = f'"{text}"' if isinstance(text, int | float) else "a str"
    return [Problem(f"{text!r} is not text", f"write {literal}, or None for no hint", key)]
