"""What the commands for live gateways share: their source, differences as text, and the options of a push."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_gw import sync, sync_text
from constructs_gw.assembly import TemplateFile, read_templates
from constructs_gw.commands import no_rest_api, note_unread
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.plain_text import one_line
from constructs_gw.reports.text import lines
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.severity import Severity
from constructs_gw.template import as_mapping
from constructs_gw.validate import failing, validate_files

DIFFERENT = 1
"""Exit code of diff where live and declared differ, of push where not everything is done, of pull where a format lacks
something."""

SOURCE = Path("cdk.out")
"""Where none is named."""


def add_source(parser: ArgumentParser) -> None:
    """What declares the responses."""
    parser.add_argument("source", nargs="?", type=Path, metavar="SOURCE",
                        help="what declares the responses, in any format; cdk.out unless given")  # fmt: skip
    parser.add_argument("--api", metavar="ID", help="the REST API of the source, by its logical id")


def add_format(parser: ArgumentParser) -> None:
    """How differences are shown."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text unless given")


def add_writing(parser: ArgumentParser) -> None:
    """How something is written to a live gateway."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan and write nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--backup", type=Path, metavar="FILE",
                        help="where to keep what is replaced; a new file in this folder unless given")  # fmt: skip


def add_push(parser: ArgumentParser) -> None:
    """What is pushed."""
    parser.add_argument("--prune", action="store_true", help="reset the types that are customized and not declared")
    parser.add_argument("--restore", type=Path, metavar="BACKUP", help="put back what a push has replaced")
    add_writing(parser)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a source declares for one REST API, and the files that it is in."""

    files: list[TemplateFile]
    api: RestApiView


def read_declared(source: Path, api: str | None, *, is_checked: bool = False) -> Declared:
    """What a source declares for an API; where it is checked, only if `validate` finds no error in it."""
    files = read_templates(source)
    note_unread(files)
    chosen = _chosen(read_rest_apis([file.template for file in files]), source, api)
    if is_checked:
        _refuse_findings(files, chosen.rest_api_id)
    raise_all(problem for refusal in chosen.refusals for problem in refusal.error.problems)
    return Declared(files, chosen)


def _chosen(views: list[RestApiView], source: Path, api: str | None) -> RestApiView:
    names = [view.rest_api_id for view in views]
    chosen = [view for view in views if api in (None, view.rest_api_id)]
    if not chosen:
        raise GatewayResponseError(no_rest_api(source, api, names))
    if len(chosen) > 1:
        raise GatewayResponseError(Problem(f"{source} has {len(names)} REST APIs", f"add --api {names[0]}"))
    return chosen[0]


def _refuse_findings(files: Iterable[TemplateFile], api: str) -> None:
    """Show what is not as it should be, and raise what is wrong."""
    found = [finding for finding in validate_files(files) if finding.api in ("", api)]
    wrong = failing(found, Severity.ERROR)
    raise_all(Problem(f"{each.message} [{each.rule}]", each.fix, each.resource or "") for each in wrong)
    for line in lines(failing(found, Severity.WARNING)):
        print(line, file=sys.stderr)


def note_defaults(files: Iterable[TemplateFile]) -> None:
    """Say which values are those of a deployment that is given no parameters."""
    for file in files:
        for name, value in _defaults(file.template.data):
            print(one_line(f"note: {file.path}: parameter {name} has its default: {value}"), file=sys.stderr)


def _defaults(template: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parameters with a default that a template's gateway responses, or its conditions, refer to."""
    responses = [
        resource
        for resource in as_mapping(template.get("Resources")).values()
        if as_mapping(resource).get("Type") == "AWS::ApiGateway::GatewayResponse"
    ]
    text = json.dumps([responses, template.get("Conditions") if responses else None], default=str)
    for name, parameter in as_mapping(template.get("Parameters")).items():
        is_named = f'"Ref": {json.dumps(name)}' in text or f"${{{name}}}" in text
        if is_named and "Default" in as_mapping(parameter):
            yield str(name), parameter["Default"]


def refuse_beside_restore(**given: object) -> None:
    """Raise for what a restore has no use for: names of options, and `source`."""
    names = {"source": "SOURCE"}
    raise_all(
        Problem(f"{names.get(name, f'--{name}')} is not for --restore", "leave it out")
        for name, value in given.items()
        if value
    )


def refuse_yaml(output: Path | None, holds: str = "JSON", suffix: str = ".json") -> None:
    """Refuse a file's name that speaks of YAML, for what is never YAML."""
    if output and output.suffix in (".yaml", ".yml"):
        raise GatewayResponseError(Problem(f"{output} would hold {holds}", f"name a file that ends in {suffix}"))


def print_differences(found: list[sync.Difference], sides: tuple[str, str] = ("declared", "live")) -> None:
    """Each type that differs, or that none does."""
    print("\n".join(sync_text.difference_lines(found, sides)) or "no differences")
