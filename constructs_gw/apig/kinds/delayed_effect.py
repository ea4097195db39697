"""A change of a gateway response takes 5 to 10 seconds until clients get it.

## Why is this bad?

A test that runs right after a push still gets the answer from before.

## What to do instead

Wait for 10 seconds before you look at an answer.

## Source

Open Telekom Cloud APIG User Guide, Notes and Constraints (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
