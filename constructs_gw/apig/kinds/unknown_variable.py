"""A variable of API Gateway has no counterpart in APIG.

## Why is this bad?

The member, list element or header that holds it is left out, and clients that read it find nothing.

## What to do instead

Use a variable that both have, such as `$context.requestId` in place of `$context.extendedRequestId`, or plain text.

## Source

Huawei Cloud APIG User Guide, Customizing Error Response for APIs; API Gateway Developer Guide,
api-gateway-mapping-template-reference (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
