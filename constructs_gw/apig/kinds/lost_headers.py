"""Terraform's provider of Open Telekom Cloud cannot set response headers.

## Why is this bad?

Browsers show a CORS error where the answer has no CORS headers, and `Retry-After` reaches nobody.

## What to do instead

Push the error responses with `constructs-gw apig push`, or accept the loss with `--allow-loss`.

## Source

opentelekomcloud_apigw_response_v2 has no `headers`: the provider's source of October 2024, and Pulumi's page for
1.36.56 of January 2026 (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
