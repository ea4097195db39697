"""A response type has no error type in APIG.

## Why is this bad?

Such an error is answered as DEFAULT_4XX or DEFAULT_5XX, with an answer that was written for other errors.

## What to do instead

Say in DEFAULT_4XX or DEFAULT_5XX what is true of it too.

## Source

Open Telekom Cloud APIG API Reference, Modifying the Response of an Error Type: the types that there are (documented).
Which one a used-up quota gives is undetermined.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
