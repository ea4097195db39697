"""Findings for a script."""

import json

from constructs_gw.reports import Run
from constructs_gw.validate import Finding


def report(run: Run) -> str:
    """A list of every finding that nobody acknowledged."""
    return json.dumps([_data(finding) for finding in run.shown], indent=2)


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
