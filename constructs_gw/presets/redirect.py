"""A redirect in place of an error answer."""

import re

from constructs_gw.errors import Problem, attempt
from constructs_gw.preset import Contribution, Preset, customizable_type, raise_of
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import TOKEN

_REDIRECTS = (301, 302, 303, 307, 308)
_LOCATION = re.compile(r"(?:https?://[^\s/?#]+|/(?!/))[^\s]*", re.IGNORECASE)


def redirect(response_type: ResponseType | str, *, location: str, status_code: int = 302) -> Preset:
    """Send browsers elsewhere instead of showing an error: `redirect("UNAUTHORIZED", location="https://login.example.com/")`.

    DEFAULT_4XX or DEFAULT_5XX stands for every type of its class. `location` is a fixed http(s) URL or an absolute
    path: one taken from the request would be an open redirect. `status_code` is 301, 302, 303, 307 or 308. Scripts
    that call the API follow it too, and mostly fail on the other origin's CORS: this is for APIs that people open in
    a browser. Raises GatewayResponseError for anything else.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> answer = render(compose([redirect("UNAUTHORIZED", location="https://login.example.com/")]), "UNAUTHORIZED")
        >>> answer.status, answer.headers["Location"]
        (302, 'https://login.example.com/')
    """
    problems: list[Problem] = []
    kind = attempt(problems, customizable_type, response_type)
    if not isinstance(location, str) or not _LOCATION.fullmatch(TOKEN.sub("https://x", location, count=1)):
        fix = 'give a fixed URL such as "https://login.example.com/", or an absolute path'
        problems.append(Problem(f"location {location!r} is not a URL to send everyone to", fix))
    if status_code not in _REDIRECTS:
        problems.append(Problem(f"status code {status_code!r} is no redirect", f"use one of {_REDIRECTS}"))
    raise_of("redirect", problems)
    assert kind is not None
    contribution = Contribution(status_code=status_code, headers={"Location": location})
    return Preset.of("redirect", lambda heir: contribution if kind in (heir, heir.fallback) else None)
