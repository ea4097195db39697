"""A header has a value of the request or of a stage variable, which APIG cannot answer with.

## Why is this bad?

The header is left out. Without `Access-Control-Allow-Origin` browsers show a CORS error in place of the answer.

## What to do instead

Write one value for all clients: the one origin that may read answers, or `*`.

## Source

Open Telekom Cloud APIG API Reference, Creating a Group Response, lists what a header's value may hold (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
