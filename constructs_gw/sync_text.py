"""Plans, differences and outcomes of `constructs_gw.sync` for a reader, and differences for a script."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from constructs_gw.plain_text import one_line
from constructs_gw.sync import CUSTOMIZED, Change, Difference, Outcome, Plan

_SIGNS = {"add": "+", "change": "~", "reset": "-"}


def plan_lines(plan: Plan[Any]) -> Iterator[str]:
    """What a plan would do, one line a type."""
    for change in plan.changes:
        yield f"  {_SIGNS[change.verb]} {change.response_type}  {change.verb}"
    for kind in plan.kept:
        yield f"    {kind}  stays: it is customized and not declared"


def difference_lines(found: Iterable[Difference]) -> Iterator[str]:
    """Each type that differs, and in which parts."""
    for kind, parts in groupby(found, key=lambda difference: difference.response_type):
        yield kind
        for difference in parts:
            yield from _difference(difference)


def _difference(difference: Difference) -> Iterator[str]:
    if difference.part == CUSTOMIZED:
        yield "  declared, not live" if difference.live is None else "  live, not declared"
        return
    yield f"  {one_line(difference.part)}"
    yield f"    declared: {_shown(difference.declared)}"
    yield f"    live:     {_shown(difference.live)}"


def _shown(value: str | None) -> str:
    return "(none)" if value is None else one_line(value)


def differences_json(found: Iterable[Difference]) -> str:
    """A list of the parts that differ."""
    names = ("response_type", "part", "declared", "live")
    return json.dumps([{name: getattr(each, name) for name in names} for each in found], indent=2)


def outcome_lines(outcome: Outcome[Any], reason: str) -> Iterator[str]:
    """What was done, and where it stopped half-way, what was not; `reason` says why."""
    yield f"{_count(outcome.done)} made" + (f": {_types(outcome.done)}" if outcome.done else "")
    if outcome.failed is not None:
        yield one_line(f"stopped at {outcome.failed.response_type}: {reason}")
        yield f"not tried: {_types(outcome.left) or 'nothing'}"


def _count(changes: Sequence[Change[Any]]) -> str:
    return "1 change" if len(changes) == 1 else f"{len(changes)} changes"


def _types(changes: Iterable[Change[Any]]) -> str:
    return ", ".join(change.response_type for change in changes)
