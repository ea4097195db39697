"""A body is larger than API Gateway takes.

## Why is this bad?

A mapping template has at most 300 KB. A larger one is refused at deployment.

## What to do instead

Serve large pages from elsewhere and let the error answer link to them: clients ask for few errors and get many.

## Source

API Gateway Developer Guide, limits: mapping template size 300 KB, not adjustable (documented).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.response_template import MAX_TEMPLATE_BYTES
from constructs_gw.severity import Severity
from constructs_gw.tokens import known_text
from constructs_gw.views import ResponseTemplateView

SEVERITY = Severity.ERROR


def oversized_template(template: ResponseTemplateView) -> Iterator[Problem]:
    """A body of more than 300 KB, not counting what only the deployment knows."""
    size = len(known_text(template.text or "").encode(errors="surrogatepass"))
    if size > MAX_TEMPLATE_BYTES:
        yield Problem(f"the body has {size:,} bytes; API Gateway takes {MAX_TEMPLATE_BYTES:,}", "shorten it")
