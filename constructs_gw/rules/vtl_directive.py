"""A body has VTL in it, which gateway responses print as it stands.

The template of a gateway response is not VTL: it pastes the values of `$context` and `$stageVariables` into text. What
integrations know, `#set`, `#if`, `$input`, `$util` and `$!`, is text like any other here.

## Why is this bad?

API Gateway stores the template without an error. Clients then receive `#set($m = ...)` word for word, mostly inside a
body that is JSON no longer.

## What to do instead

Write plain text and variables. `$context.error.messageString` is the message as a JSON string already, so there is
nothing that `$util.escapeJavaScript` would have to escape. Where the body depends on a condition, give each response
type a gateway response of its own.

The other rules on JSON judge the body once the VTL is gone.

## Source

"A `GatewayResponse` mapping template isn't processed by the Velocity Template Language (VTL) engine" (API Gateway
Developer Guide, responseTemplates extension, documented); such templates are stored without an error (tests of
Terraform's AWS provider, recorded against AWS).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseTemplateView

SEVERITY = Severity.ERROR


def vtl_directive(template: ResponseTemplateView) -> Iterator[Problem]:
    """VTL in a body, all of it at once."""
    if template.vtl:
        found = ", ".join(dict.fromkeys(template.vtl))
        fix = "write plain text and $context variables; $context.error.messageString is escaped already"
        yield Problem(f"{found}: this is VTL, which gateway responses print as it stands", fix)
