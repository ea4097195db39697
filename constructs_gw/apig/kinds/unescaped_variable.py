"""A variable in the body can hold quotes, and nothing says that APIG escapes them.

## Why is this bad?

If it does not, one quote in the text of a request or of an authorizer makes the body no JSON, or adds members to it.
`$context.error.messageString` of API Gateway has no counterpart that brings its own quotes.

## What to do instead

Leave it out, or write a text of your own in its place: `hints()` has one for each type.

## Source

Huawei Cloud APIG User Guide, Customizing Error Response for APIs, says nothing of escaping (undetermined).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
