"""The JSON around the variables of a body: which of them stand in a string, and where a body is no JSON."""

import json
import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from constructs_gw.context_variables import Availability, JsonSafety, find_context_variable
from constructs_gw.template_variables import Variable, tokenize
from constructs_gw.tokens import TOKEN

_OPAQUE = re.compile(rf"(?:\$\{{?(?:context|method|stageVariables)\.[\w.-]*)?{TOKEN.pattern}")
_ESCAPE = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonVariable:
    """A variable of a JSON body, and where it stands."""

    variable: Variable
    is_quoted: bool
    """Whether it stands in a JSON string."""
    is_whole: bool
    """Whether it is all of that string, or a value of its own."""

    @property
    def wants_quotes(self) -> bool | None:
        """Whether its text is JSON between quotes only; None where nobody knows its text."""
        return _wants_quotes(self.variable)


def json_parts(pieces: Iterable[str | Variable]) -> Sequence[str | JsonVariable]:
    """A JSON body in order: literal text as it is, each variable, and each CDK token as a variable without a name."""
    parts = [part for piece in pieces for part in _split(piece)]
    placed: list[str | JsonVariable] = []
    is_quoted = False
    for i, part in enumerate(parts):
        if isinstance(part, str):
            is_quoted ^= (_ESCAPE.sub("", part) if "\\" in part else part).count('"') % 2 == 1
            placed.append(part)
        else:
            is_whole = _is_whole(_literal(parts, i - 1), _literal(parts, i + 1), is_quoted)
            placed.append(_json_variable(part, is_quoted, is_whole))
    return placed


@lru_cache(1024)  # bodies have few variables, again and again
def _json_variable(variable: Variable, is_quoted: bool, is_whole: bool) -> JsonVariable:
    return JsonVariable(variable, is_quoted, is_whole)


def with_value(body: str, spelling: str, value: str) -> str:
    """A JSON body with other text in place of a variable wherever that is a value of its own.

    >>> with_value('{"stage": $context.stage}', "$context.stage", '"$context.stage"')
    '{"stage": "$context.stage"}'
    """
    parts = json_parts(tokenize(body))
    return "".join(value if _is_value(part, spelling, False) else _text(part) for part in parts)


def without_quotes(body: str, spelling: str) -> str:
    """A JSON body without the quotes around a variable wherever it is all of a string.

    >>> without_quotes('{"message": "$context.error.messageString"}', "$context.error.messageString")
    '{"message": $context.error.messageString}'
    """
    parts = json_parts(tokenize(body))
    texts = [*map(_text, parts)]
    for i, part in enumerate(parts):
        if _is_value(part, spelling, True):
            texts[i - 1], texts[i + 1] = texts[i - 1][:-1], texts[i + 1][1:]
    return "".join(texts)


def _is_value(part: str | JsonVariable, spelling: str, is_quoted: bool) -> bool:
    if isinstance(part, str) or part.variable.spelling != spelling:
        return False
    return part.is_whole and part.is_quoted is is_quoted


def _text(part: str | JsonVariable) -> str:
    return part if isinstance(part, str) else part.variable.spelling


def json_fault(parts: Sequence[str | JsonVariable]) -> str | None:
    """The text of a body from where it stops being JSON; None for JSON.

    Variables have sample values, with quotes where only those are missing and without where they are too many. What
    nobody knows, a CDK token say, may be any part of JSON where it stands outside of strings.
    """
    samples = [part if isinstance(part, str) else _sample(part) for part in parts]
    fault = _fault("".join(samples))
    if fault is None:
        return None
    ends = list(accumulate(map(len, samples)))
    faulty = bisect(ends, fault)
    if any(_may_be_anything(parts, i) for i in range(min(faulty + 1, len(parts)))):
        return None
    originals = [*map(_text, parts[faulty:])]
    if originals and isinstance(parts[faulty], str):
        originals[0] = originals[0][fault - ends[faulty] :]
    return "".join(originals)


def _split(text: str | Variable) -> Sequence[str | Variable]:
    """Literal text in pieces, each CDK token as a variable without a name."""
    if not isinstance(text, str) or "${Token[" not in text:
        return (text,)
    pieces: list[str | Variable] = []
    start = 0
    for match in _OPAQUE.finditer(text):
        pieces += (text[start : match.start()], Variable("", match[0]))
        start = match.end()
    return [piece for piece in (*pieces, text[start:]) if piece]


def _literal(parts: Sequence[str | Variable], i: int) -> str | None:
    """The literal text at a position: empty beyond the ends, None where a variable is."""
    part = parts[i] if 0 <= i < len(parts) else ""
    return part if isinstance(part, str) else None


def _is_whole(before: str | None, after: str | None, is_quoted: bool) -> bool:
    if before is None or after is None:
        return False
    if is_quoted:
        return before.endswith('"') and after.startswith('"')
    left, right = before.rstrip()[-1:], after.lstrip()[:1]
    return (left in {*":[{,"} and right in {*":]},"}) or left == right == ""


@lru_cache(1024)
def _wants_quotes(variable: Variable) -> bool | None:
    name = variable.context_name
    found = find_context_variable(name) if name else None
    if not name or not found or found.availability.value is Availability.ACCESS_LOG:
        return None
    if name.startswith("authorizer."):
        return None  # numbers, and JSON that the authorizer has made, are in use
    return variable.json_safety is not JsonSafety.JSON and _fault(found.sample or "") is not None


def _sample(part: JsonVariable) -> str:
    if part.is_quoted:
        return "xtext"  # behind a backslash, "text" would pass for an escape
    match part.wants_quotes:
        case None:
            return "0"
        case True:
            return '"xtext"'
    found = find_context_variable(part.variable.context_name or "")
    return (found and found.sample) or '"text"'


def _may_be_anything(parts: Sequence[str | JsonVariable], i: int) -> bool:
    """Whether a part can hold commas and brackets, not being the value of a member or the first of an array."""
    part, before = parts[i], parts[i - 1] if i else ""
    if isinstance(part, str) or part.is_quoted or part.wants_quotes is not None:
        return False
    return not isinstance(before, str) or before.rstrip()[-1:] not in {":", "["}


def _no_constant(name: str) -> float:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_int=float)  # int refuses what is very long


def _fault(text: str) -> int | None:
    """The position where a text stops being JSON (RFC 8259: no NaN); None for JSON, and for what is nested too deep."""
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return error.pos
    except ValueError as error:
        return text.find(str(error))
    except RecursionError:
        return None
    return None
