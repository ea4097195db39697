"""A customization has a value that only the deployment of the AWS stack knows.

## Why is this bad?

APIG knows nothing of that stack, so there is nothing to send in its place.

## What to do instead

Write the value itself, or give the parameter a default.

## Source

It follows from where the two clouds are.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
