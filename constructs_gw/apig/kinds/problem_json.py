"""A Content-Type other than that of the gateway goes as a header.

## Why is this bad?

Nobody has published whether APIG answers with it, with its own, or with both.

## What to do instead

Look at one answer before you rely on it, or use `application/json`.

## Source

otcextensions' example sets it as a header (observed); its effect is undetermined.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
