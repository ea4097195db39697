"""Response types that answer differently become one error type.

## Why is this bad?

One of them is customized and the others are not, so those get its answer too. A hint such as "Send a valid API key"
is then said to clients that sent an expired token.

## What to do instead

Write what is true of each of them, or choose with `--prefer` whose answer it is.

## Source

Which types mean the same is inferred from when each cloud says that it answers with them.
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING
