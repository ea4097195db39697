"""Text that is no variable of API Gateway reads like one of APIG.

## Why is this bad?

Clients of API Gateway get the text as it stands, and those of APIG whatever the variable holds.

## What to do instead

Write the text without `$context`, use a variable that both clouds have, or part it from the name before it.

## Source

Huawei Cloud APIG User Guide, Customizing Error Response for APIs, lists the variables (documented). How APIG finds the
end of a name is undetermined.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
