"""A static header value stands without its single quotes.

API Gateway reads the value of a response parameter as a mapping expression. Static text is one only between single
quotes that are part of the value itself.

## Why is this bad?

The deployment fails with `Invalid mapping expression specified`. Without a check it takes a deployment to find out.

## What to do instead

Put single quotes around the text, inside the quotes of YAML or JSON: `"'https://shop.example.com'"`, and in a
function `!Sub "'https://${Domain}'"`.

## Source

API Gateway Developer Guide, request-response-data-mappings (documented); the rejection: aws-cdk#11306 (observed).
"""

from collections.abc import Iterator

from constructs_gw.edits import Rewrite, enclosed
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR


def unquoted_static_value(parameter: ParameterView) -> Iterator[Problem]:
    """Static text without single quotes around it."""
    text = parameter.text
    if text is None or parameter.is_opaque or parameter.is_expression or parameter.static is not None:
        return
    meant = enclosed(text)
    simple = len(meant) > 2 and meant.isprintable() and "'" not in meant[1:-1]
    is_shown = simple and '"' not in meant
    fix = f'write "{meant}"' if is_shown else "put one pair of single quotes around the whole text"
    edits = (Rewrite(enclosed),) if simple else ()
    if not text.strip():
        yield Problem("the value is empty", "give it text in single quotes, or leave the header out")
    elif text.count("'") == 1 and "'" in (text.strip()[0], text.strip()[-1]):
        yield Problem(f"{text!r} has a single quote at one end only", fix, edits=edits)
    else:
        yield Problem(f"{text!r} is static text without single quotes around it", fix, edits=edits)
