"""Findings as text for a reader and as JSON for a script."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from constructs_gw.plain_text import plain
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def as_text(findings: Sequence[Finding], *, is_colored: bool = False) -> str:
    """Every finding that nobody acknowledged, grouped by API, and how many there are."""
    shown = [finding for finding in findings if finding.reason is None]
    groups = groupby(sorted(shown, key=_group), key=_group)
    blocks = ["\n".join([*_heading(*name), *_lines(group, is_colored)]) for name, group in groups]
    return "\n\n".join([*blocks, _count(findings)])


def as_json(findings: Iterable[Finding]) -> str:
    """A list of every finding that nobody acknowledged."""
    return json.dumps([_data(finding) for finding in findings if finding.reason is None], indent=2)


def _group(finding: Finding) -> tuple[str, str]:
    """The API that a finding is about: where it, or what belongs to it, stands, and its name."""
    return ((finding.owner or finding.place).document, finding.api) if finding.api else ("", "")


def _heading(document: str, api: str) -> list[str]:
    return [_line(f"{api} in {document}")] if api else []


def _lines(findings: Iterable[Finding], is_colored: bool) -> Iterator[str]:
    for finding in findings:
        severity = f"\033[{_COLORS[finding.severity]}m{finding.severity}\033[0m" if is_colored else finding.severity
        where = finding.template + (f":{finding.line}" if finding.line else "")
        yield f"  {_line(where)}: {severity}: {_line(finding.message)} [{finding.rule}]"
        at = " ".join(part for part in (finding.construct_path, finding.resource, finding.location) if part)
        yield f"    at {_line(at)}"
        yield f"    fix: {_line(finding.fix)}"


def _line(text: str) -> str:
    """Text on one line, so that a template's text cannot pass for a finding."""
    return plain(text).replace("\n", "\\n")


def _count(findings: Sequence[Finding]) -> str:
    shown = Counter(finding.severity for finding in findings if finding.reason is None)
    acknowledged = sum(finding.reason is not None for finding in findings)
    total = sum(shown.values())
    parts = [f"{shown[s]} {s}{'s' if shown[s] > 1 and s is not Severity.INFO else ''}" for s in Severity if shown[s]]
    parts += [f"{acknowledged} acknowledged"] if acknowledged else []
    what = f"{total or 'no'} finding{'' if total == 1 else 's'}"
    return f"{what}: {', '.join(parts)}" if parts else what


def _data(finding: Finding) -> dict[str, str | int | None]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix,
        "template": finding.template,
        "resource": finding.resource,
        "location": finding.location,
        "line": finding.line,
    }
