"""The formats of a report: one file each, named as `--format` names it, with `report`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from constructs_gw.assembly import STANDARD_INPUT, TemplateFile
from constructs_gw.rule import Rule
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding, selected_rules

FORMATS = tuple(sorted(module.name for module in iter_modules(__path__)))


@dataclass(frozen=True, slots=True)
class Run:
    """What was checked and what was found: all that a report can tell."""

    findings: Sequence[Finding]
    """With those that somebody acknowledged."""
    files: Sequence[TemplateFile] = ()
    rules: Sequence[Rule] = field(default_factory=selected_rules)
    """Those that ran: all unless given."""
    fail_on: str = Severity.ERROR
    """What is as bad as that makes the run fail: a severity, or `never`."""
    root: Path = Path()
    """The folder that paths are shown from."""
    is_colored: bool = False
    """Whether text goes to a terminal that shows colours."""

    @property
    def shown(self) -> list[Finding]:
        """The findings that nobody acknowledged."""
        return [finding for finding in self.findings if finding.reason is None]

    def path(self, template: str) -> Path | None:
        """Where a template is: from the root if it is below it, else in full; None for standard input.

        Links are followed: code scanning shows nothing at a link (GitHub, "SARIF support for code scanning").
        """
        if template == str(STANDARD_INPUT):
            return None
        path, root = Path(template).resolve(), self.root.resolve()
        return path.relative_to(root) if path.is_relative_to(root) else path


def report(run: Run, format_: str) -> str:
    """A run in one of the FORMATS."""
    text: str = import_module(f"{__name__}.{format_}").report(run)
    return text
