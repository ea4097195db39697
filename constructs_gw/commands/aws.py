"""Pull, compare and push the gateway responses of live REST APIs.

Credentials are those of the AWS CLI. docs/live-rest-apis.md has the IAM policies that each verb needs.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_gw import sync, sync_text
from constructs_gw.assembly import TemplateFile, read_templates
from constructs_gw.commands import needs_extra, no_rest_api, note_unread
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line
from constructs_gw.rest_api_view import read_rest_apis
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files

if TYPE_CHECKING:
    from constructs_gw.aws import RestApiGateway
    from constructs_gw.gateway_response import GatewayResponse

DIFFERENT = 1
"""Exit code of diff where live and declared differ, and of push where it stopped half-way."""

EXAMPLES = (
    "constructs-gw aws pull --rest-api-id a1b2c3d4e5 -o responses.json",
    "constructs-gw aws diff cdk.out --rest-api-id a1b2c3d4e5",
    "constructs-gw aws push cdk.out --rest-api-id a1b2c3d4e5 --deploy prod",
    "constructs-gw aws push --restore backup.json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    pull = verbs.add_parser("pull", help="write the gateway responses of an API to a file")
    pull.add_argument("--defaults", action="store_true", help="all 21 types, not only the customized ones")
    pull.add_argument(
        "--as", dest="format", choices=("cloudformation", "json"), default="json", help="json unless given"
    )
    pull.add_argument("-o", "--output", type=Path, metavar="FILE", help="standard output unless given")
    diff = verbs.add_parser("diff", help="compare what is declared with what is live")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="text unless given")
    push = verbs.add_parser("push", help="put what is declared and differs")
    push.add_argument("--prune", action="store_true", help="reset the types that are customized and not declared")
    push.add_argument("--deploy", metavar="STAGE", help="then deploy the API to this stage")
    push.add_argument("--dry-run", action="store_true", help="show the plan and write nothing")
    push.add_argument("--yes", action="store_true", help="do not ask")
    push.add_argument("--restore", type=Path, metavar="BACKUP", help="put back what a push has replaced")
    for verb, run_verb in ((pull, _pull), (diff, _diff), (push, _push)):
        if verb is not pull:
            verb.add_argument("source", nargs="?", default=Path("cdk.out"), type=Path, metavar="SOURCE",
                              help="what declares the responses, in any format; cdk.out unless given")  # fmt: skip
            verb.add_argument("--api", metavar="ID", help="the REST API of the source, by its logical id")
        verb.add_argument("--rest-api-id", required=verb is not push, metavar="ID", help="the id of the live API")
        verb.add_argument("--region", help="that of the profile unless given")
        verb.add_argument("--profile", help="of the AWS CLI's configuration")
        verb.add_argument("--endpoint-url", metavar="URL", help="of another server, such as constructs-gw serve")
        verb.set_defaults(run_verb=run_verb)


def run(options: Namespace) -> int:
    """Do what the verb says."""
    with needs_extra("aws"):
        from constructs_gw.aws import problems
    with problems.one_line_each(options.rest_api_id or "the API", options.region or "the profile's region"):
        code: int = options.run_verb(options)
    return code


def _pull(options: Namespace) -> int:
    from constructs_gw.aws import documents

    gateway, region = _gateway(options, options.rest_api_id)
    items = [item for item in gateway.items() if options.defaults or not item.get("defaultResponse")]
    text = documents.FORMATS[options.format](items, options.rest_api_id, region)
    if options.output is None:
        print(text, end="")
    else:
        write_file(options.output, text.encode())
        print(one_line(f"{len(items)} gateway responses of {options.rest_api_id} in {options.output}"))
    return 0


def _diff(options: Namespace) -> int:
    gateway, _ = _gateway(options, options.rest_api_id)
    found = sync.diff(gateway, _declared(options))
    if options.format == "json":
        print(sync_text.differences_json(found))
    else:
        print("\n".join(sync_text.difference_lines(found)) or "no differences")
    return DIFFERENT if found else 0


def _push(options: Namespace) -> int:
    from constructs_gw.aws import documents, problems

    wanted: Mapping[str, GatewayResponse | None]
    if options.restore:
        rest_api_id, wanted = documents.read_backup(options.restore)
        rest_api_id = options.rest_api_id or rest_api_id
    else:
        rest_api_id, wanted = _required(options), _declared(options, strict=True)
    gateway, region = _gateway(options, rest_api_id)
    planned = sync.plan(gateway, wanted, prune=options.prune and not options.restore)
    print("\n".join([f"{rest_api_id} in {region}:", *sync_text.plan_lines(planned)]))
    if not planned.changes:
        print("nothing differs")
    elif options.dry_run:
        return 0
    elif not (options.yes or _is_agreed()):
        return DIFFERENT
    else:
        backup = _backup_path(rest_api_id)
        write_file(backup, documents.backup_json(planned.backup, rest_api_id, region).encode())
        print(one_line(f"what is replaced is kept in {backup}; --restore {backup} puts it back"), flush=True)
    outcome = sync.write(gateway, planned, done=lambda change: print(f"  {change.response_type} done", flush=True))
    reason = str(problems.problem_of(outcome.error, rest_api_id, region)) if outcome.error else ""
    print("\n".join(sync_text.outcome_lines(outcome, reason)))
    if not outcome.is_complete:
        return DIFFERENT
    if options.deploy and not options.dry_run:
        print(f"deployed to {options.deploy}: {gateway.deploy(options.deploy)}")
    return 0


def _gateway(options: Namespace, rest_api_id: str) -> "tuple[RestApiGateway, str]":
    """The live API, and the region that it is in."""
    from constructs_gw.aws import RestApiGateway
    from constructs_gw.aws.clients import apigateway

    client = apigateway(region=options.region, profile=options.profile, endpoint_url=options.endpoint_url)
    return RestApiGateway(client, rest_api_id), client.meta.region_name


def _required(options: Namespace) -> str:
    if not options.rest_api_id:
        raise GatewayResponseError(Problem("no API is named", "add --rest-api-id ID, or --restore BACKUP"))
    return str(options.rest_api_id)


def _declared(options: Namespace, *, strict: bool = False) -> "dict[str, GatewayResponse]":
    """What the source declares for the API; with `strict` only if `validate` finds no error in it."""
    from constructs_gw.gateway_response import GatewayResponse

    files = read_templates(options.source)
    note_unread(files)
    views = read_rest_apis([file.template for file in files])
    raise_all(problem for view in views for refusal in view.refusals for problem in refusal.error.problems)
    names = [view.rest_api_id for view in views]
    chosen = [view for view in views if options.api in (None, view.rest_api_id)]
    if not chosen:
        raise GatewayResponseError(no_rest_api(options.source, options.api, names))
    if len(chosen) > 1:
        raise GatewayResponseError(Problem(f"{options.source} has {len(names)} REST APIs", f"add --api {names[0]}"))
    if strict:
        _refuse_findings(files, chosen[0].rest_api_id)
    return {entry.response_type.value: GatewayResponse.of(entry) for entry in chosen[0].customizations.values()}


def _refuse_findings(files: "list[TemplateFile]", api: str) -> None:
    found = failing([finding for finding in validate_files(files) if finding.api in ("", api)], Severity.ERROR)
    raise_all(Problem(f"{finding.message} [{finding.rule}]", finding.fix, finding.resource or "") for finding in found)


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        print("nothing is written without an answer; add --yes", file=sys.stderr)
        return False
    return input("write this? [y/N] ").strip().lower() in ("y", "yes")


def _backup_path(rest_api_id: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Path(f"gateway-responses-{rest_api_id}-{stamp}.json")
