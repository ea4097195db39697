"""A header is one that APIG adds by itself, or names one that only API Gateway adds.

## Why is this bad?

Nothing is lost: `X-Request-Id` is in every answer of APIG, with its own request ID. `x-amzn-ErrorType` and
`x-amz-apigw-id` are in none, so scripts need not be allowed to read them.

## What to do instead

Read `X-Request-Id` where scripts read `x-amzn-RequestId`.

## Source

Open Telekom Cloud APIG API Reference: every answer has X-Request-Id (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
