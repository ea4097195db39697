"""A header is not one that APIG takes.

## Why is this bad?

APIG refuses the whole error response: more than 10 headers, a name of other characters than letters, digits and
hyphens or of more than 128, a value that is empty, longer than 1024 or has `[[` or `]]`.

## What to do instead

Shorten it, rename it, or leave it out.

## Source

Open Telekom Cloud APIG API Reference, Creating a Group Response (documented). The user guide has underscores where the
reference has hyphens; which of the two is right is undetermined.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
