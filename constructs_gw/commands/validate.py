"""Check the gateway responses of templates, and say what to write instead."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from constructs_gw.assembly import read_templates
from constructs_gw.errors import Problem, attempt, raise_all
from constructs_gw.plain_text import plain
from constructs_gw.report import as_json, as_text
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files

FINDINGS = 1
"""Exit code for findings at or above the bar."""

EXAMPLES = (
    "constructs-gw validate",
    "constructs-gw validate template.yaml --fail-on warning",
    "constructs-gw validate cdk.out --select missing-error-cors --format json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="*", default=[Path("cdk.out")], type=Path, metavar="PATH",
                        help="CloudFormation templates (JSON or YAML) or cloud assemblies; cdk.out unless given; - for "
                        "standard input")  # fmt: skip
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text unless given")
    parser.add_argument("--select", action="append", default=[], metavar="RULE",
                        help="only this rule (repeatable; constructs-gw explain lists them)")  # fmt: skip
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="without this rule (repeatable)")
    parser.add_argument("--fail-on", choices=[*Severity, "never"], default="error",
                        help="exit with 1 if a finding is as bad as that; error unless given")  # fmt: skip


def run(options: Namespace) -> int:
    """Print what the rules find."""
    problems: list[Problem] = []
    read = [attempt(problems, read_templates, path) for path in dict.fromkeys(options.paths)]
    raise_all(problems)
    found = []
    for files in read:  # each path is deployed by itself
        found += validate_files(files or (), select=options.select, ignore=options.ignore)
        for file in files or ():
            for what in file.unread:
                print(plain(f"note: {file.path}: {what}"), file=sys.stderr)
    print(as_json(found) if options.format == "json" else as_text(found, is_colored=_is_colored()))
    return FINDINGS if failing(found, options.fail_on) else 0


def _is_colored() -> bool:
    """Whether a person reads this on a terminal, and has not asked for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
