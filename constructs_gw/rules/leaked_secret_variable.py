"""An error answer gives a credential back.

## Why is this bad?

`$context.identity.apiKey` is the API key itself. Where an authorizer supplies the key, the client has never seen it and
now learns it. In any case it ends up in browser consoles, error trackers and caches along the way. The same goes for
`method.request.header.Authorization` and cookies.

## What to do instead

Write `$context.identity.apiKeyId`, which names the key without giving it away, or leave the variable out.

## Source

What the variable holds: API Gateway Developer Guide, api-gateway-mapping-template-reference (documented). Where answers
end up is inferred, and so is a warning where the client has sent the credential itself.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import VariableUseView

SEVERITY = Severity.ERROR


def leaked_secret_variable(use: VariableUseView) -> Iterator[Problem]:
    """A credential in a body or as a header's value."""
    if use.variable.is_secret and use.variable.context_name:
        fix = f"write {use.variable.spelling.replace('apiKey', 'apiKeyId')}, or leave it out"
        yield Problem(f"{use.variable.spelling} is the API key itself", fix)
    elif use.variable.is_secret:
        message = f"{use.variable.spelling} gives the client's credential back"
        yield Problem(message, "leave it out", severity=Severity.WARNING)
