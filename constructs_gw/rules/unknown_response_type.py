"""A gateway response is for a response type that API Gateway does not have.

## Why is this bad?

The deployment fails with `Value 'FAKE_RESPONSE_TYPE' at 'responseType' failed to satisfy constraint: Member must
satisfy enum value set`. CloudFormation's own schema takes any text here, so nothing says it earlier.

## What to do instead

Write one of the 21 types as API Gateway spells them: `DEFAULT_4XX`, not aws-cdk's member name `DEFAULT_4_XX`, and
upper case with underscores throughout. For the answer to an unknown route that is `MISSING_AUTHENTICATION_TOKEN`.

## Source

The 21 types and the rejection of any other: LocalStack's recorded answers of AWS (recorded against AWS); that the
type is required and a plain string: CloudFormation's schema (documented).
"""

import re
from collections.abc import Iterator

from constructs_gw.edits import Edit, Rename, Rewrite, replaced
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.tokens import TOKEN, has_token
from constructs_gw.views import ResponseView

SEVERITY = Severity.ERROR

_BY_STATUS = {"4XX": ResponseType.DEFAULT_4XX, "5XX": ResponseType.DEFAULT_5XX}


def unknown_response_type(response: ResponseView) -> Iterator[Problem]:
    """A type that is missing, or none of the 21."""
    text = response.type.text
    at = response.type.place
    if response.type.value in (None, ""):
        yield Problem("it names no response type", 'name one, such as "DEFAULT_4XX"', at)
    elif text is not None and has_token(text) and any(_can_be(kind, text) for kind in ResponseType):
        return
    elif text is not None and text.upper() in _BY_STATUS:
        meant = _BY_STATUS[text.upper()]
        yield Problem(f"unknown response type {text!r}", f'write "{meant}"', at, edits=(_edit(response, meant),))
    else:
        try:
            ResponseType.of(response.type.value if text is None else text)
        except GatewayResponseError as error:
            same = _BY_LETTERS.get(_letters(text or ""))
            edits = (_edit(response, same),) if same else ()
            yield from (Problem(problem.message, problem.fix, at, edits=edits) for problem in error.problems)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).upper()


_BY_LETTERS = {_letters(kind): kind for kind in ResponseType}


def _edit(response: ResponseView, kind: ResponseType) -> Edit:
    """Where a response is an entry of a definition, its type is its name."""
    return Rewrite(replaced, (kind.value,)) if response.is_resource else Rename(kind.value)


def _can_be(kind: ResponseType, text: str) -> bool:
    """Whether a text can turn out to be this type, whatever its tokens stand for."""
    return re.fullmatch(".*".join(map(re.escape, TOKEN.split(text)[::2])), kind) is not None
