"""A body that no client receives, because there is one for `application/json` next to it.

## Why is this bad?

Gateway responses do not choose by the `Accept` header: with a body for `application/json` every client receives that
one. Whoever reads the template expects the others to be served.

## What to do instead

Remove the others. To serve something else than JSON, remove the one for `application/json`.

## Source

MiniStack PR #1756, measured on an AWS account: `Accept: application/xml` with both present gave JSON (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING


def unreachable_template(response: ResponseView) -> Iterator[Problem]:
    """Each body next to the one for JSON."""
    if any(template.media_type == JSON_MEDIA_TYPE for template in response.templates):
        for template in response.templates:
            if template.media_type != JSON_MEDIA_TYPE:
                message = (
                    f"the body for {template.media_type!r} is never served: {JSON_MEDIA_TYPE} is, whatever Accept says"
                )
                yield Problem(message, "remove one of the two", template.place)
