"""A variable has a counterpart in APIG that says it in other words.

## Why is this bad?

A client that compares the text, such as `THROTTLED` or a path with its stage, has to know both.

## What to do instead

Let clients know both, or leave the variable out.

## Source

Huawei Cloud APIG User Guide, Customizing Error Response for APIs; API Gateway Developer Guide,
api-gateway-mapping-template-reference (documented). That the two mean the same is inferred.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
