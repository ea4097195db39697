"""What is wrong with an answer, and how much has been tried."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.render import RenderedResponse


@dataclass(slots=True)
class Tally:
    """Counts, and what was found wrong."""

    cases: int = 0
    refused: int = 0
    renders: int = 0
    failures: list[str] = field(default_factory=list)
    known: set[object] = field(default_factory=set)
    """The bodies and headers that have been rendered."""


def answer_faults(answer: RenderedResponse) -> Iterator[str]:
    """Why an answer is no JSON, or its headers are no headers."""
    yield from header_faults(answer.headers.items())
    try:
        strict(answer.body)
    except ValueError as error:
        yield f"not JSON: {error}"


def strict(text: str) -> Any:
    """JSON as RFC 8259 has it, of which no object has a name twice; raises ValueError for anything else."""
    text.encode()
    return json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    if math.isinf(float(text)):
        raise ValueError(f"{text} is no number")
    return float(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError(f"a name stands twice in {[name for name, _ in pairs]}")
    return dict(pairs)


def header_faults(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What in headers would end them."""
    yield from (f"header {name!r}: {value!r}" for name, value in headers if {*"\r\n\0"} & {*name, *value})
