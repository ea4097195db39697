"""Check the gateway responses of templates, and say what to write instead."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from constructs_gw.assembly import read_templates
from constructs_gw.commands import note_unread
from constructs_gw.errors import Problem, attempt, raise_all
from constructs_gw.reports import FORMATS, Run, report
from constructs_gw.severity import Severity
from constructs_gw.validate import BARS, failing, selected_rules, validate_files

FINDINGS = 1
"""Exit code for findings at or above the bar."""

EXAMPLES = (
    "constructs-gw validate",
    "constructs-gw validate template.yaml --fail-on warning",
    "constructs-gw validate cdk.out --select missing-error-cors --format json",
    "constructs-gw validate cdk.out --format sarif > results.sarif",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="*", default=[Path("cdk.out")], type=Path, metavar="PATH",
                        help="CloudFormation templates (JSON or YAML) or cloud assemblies; cdk.out unless given; - for "
                        "standard input")  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default="text",
                        help="text unless given; github is annotations of GitHub Actions")  # fmt: skip
    parser.add_argument("--select", action="append", default=[], metavar="RULE",
                        help="only this rule (repeatable; constructs-gw explain lists them)")  # fmt: skip
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="without this rule (repeatable)")
    parser.add_argument("--fail-on", choices=BARS, default=Severity.ERROR,
                        help="exit with 1 if a finding is as bad as that; error unless given")  # fmt: skip


def run(options: Namespace) -> int:
    """Print what the rules find."""
    problems: list[Problem] = []
    read = [attempt(problems, read_templates, path) for path in dict.fromkeys(options.paths)]
    raise_all(problems)
    found, rules = [], selected_rules(options.select, options.ignore)
    for files in read:  # each path is deployed by itself
        note_unread(files or ())
        found += validate_files(files or (), select=options.select, ignore=options.ignore)
    every = [file for files in read for file in files or ()]
    print(report(Run(found, every, rules, options.fail_on, _root(), _is_colored()), options.format))
    return FINDINGS if failing(found, options.fail_on) else 0


def _root() -> Path:
    """The folder that a CI system shows files below: of the repository on GitHub Actions, or else where this runs."""
    return Path(os.environ.get("GITHUB_WORKSPACE", ""))


def _is_colored() -> bool:
    """Whether a person reads this on a terminal, and has not asked for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
