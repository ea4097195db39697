"""Plans, differences and outcomes of `constructs_gw.sync` for a reader, and differences for a script."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from constructs_gw.plain_text import one_line
from constructs_gw.sync import CUSTOMIZED, Change, Difference, Outcome, Plan

_SIGNS = {"add": "+", "change": "~", "reset": "-"}


def plan_lines(plan: Plan[Any], parts: Callable[[str, Any], Mapping[str, str]]) -> Iterator[str]:
    """What a plan would do: by a gateway's `parts`, each part that goes and that comes."""
    for change in plan.changes:
        yield f"  {_SIGNS[change.verb]} {change.response_type}  {change.verb}"
        before, after = (
            {} if response is None else parts(change.response_type, response)
            for response in (change.before, change.after)
        )
        yield from _part_lines(before, after)
    for kind in plan.kept:
        yield f"    {kind}  stays: it is customized and not declared"


def _part_lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for part in sorted({*before, *after}):
        if before.get(part) != after.get(part):
            yield from (
                f"      {sign} {one_line(part)}: {one_line(side[part])}"
                for sign, side in (("-", before), ("+", after))
                if part in side
            )


def difference_lines(found: Iterable[Difference], sides: tuple[str, str]) -> Iterator[str]:
    """Each type that differs, and in which parts; `sides` are the words for where the two are."""
    for kind, parts in groupby(found, key=lambda difference: difference.response_type):
        yield kind
        for difference in parts:
            yield from _difference(difference, *sides)


def _difference(difference: Difference, mine: str, theirs: str) -> Iterator[str]:
    if difference.part == CUSTOMIZED:
        yield f"  {mine}, not {theirs}" if difference.live is None else f"  {theirs}, not {mine}"
        return
    width = max(len(mine), len(theirs)) + 1
    yield f"  {one_line(difference.part)}"
    yield f"    {mine + ':':{width}} {_shown(difference.declared)}"
    yield f"    {theirs + ':':{width}} {_shown(difference.live)}"


def _shown(value: str | None) -> str:
    return "(none)" if value is None else one_line(value)


def differences_json(found: Iterable[Difference], undeployed: Iterable[Difference] | None = None) -> str:
    """A list of the parts that differ; with those that are not deployed, an object of two lists."""
    if undeployed is None:
        return json.dumps(_data(found, ("declared", "live")), indent=2)
    lists = {
        "differences": _data(found, ("declared", "live")),
        "undeployed": _data(undeployed, ("deployed", "configured")),
    }
    return json.dumps(lists, indent=2)


def _data(found: Iterable[Difference], sides: tuple[str, str]) -> list[dict[str, str | None]]:
    return [
        {
            "response_type": each.response_type,
            "part": each.part,
            **dict(zip(sides, (each.declared, each.live), strict=True)),
        }
        for each in found
    ]


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
