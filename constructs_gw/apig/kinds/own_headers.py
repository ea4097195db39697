"""A header is one that APIG adds by itself, or names one that only API Gateway adds.

## Why is this bad?

Nothing is lost: APIG adds `X-Request-Id` by itself, with its own request ID. `x-amzn-ErrorType` and
`x-amz-apigw-id` are in none, so scripts need not be allowed to read them.

## What to do instead

Read `X-Request-Id` where scripts read `x-amzn-RequestId`.

## Source

Open Telekom Cloud APIG User Guide, Response Headers: `X-Request-Id` is returned for all valid requests (documented);
that error answers have it too is inferred.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
