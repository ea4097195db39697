"""Pull, compare and push the gateway responses of live REST APIs.

Credentials are those of the AWS CLI. docs/live-rest-apis.md has the IAM policies that each verb needs.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_gw import sync, sync_text
from constructs_gw.assembly import TemplateFile, read_templates
from constructs_gw.commands import needs_extra, no_rest_api, note_unread
from constructs_gw.convert import WRITERS
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files

if TYPE_CHECKING:
    from constructs_gw.gateway_response import GatewayResponse

DIFFERENT = 1
"""Exit code of diff where live and declared differ, of push where not everything is done, of pull where a format lacks
something."""

_NEVER_YAML = {"json": ("JSON", ".json"), "terraform": ("JSON", ".tf.json"), "python": ("Python", ".py")}

EXAMPLES = (
    "constructs-gw aws pull --rest-api-id a1b2c3d4e5 -o responses.json",
    "constructs-gw aws pull --all --region eu-central-1 --region us-east-1 -o pulled",
    "constructs-gw aws diff cdk.out --rest-api-id a1b2c3d4e5 --stage prod",
    "constructs-gw aws push cdk.out --rest-api-id a1b2c3d4e5 --deploy prod",
    "constructs-gw aws push --restore gateway-responses-a1b2c3d4e5-20261121T134530Z.json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _add_pull(verbs.add_parser("pull", help="write the gateway responses of an API, or of every API, to files"))
    diff = verbs.add_parser("diff", help="compare what is declared with what is live")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="text unless given")
    diff.add_argument("--stage", help="show as well what is configured and not yet deployed to this stage")
    _add_common(diff, _diff, is_required=True)
    push = verbs.add_parser("push", help="put what is declared and differs")
    push.add_argument("--prune", action="store_true", help="reset the types that are customized and not declared")
    push.add_argument("--deploy", metavar="STAGE", help="then deploy the API to this stage")
    push.add_argument("--dry-run", action="store_true", help="show the plan and write nothing")
    push.add_argument("--yes", action="store_true", help="do not ask")
    push.add_argument("--backup", type=Path, metavar="FILE",
                      help="where to keep what is replaced; a new file in this folder unless given")  # fmt: skip
    push.add_argument("--restore", type=Path, metavar="BACKUP", help="put back what a push has replaced")
    _add_common(push, _push, is_required=False)


def _add_pull(pull: ArgumentParser) -> None:
    which = pull.add_mutually_exclusive_group(required=True)
    which.add_argument("--rest-api-id", metavar="ID", help="the id of the live API")
    which.add_argument("--all", action="store_true", help="every REST API of the account in each --region")
    pull.add_argument("--defaults", action="store_true", help="all 21 types, not only the customized ones")
    pull.add_argument("--as", dest="format", choices=("json", *WRITERS), default="json",
                      help="json unless given, the listing that other commands read as well")  # fmt: skip
    pull.add_argument("-o", "--output", type=Path, metavar="PATH",
                      help="a file, standard output unless given; with --all a folder for REGION/ID and the format's "
                           "suffix")  # fmt: skip
    pull.add_argument("--region", action="append", default=[],
                      help="that of the profile unless given; repeatable with --all")  # fmt: skip
    _add_connection(pull, _pull)


def _add_common(verb: ArgumentParser, run_verb: Any, *, is_required: bool) -> None:
    verb.add_argument("source", nargs="?", type=Path, metavar="SOURCE",
                      help="what declares the responses, in any format; cdk.out unless given")  # fmt: skip
    verb.add_argument("--api", metavar="ID", help="the REST API of the source, by its logical id")
    verb.add_argument("--rest-api-id", required=is_required, metavar="ID", help="the id of the live API")
    verb.add_argument("--region", help="that of the profile unless given")
    _add_connection(verb, run_verb)


def _add_connection(verb: ArgumentParser, run_verb: Any) -> None:
    verb.add_argument("--profile", help="of the AWS CLI's configuration")
    verb.add_argument("--endpoint-url", metavar="URL", help="of another server, such as constructs-gw serve")
    verb.set_defaults(run_verb=run_verb)


def run(options: Namespace) -> int:
    """Do what the verb says."""
    with needs_extra("aws"):
        from constructs_gw.aws import problems
    with problems.one_line_each():  # what goes wrong before the region is known
        code: int = options.run_verb(options)
    return code


def _pull(options: Namespace) -> int:
    from constructs_gw.aws import RestApiGateway, listings, problems

    _refuse_other_text(options)
    if options.all:
        return _pull_all(options)
    if len(options.region) > 1:
        raise GatewayResponseError(Problem("an API is in one region", "give one --region, or --all"))
    client = _client(options, *options.region)
    region = client.meta.region_name
    with problems.one_line_each(options.rest_api_id, region):
        every = RestApiGateway(client, options.rest_api_id).items()
        items = [item for item in every if options.defaults or not item.get("defaultResponse")]
    is_json = bool(options.output) and options.output.suffix == ".json"
    made = listings.written(options.format, items, options.rest_api_id, region, is_json=is_json)
    if options.output is None:
        print(made.text, end="")
    else:
        write_file(options.output, made.text.encode())
        print(one_line(f"{len(items)} gateway responses of {options.rest_api_id} in {options.output}"))
    return _say_losses(made.losses)


def _refuse_other_text(options: Namespace) -> None:
    """Refuse a file's name that speaks of YAML, for what is never YAML."""
    text = _NEVER_YAML.get(options.format)
    if text and options.output and options.output.suffix in (".yaml", ".yml"):
        name, suffix = text
        raise GatewayResponseError(Problem(f"{options.output} would hold {name}", f"name a file that ends in {suffix}"))


def _say_losses(losses: Iterable[object]) -> int:
    """Say what a format does not say of what is live; the exit code."""
    lines = [one_line(f"loss: {loss}") for loss in losses]
    for line in lines:
        print(line, file=sys.stderr)
    return DIFFERENT if lines else 0


def _pull_all(options: Namespace) -> int:
    from constructs_gw.aws import accounts, folders, problems

    if options.output is None:
        raise GatewayResponseError(Problem("--all writes a file for each API", "name a folder with -o"))
    made = (_client(options, region) for region in dict.fromkeys(options.region or [None]))
    by_region = {client.meta.region_name: client for client in made}
    folder = folders.Folder(options.output, options.format, options.defaults)
    with folders.progress() as advance:
        failures = accounts.pull_all(by_region, folder.write, done=advance)
    print(one_line(f"{folder.text()} in {', '.join(by_region)}; in {options.output}"))
    code = _say_losses(sorted(folder.losses))
    raise_all(
        replace(
            problems.problem_of(each.error, each.rest_api_id, each.region),
            at=" ".join(filter(None, (each.region, each.rest_api_id))),
        )
        for each in failures
    )
    return code


def _diff(options: Namespace) -> int:
    from constructs_gw.aws import RestApiGateway, deployment_values, exports, problems

    wanted = _declared(_read(options), options)
    client, api = _client(options, options.region), options.rest_api_id
    with problems.one_line_each(api, client.meta.region_name):
        every = sync.diff(RestApiGateway(client, api), wanted)
        undeployed = exports.undeployed(client, api, options.stage) if options.stage else None
    found = [difference for difference in every if deployment_values.is_certain(difference)]
    for what in deployment_values.uncertain(every):
        print(one_line(f"note: {what}"), file=sys.stderr)
    _print_diff(options, found, undeployed)
    return DIFFERENT if found or undeployed else 0


def _print_diff(options: Namespace, found: list[sync.Difference], undeployed: list[sync.Difference] | None) -> None:
    if options.format == "json":
        print(sync_text.differences_json(found, undeployed))
        return
    _print_differences(found)
    if undeployed is not None:
        print(one_line(f"not yet deployed to {options.stage}:"))
        _print_differences(undeployed, ("deployed", "configured"))


def _print_differences(found: list[sync.Difference], sides: tuple[str, str] = ("declared", "live")) -> None:
    print("\n".join(sync_text.difference_lines(found, sides)) or "no differences")


def _push(options: Namespace) -> int:
    from constructs_gw.aws import RestApiGateway, backups, problems, pushing

    if options.backup:
        backups.refuse_existing(options.backup)
    wanted = _from_backup(options) if options.restore else _from_source(options)
    client = _client(options, wanted.region)
    gateway, region = RestApiGateway(client, wanted.rest_api_id), client.meta.region_name
    with problems.one_line_each(wanted.rest_api_id, region):
        planned = sync.plan(gateway, wanted.responses, prune=options.prune, exact=bool(options.restore))
    return 0 if pushing.Push(gateway, region, planned, options).run() else DIFFERENT


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a push is to put, and where."""

    rest_api_id: str
    region: str | None
    responses: "Mapping[str, GatewayResponse | None]"


def _from_backup(options: Namespace) -> _Wanted:
    from constructs_gw.aws.backups import read_backup

    _refuse_beside_restore(options)
    backup = read_backup(options.restore)
    return _Wanted(options.rest_api_id or backup.rest_api_id, options.region or backup.region, backup.responses)


def _from_source(options: Namespace) -> _Wanted:
    from constructs_gw.aws.deployment_values import unknown_parts

    rest_api_id = _required(options)
    files = _read(options)
    responses = _declared(files, options, is_checked=True)
    raise_all(unknown_parts(responses))
    _note_defaults(files)
    return _Wanted(rest_api_id, options.region, responses)


def _refuse_beside_restore(options: Namespace) -> None:
    given = {"SOURCE": options.source, "--api": options.api, "--prune": options.prune}
    raise_all(Problem(f"{name} is not for --restore", "leave it out") for name, value in given.items() if value)


def _client(options: Namespace, region: str | None = None) -> Any:
    from constructs_gw.aws.clients import apigateway

    return apigateway(region=region, profile=options.profile, endpoint_url=options.endpoint_url)


def _required(options: Namespace) -> str:
    if not options.rest_api_id:
        raise GatewayResponseError(Problem("no API is named", "add --rest-api-id ID, or --restore BACKUP"))
    return str(options.rest_api_id)


def _read(options: Namespace) -> list[TemplateFile]:
    options.source = options.source or Path("cdk.out")
    files = read_templates(options.source)
    note_unread(files)
    return files


def _declared(
    files: list[TemplateFile], options: Namespace, *, is_checked: bool = False
) -> "dict[str, GatewayResponse]":
    """What the source declares for the API; where it is checked, only if `validate` finds no error in it."""
    from constructs_gw.gateway_response import responses_of

    chosen = _chosen(read_rest_apis([file.template for file in files]), options)
    if is_checked:
        _refuse_findings(files, chosen.rest_api_id)
    raise_all(problem for refusal in chosen.refusals for problem in refusal.error.problems)
    return responses_of(chosen.customizations.values())


def _chosen(views: list[RestApiView], options: Namespace) -> RestApiView:
    names = [view.rest_api_id for view in views]
    chosen = [view for view in views if options.api in (None, view.rest_api_id)]
    if not chosen:
        raise GatewayResponseError(no_rest_api(options.source, options.api, names))
    if len(chosen) > 1:
        raise GatewayResponseError(Problem(f"{options.source} has {len(names)} REST APIs", f"add --api {names[0]}"))
    return chosen[0]


def _refuse_findings(files: Iterable[TemplateFile], api: str) -> None:
    """Show what is not as it should be, and raise what is wrong."""
    from constructs_gw.reports.text import lines

    found = [finding for finding in validate_files(files) if finding.api in ("", api)]
    wrong = failing(found, Severity.ERROR)
    raise_all(Problem(f"{each.message} [{each.rule}]", each.fix, each.resource or "") for each in wrong)
    for line in lines(failing(found, Severity.WARNING)):
        print(line, file=sys.stderr)


def _note_defaults(files: Iterable[TemplateFile]) -> None:
    """Say which values are those of a deployment that is given no parameters."""
    from constructs_gw.aws.deployment_values import defaults

    for file in files:
        for name, value in defaults(file.template.data):
            print(one_line(f"note: {file.path}: parameter {name} has its default: {value}"), file=sys.stderr)
