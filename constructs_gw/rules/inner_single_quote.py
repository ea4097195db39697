r"""A header's static text has single quotes inside, for which no spelling is documented.

## Why is this bad?

The value stands between single quotes already, and no document says how to put one inside. It matters for a
Content-Security-Policy with `'self'` or `'none'`: a browser ignores a source that it cannot read. Plain quotes are in
use in public (info). `\'self\'` and `''self''`, and quotes doubled around the whole value, copy the escapes of
other languages: clients see them, or the deployment fails (warning).

## What to do instead

Say it without quotes where you can: `'default-src https:; frame-ancestors https://shop.example.com'`. Otherwise write
plain quotes, deploy, and look at the answer with `curl -i`. A single pair of quotes around the whole is enough:
`'*'`.

## Source

No document mentions it. DataBiosphere/azul deploys plain quotes and says, in `src/azul/terraform.py`, that API Gateway
allows them (observed, one project); several spellings tried in public code, outcomes unknown. What clients see of an
escape is inferred.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.WARNING


def inner_single_quote(parameter: ParameterView) -> Iterator[Problem]:
    """Single quotes inside of static text."""
    static = parameter.static or ""
    text = f"'{static}'"
    if "'" not in static:
        return
    if len(static) > 1 and static[0] == static[-1] == "'" and "'" not in static[1:-1]:
        yield Problem(f"{text!r} is quoted twice", f'write "{static}"')
    elif "\\'" in static or "''" in static:
        plain = static.replace("\\'", "'").replace("''", "'")
        message = f"{text!r} escapes its inner single quotes; inferred: clients see the escapes, or it does not deploy"
        yield Problem(message, f"leave the inner quotes out; in use elsewhere, but not documented: \"'{plain}'\"")
    else:
        message = f"{text!r} has single quotes inside; one project reports that it works, no document says so"
        yield Problem(
            message, "leave the inner quotes out, or look at the answer once it is deployed", severity=Severity.INFO
        )
