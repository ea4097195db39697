"""A status code is not one that APIG takes.

## Why is this bad?

APIG refuses the whole error response.

## What to do instead

Write one from 200 to 599, and not 444.

## Source

Open Telekom Cloud APIG API Reference, Creating a Group Response (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
