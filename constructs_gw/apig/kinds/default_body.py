"""A customization has no body, and APIG gets its own default body.

## Why is this bad?

APIG takes no error response without a body. Clients get `error_code`, `error_msg` and `request_id`, where API Gateway
answers with `message`.

## What to do instead

Give the customization a body if clients read it; a preset such as `problem_details()` does.

## Source

"The parameters must be specified" without a body: terraform-provider-huaweicloud, resource apig_response (a comment in
its source: observed).
The default body: Open Telekom Cloud APIG API Reference, Creating a Group Response (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO
