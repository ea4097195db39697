"""Findings for a reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from constructs_gw.plain_text import one_line
from constructs_gw.reports import Run
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def report(run: Run) -> str:
    """Every finding that nobody acknowledged, grouped by API, and how many there are."""
    groups = groupby(sorted(run.shown, key=_group), key=_group)
    blocks = ["\n".join([*_heading(*name), *lines(group, is_colored=run.is_colored)]) for name, group in groups]
    return "\n\n".join([*blocks, count(run.findings)])


def lines(findings: Iterable[Finding], *, is_colored: bool = False) -> Iterator[str]:
    """Some lines for each finding."""
    for finding in findings:
        severity = f"\033[{_COLORS[finding.severity]}m{finding.severity}\033[0m" if is_colored else finding.severity
        where = finding.template + (f":{finding.line}" if finding.line else "")
        yield f"  {one_line(where)}: {severity}: {one_line(finding.message)} [{finding.rule}]"
        if at := place(finding):
            yield f"    at {at}"
        yield f"    fix: {one_line(finding.fix)}"


def place(finding: Finding) -> str:
    """Where a finding is in its template."""
    return one_line(" ".join(filter(None, (finding.construct_path, finding.resource, finding.location))))


def count(findings: Sequence[Finding]) -> str:
    """How many findings there are."""
    shown = Counter(finding.severity for finding in findings if finding.reason is None)
    acknowledged = sum(finding.reason is not None for finding in findings)
    total = sum(shown.values())
    parts = [f"{shown[s]} {s}{'s' if shown[s] > 1 and s is not Severity.INFO else ''}" for s in Severity if shown[s]]
    parts += [f"{acknowledged} acknowledged"] if acknowledged else []
    what = f"{total or 'no'} finding{'' if total == 1 else 's'}"
    return f"{what}: {', '.join(parts)}" if parts else what


def _group(finding: Finding) -> tuple[str, str]:
    """The API that a finding is about: where it, or what belongs to it, stands, and its name."""
    return ((finding.owner or finding.place).document, finding.api) if finding.api else ("", "")


def _heading(document: str, api: str) -> list[str]:
    return [one_line(f"{api} in {document}")] if api else []
