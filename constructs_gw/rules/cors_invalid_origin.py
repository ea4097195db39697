"""`Access-Control-Allow-Origin` holds something that no browser calls an origin.

## Why is this bad?

Browsers compare the value byte by byte with the page's origin: `https://shop.example.com`, without a path or a slash at
its end, in lower case, with a port only if it is not the scheme's own. Whatever differs matches no page, and the answer
stays hidden as if the header were missing.

## What to do instead

Write `*`, or one origin as browsers send it: `scheme://host`, or `scheme://host:port`. There is no wildcard for
sub-domains: give each stage its own origin with `stageVariables.NAME`.

## Source

CORS check (Fetch, standard) and the serialization of an origin (HTML, standard). AWS's own examples `'a.b.c'`,
`'domain.com'` and `'*.example.domain'` are no origins either.
"""

from collections.abc import Iterator

from constructs_gw.edits import Rewrite, replaced
from constructs_gw.errors import Problem
from constructs_gw.origins import origin_defect, origins_in
from constructs_gw.severity import Severity
from constructs_gw.tokens import known_text
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR


def cors_invalid_origin(parameter: ParameterView) -> Iterator[Problem]:
    """A value that equals no origin."""
    text = parameter.static.strip(" ") if parameter.static is not None else None
    if parameter.header != "access-control-allow-origin" or text is None or len(origins_in(text)) > 1:
        return
    if parameter.quoted_expression:
        return  # invalid-mapping-expression says that
    known = known_text(text)
    defect = origin_defect(text)
    if defect and "'" not in known and known.isascii() and (known.isprintable() or not known):
        fix = (
            f"write \"'{defect.meant}'\""
            if defect.meant
            else "write one origin, such as \"'https://shop.example.com'\""
        )
        edits = (Rewrite(replaced, (f"'{defect.meant}'",)),) if defect.is_certain else ()
        yield Problem(f"{text!r} equals no browser's origin: it {defect.what}", fix, edits=edits)
