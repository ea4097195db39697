"""A customization has no body that is JSON.

## Why is this bad?

APIG wants JSON: "The response content must be in JSON format".

## What to do instead

Add a body of `application/json`; `ResponseTemplate.json` makes one that is JSON whatever its variables hold.

## Source

Huawei Cloud APIG User Guide, Customizing Error Response for APIs (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
