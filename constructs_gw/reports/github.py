"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from constructs_gw.plain_text import one_line
from constructs_gw.reports import Run
from constructs_gw.reports.text import count, place
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(run: Run) -> str:
    """An annotation for every finding that nobody acknowledged, and how many there are."""
    return "\n".join([*(_command(run, finding) for finding in run.shown), count(run.findings)])


def _command(run: Run, finding: Finding) -> str:
    path = run.path(finding.template)
    properties = {"file": path and path.as_posix(), "line": finding.line, "title": finding.rule}
    given = ",".join(f"{name}={_property(one_line(str(value)))}" for name, value in properties.items() if value)
    at = place(finding)
    text = "\n".join([one_line(finding.message), *([f"at {at}"] if at else []), f"fix: {one_line(finding.fix)}"])
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(text)}"


def _data(text: str) -> str:
    """The text of a command as the runner reads it (actions/runner, ActionCommand.cs)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
