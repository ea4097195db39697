"""Text has `${` or `%{`, which is a template to Terraform.

## Why is this bad?

Nothing is lost: both are doubled, so that Terraform gives APIG the text as it is.

## What to do instead

Nothing. Write the text itself in the customization.

## Source

Terraform, JSON Configuration Syntax, and Strings and Templates (documented); Terraform 1.11.4 gave every text back
(observed).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
