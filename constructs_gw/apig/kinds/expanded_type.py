"""One customization goes to several error types.

## Why is this bad?

Nothing is lost, and a later change has to reach all of them. Types of APIG do not inherit from DEFAULT_4XX and
DEFAULT_5XX: each has a default answer of its own.

## What to do instead

Nothing: all of them are sent.

## Source

Open Telekom Cloud APIG API Reference: deleting the response of an error type brings back "the default response of the
error type". That nothing is inherited is inferred from that wording.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
