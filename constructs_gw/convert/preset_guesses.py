"""Which presets, with which arguments, may have made a set of customizations.

A guess may be wrong: whoever takes it compares what it gives.
"""

import re
from collections.abc import Callable, Iterator
from keyword import iskeyword
from typing import Any

from constructs_gw.convert.answers import Answers
from constructs_gw.convert.body_guesses import (
    error_body,
    hints,
    not_found,
    problem_details,
    request_id,
    validation_errors,
)
from constructs_gw.convert.guess import Guess, called, guess, plain, reference
from constructs_gw.convert.status_guesses import redirect, status
from constructs_gw.mapping import MappingValue
from constructs_gw.presets.cors import GATEWAY_HEADERS
from constructs_gw.presets.security_headers import SECURITY_HEADERS
from constructs_gw.response_types import ResponseType

_FEWEST_SECURITY_HEADERS = 3
_AUTH_PARAMETER = re.compile(r'([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"(?:, |$)')


def guesses(answers: Answers) -> list[list[Guess]]:
    """For each preset, in the README's order, the calls that may be meant: the likeliest first.

    Of `redirect` there may be several at once, each in a list of its own.
    """
    one_each = [[*find(answers)] for find in _FINDERS]
    return [found for found in one_each if found] + [[each] for each in redirect(answers)]


def _cors(answers: Answers) -> Iterator[Guess]:
    origin = answers.common_header("access-control-allow-origin")
    if origin is None:
        return
    options: dict[str, Any] = {"allow_origin": plain(origin)}
    if origin == MappingValue.request_header("Origin"):
        options = {"echo_origin": True}
    if answers.common_header("access-control-allow-credentials") == MappingValue.static("true"):
        options["allow_credentials"] = True
    for exposed in _exposed(answers):
        yield from guess("cors", **options, expose_headers=exposed or None)
    yield from called("cors", (), {**options, "expose_headers": None})


def _exposed(answers: Answers) -> list[list[str]]:
    """The header names that `expose_headers` may have given: without those that would be exposed anyway, and all."""
    found: dict[tuple[str, ...], None] = {}
    for kind in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        value = answers[kind].values.get("access-control-expose-headers")
        names = [name.strip() for name in value.text.split(",")] if value and value.is_static else []
        if tuple(names[:2]) == GATEWAY_HEADERS:
            own = tuple(names[2:])
            found[tuple(name for name in own if name.casefold() not in answers[kind].headers)] = None
            found[own] = None
    return [[*names] for names in found]


def _security_headers(answers: Answers) -> Iterator[Guess]:
    common = {name: answers.common_header(name.casefold()) for name in SECURITY_HEADERS}
    texts = {name: value.text if value and value.is_static else None for name, value in common.items()}
    overrides = {name: text for name, text in texts.items() if text != SECURITY_HEADERS[name]}
    if len(texts) - len(overrides) < _FEWEST_SECURITY_HEADERS:
        return
    more = {**overrides, **_other_headers(answers)}
    for given in (more, overrides) if more != overrides else (overrides,):
        yield from guess("security_headers", *([given] if given else []))


def _other_headers(answers: Answers) -> dict[str, str]:
    """Static headers that all types have, and no other preset may have made."""
    known = {name.casefold() for name in SECURITY_HEADERS}
    echo = answers.common_header("access-control-allow-origin") == MappingValue.request_header("Origin")
    found: dict[str, str] = {}
    for folded, (name, _) in answers[reference(answers)].headers.items():
        value = answers.common_header(folded)
        if folded in known or folded.startswith("access-control-") or value is None or not value.is_static:
            continue
        text = value.text
        if folded == "vary" and echo:
            text = text.removesuffix("Origin").removesuffix(", ")
        if text:
            found[name] = text
    return found


def _retry_after(answers: Answers) -> Iterator[Guess]:
    value = answers[ResponseType.THROTTLED].values.get("retry-after")
    if value and value.is_static:
        is_plain = value.text.isdigit() and len(value.text) < 10 and str(int(value.text)) == value.text
        yield from guess("retry_after", seconds=int(value.text) if is_plain else value.text)


def _challenge(answers: Answers) -> Iterator[Guess]:
    value = answers[ResponseType.UNAUTHORIZED].values.get("www-authenticate")
    scheme, _, rest = value.text.partition(" ") if value and value.is_static else ("", "", "")
    found = _AUTH_PARAMETER.findall(rest)
    parameters = {_keyword(name): re.sub(r"\\(.)", r"\1", text) for name, text in found}
    if scheme:
        yield from guess("challenge", scheme, **parameters)


def _keyword(name: str) -> str:
    return f"{name}_" if iskeyword(name) or name in ("scheme", "name") else name


_FINDERS: tuple[Callable[[Answers], Iterator[Guess]], ...] = (
    _cors,
    hints,
    problem_details,
    error_body,
    validation_errors,
    request_id,
    _security_headers,
    _retry_after,
    _challenge,
    not_found,
    status,
)
