"""What is lost on the way to APIG, told on standard error by the verbs of `constructs-gw apig`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.errors import Problem, raise_all
from constructs_gw.places import Place
from constructs_gw.reports.text import lines
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding


def tell(diagnostics: Iterable[Diagnostic], path: Path) -> None:
    """Show what is lost; raises GatewayResponseError with every error."""
    found = list(diagnostics)
    show((each for each in found if each.severity is not Severity.ERROR), path)
    wrong = (each for each in found if each.severity is Severity.ERROR)
    raise_all(Problem(f"{each.message} [{each.rule}]", each.fix, each.subject) for each in wrong)


def show(diagnostics: Iterable[Diagnostic], path: Path) -> None:
    """Each on standard error, as validate shows its findings."""
    for line in lines(_finding(each, path) for each in diagnostics):
        print(line, file=sys.stderr)


def _finding(found: Diagnostic, path: Path) -> Finding:
    return Finding(found.rule, Place(str(path)), found.severity, found.message, found.fix, location=found.subject)
