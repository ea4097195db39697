"""A gateway response has several bodies, and none of them for `application/json`.

## Why is this bad?

Nobody has published which of them API Gateway serves then: the first, the one that the `Accept` header asks for, or
the built-in one. With a body for `application/json` it is known: that one.

## What to do instead

Keep one body, or add one for `application/json`, which is then the one that every client receives.

## Source

Inferred. The choice by `Accept` is documented for integrations (API Gateway Developer Guide); in gateway responses
`application/json` was served whatever the header said (MiniStack PR #1756, measured on an AWS account, observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.INFO


def missing_json_template(response: ResponseView) -> Iterator[Problem]:
    """Several media types without the one that is known to be served."""
    names = [template.media_type for template in response.templates]
    if len(names) > 1 and not any(name.casefold().partition(";")[0] == JSON_MEDIA_TYPE for name in names):
        message = f"nobody has measured which of {', '.join(names)} is served"
        yield Problem(message, f"keep one of them, or add {JSON_MEDIA_TYPE}", response.templates[0].place)
