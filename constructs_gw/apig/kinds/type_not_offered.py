"""The gateway does not have an error type that its cloud lists.

## Why is this bad?

Nothing can be sent for the type. If requests can end so after all, they get an answer that nobody customized.

## What to do instead

Nothing, if the gateway has no such authorizer or policy. Newer gateways have more types.

## Source

Open Telekom Cloud APIG API Reference, ShowDetailsOfGatewayResponseV2, lists the types that there are (documented). The
types came in several revisions.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
