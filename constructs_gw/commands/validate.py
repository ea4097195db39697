"""Check the gateway responses of templates, and say what to write instead."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from difflib import unified_diff
from functools import partial
from io import StringIO
from pathlib import Path

from constructs_gw.apig import Provider
from constructs_gw.apig.kinds import all_kinds
from constructs_gw.apig_findings import apig_findings
from constructs_gw.assembly import STANDARD_INPUT, TemplateFile, read_content, read_templates, template_file
from constructs_gw.commands import OTHER_SERVER, add_prefer, needs_extra, note_unread, read_preferences
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.files import replace_file
from constructs_gw.fixes import Fixed, fixed
from constructs_gw.plain_text import plain
from constructs_gw.reports import FORMATS, Run, report
from constructs_gw.severity import Severity
from constructs_gw.sources import READ
from constructs_gw.validate import BARS, OtherFindings, failing, selected_rules, validate_files

FINDINGS = 1
"""Exit code for findings at or above the bar."""

EXAMPLES = (
    "constructs-gw validate",
    "constructs-gw validate template.yaml --fail-on warning",
    "constructs-gw validate template.yaml --diff",
    "constructs-gw validate serverless.yml openapi.yaml",
    "terraform show -json plan | constructs-gw validate -",
    "constructs-gw validate cdk.out --select missing-error-cors --format json",
    "constructs-gw validate cdk.out --format sarif > results.sarif",
    "constructs-gw validate template.yaml --provider opentelekomcloud",
    "constructs-gw validate --rest-api-id a1b2c3d4e5 --region eu-central-1",
)


LIVE = {
    "region": "that of the profile unless given",
    "profile": "of the AWS CLI's configuration",
    "endpoint-url": OTHER_SERVER,
}
"""How a live API is reached."""


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH",
                        help=f"a cloud assembly, {READ}; cdk.out unless given; - for standard input")  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default="text",
                        help="text unless given; github is annotations of GitHub Actions")  # fmt: skip
    parser.add_argument("--select", action="extend", type=_names, default=[], metavar="RULE",
                        help="only this rule, or several with commas (repeatable; explain lists them)")  # fmt: skip
    parser.add_argument("--ignore", action="extend", type=_names, default=[], metavar="RULE",
                        help="without this rule, or several with commas (repeatable)")  # fmt: skip
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--fix", action="store_true",
                        help="first put right in the files what has one certain value")  # fmt: skip
    change.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument("--provider", choices=[*Provider],
                        help="say what is lost on this cloud's APIG, too")  # fmt: skip
    add_prefer(parser, "with --provider: ")
    parser.add_argument("--rest-api-id", metavar="ID", help="what is configured in a live API, instead of files")
    for name, what in LIVE.items():
        parser.add_argument(f"--{name}", help=f"with --rest-api-id: {what}")
    parser.add_argument("--fail-on", choices=BARS, default=Severity.ERROR,
                        help="exit with 1 if a finding is as bad as that; error unless given")  # fmt: skip


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def run(options: Namespace) -> int:
    """Print what the rules find."""
    other = _other(options)
    if options.rest_api_id:
        return _report(options, [_live(options)], other)
    given = [name for name in LIVE if getattr(options, name.replace("-", "_"))]
    raise_all(Problem(f"--{name} is for a live API", "add --rest-api-id ID, or leave it out") for name in given)
    paths = dict.fromkeys(options.paths or [Path("cdk.out")])
    if options.fix or options.diff:
        _fix(options, paths)
    problems: list[Problem] = []
    read = [attempt(problems, read_templates, path) for path in paths]
    raise_all(problems)
    return _report(options, [files or [] for files in read], other)


def _report(options: Namespace, read: list[list[TemplateFile]], other: OtherFindings | None) -> int:
    """Print what the rules find in templates that are each deployed by themselves."""
    found, rules = [], selected_rules(options.select, options.ignore)
    rules += selected_rules(options.select, options.ignore, other.rules) if other else []
    for files in read:
        note_unread(files)
        found += validate_files(files, select=options.select, ignore=options.ignore, other=other)
    if not options.diff:
        every = [file for files in read for file in files]
        print(report(Run(found, every, rules, options.fail_on, _root(), _is_colored()), options.format))
    return FINDINGS if failing(found, options.fail_on) else 0


def _other(options: Namespace) -> OtherFindings | None:
    """What else is to be found than what the rules find; what would find nothing is refused."""
    names = [f"--select {name}" for name in options.select if name in all_kinds()]
    given = [] if options.provider else [*names, *(f"--prefer {pair}" for pair in options.prefer)]
    raise_all(Problem(f"{what} is for APIG", f"add --provider {' or '.join(Provider)}") for what in given)
    return apig_findings(options.provider, read_preferences(options.prefer)) if options.provider else None


def _live(options: Namespace) -> list[TemplateFile]:
    """What is configured in a live API, as a listing of its responses."""
    raise_all(
        Problem(f"{name} is for files", "leave it out, or --rest-api-id")
        for name, is_given in (("PATH", options.paths), ("--fix", options.fix), ("--diff", options.diff))
        if is_given
    )
    with needs_extra("aws"):
        from constructs_gw.aws import RestApiGateway, clients, listings, problems
    with problems.one_line_each():
        client = clients.apigateway(region=options.region, profile=options.profile, endpoint_url=options.endpoint_url)
    region = client.meta.region_name
    with problems.one_line_each(options.rest_api_id, region):
        listing = listings.listing(RestApiGateway(client, options.rest_api_id).items(), options.rest_api_id, region)
    return [template_file(listing, f"{region}/{options.rest_api_id}")]


def _fix(options: Namespace, paths: Iterable[Path]) -> None:
    """Put right what is certain in every file, or show it; nothing is written where one of them cannot be read."""
    by_file: dict[str, Path] = {}
    for path in paths:
        by_file.setdefault(os.path.realpath(path), path)  # links to one file are one
    problems: list[Problem] = []
    fixes = [attempt(problems, partial(_fixed, options), path) for path in by_file.values()]
    raise_all(problems)
    for path, fix in zip(by_file.values(), filter(None, fixes), strict=True):
        _show(path, fix) if options.diff else _write(path, fix)


def _fixed(options: Namespace, path: Path) -> Fixed:
    if path == STANDARD_INPUT or path.is_dir():
        what = "standard input" if path == STANDARD_INPUT else path
        raise GatewayResponseError(Problem(f"nothing is fixed in {what}", "name the files that somebody wrote"))
    return fixed(read_content(path), path, select=options.select, ignore=options.ignore)


def _show(path: Path, fix: Fixed) -> None:
    if not fix.changes:
        return  # text in another encoding than UTF-8 is never changed
    before, after = (StringIO(content.decode(), newline="\n").readlines() for content in (fix.before, fix.after))
    name = f"{path}\t" if " " in str(path) else str(path)  # as diff does it, so that patch finds its end
    shown = _on_terminal if sys.stdout.isatty() else str
    for line in unified_diff(before, after, name, name):
        print(shown(line) if line.endswith("\n") else f"{shown(line)}\n\\ No newline at end of file\n", end="")


def _on_terminal(line: str) -> str:
    """A line of a diff without what would do something to a terminal; patch wants it as it is."""
    end = "\n" if line.endswith("\n") else ""
    return "\t".join(map(plain, line.rstrip("\r\n").replace("\ufeff", "").split("\t"))) + end


def _write(path: Path, fix: Fixed) -> None:
    if fix.changes:
        backup = replace_file(path, fix.after)
        changes = "1 change" if fix.changes == 1 else f"{fix.changes} changes"
        print(plain(f"{path}: {changes}; what it was is kept in {backup}"), file=sys.stderr)


def _root() -> Path:
    """The folder that a CI system shows files below: of the repository on GitHub Actions, or else where this runs."""
    return Path(os.environ.get("GITHUB_WORKSPACE", ""))


def _is_colored() -> bool:
    """Whether a person reads this on a terminal, and has not asked for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
