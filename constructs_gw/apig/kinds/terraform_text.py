r"""Terraform changes a text: it composes characters, and drops a byte order mark at the start.

## Why is this bad?

APIG gets another text than the customization has, if one that looks the same.

## What to do instead

Write the composed character, which is one code point for `é` and not two. In a JSON body, an escape such as `\u0301`
is left as it is.

## Source

Terraform, Types and Values: strings are normalized (NFC); both seen with Terraform 1.11.4 (observed).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
