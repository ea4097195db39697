"""A body's key is not a media type.

## Why is this bad?

API Gateway takes a body under its media type. A key such as `json` is rejected at deployment: `Invalid content type
specified: json`.

## What to do instead

Write the whole media type, as in `application/json` or `text/html; charset=utf-8`.

## Source

The key is the content type: API Gateway Developer Guide,
api-gateway-swagger-extensions-gateway-responses.responseTemplates; an empty one breaks CloudFormation's schema
(documented); the rejection of one without a slash, for an integration response: LocalStack (recorded against AWS).
What becomes of one that has a slash and is no media type all the same nobody has measured: that is info.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem, nearest
from constructs_gw.response_template import is_media_type
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseTemplateView

SEVERITY = Severity.ERROR

_COMMON = ("application/json", "application/problem+json", "application/xml", "text/html", "text/plain")


def invalid_content_type(template: ResponseTemplateView) -> Iterator[Problem]:
    """A key that is no media type."""
    key = template.media_type
    if is_media_type(key):
        return
    subtypes = {kind.partition("/")[2]: kind for kind in _COMMON}
    fix = f'write "{subtypes.get(key.strip().casefold()) or nearest(key, _COMMON) or "application/json"}"'
    if "/" in key:
        message = f"{key!r} is not a media type; nobody has measured what becomes of it"
        yield Problem(message, fix, severity=Severity.INFO)
    else:
        yield Problem(f"{key!r} is not a media type" if key else "the media type is empty", fix)
