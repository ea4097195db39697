"""Response types that are one error type of APIG answer differently.

## Why is this bad?

APIG has one answer for them, so one of the two would be lost. The error type is left out.

## What to do instead

Let the customizations answer alike, or choose one: `--prefer AUTH_FAILURE=INVALID_API_KEY`, in Python
`prefer={"AUTH_FAILURE": "INVALID_API_KEY"}`. `--prefer closest` (`prefer=CLOSEST` of `constructs_gw.apig`) chooses
wherever they disagree: the response type whose errors are most like those of the error type. What gives way is then
reported as `apig-merged-type`.

## Source

Which types mean the same is inferred from when each cloud says that it answers with them.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.ERROR
