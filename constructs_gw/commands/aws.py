"""Pull, compare and push the gateway responses of live REST APIs.

Credentials are those of the AWS CLI. docs/how-to/live-rest-apis.md has the IAM policies that each verb needs.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_gw import sync, sync_text
from constructs_gw.commands import OTHER_SERVER, needs_extra
from constructs_gw.commands._live import (
    DIFFERENT,
    SOURCE,
    add_format,
    add_push,
    add_source,
    note_defaults,
    print_differences,
    read_declared,
    refuse_beside_restore,
    refuse_yaml,
)
from constructs_gw.convert import WRITERS
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.files import refuse_existing, write_file
from constructs_gw.plain_text import one_line

if TYPE_CHECKING:
    from constructs_gw.gateway_response import GatewayResponse

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
    add_format(diff)
    diff.add_argument("--stage", help="show as well what is configured and not yet deployed to this stage")
    _add_common(diff, _diff, is_required=True)
    push = verbs.add_parser("push", help="put what is declared and differs")
    push.add_argument("--deploy", metavar="STAGE", help="then deploy the API to this stage")
    add_push(push)
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
    add_source(verb)
    verb.add_argument("--rest-api-id", required=is_required, metavar="ID", help="the id of the live API")
    verb.add_argument("--region", help="that of the profile unless given")
    _add_connection(verb, run_verb)


def _add_connection(verb: ArgumentParser, run_verb: Any) -> None:
    verb.add_argument("--profile", help="of the AWS CLI's configuration")
    verb.add_argument("--endpoint-url", metavar="URL", help=OTHER_SERVER)
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

    if options.format in _NEVER_YAML:
        refuse_yaml(options.output, *_NEVER_YAML[options.format])
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
    from constructs_gw.gateway_response import responses_of

    declared = read_declared(options.source or SOURCE, options.api)
    wanted = responses_of(declared.api.customizations.values())
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
    print_differences(found)
    if undeployed is not None:
        print(one_line(f"not yet deployed to {options.stage}:"))
        print_differences(undeployed, ("deployed", "configured"))


def _push(options: Namespace) -> int:
    from constructs_gw.aws import RestApiGateway, problems, pushing

    if options.backup:
        refuse_existing(options.backup)
    wanted = _from_backup(options) if options.restore else _from_source(options)
    client = _client(options, wanted.region)
    gateway, region = RestApiGateway(client, wanted.rest_api_id), client.meta.region_name
    with problems.one_line_each(wanted.rest_api_id, region):
        planned = sync.plan(gateway, wanted.responses, prune=options.prune, exact=bool(options.restore))
    given = {field.name: getattr(options, field.name) for field in fields(pushing.Options)}
    given["source"] = options.source or SOURCE
    return 0 if pushing.push(gateway, region, planned, pushing.Options(**given)).run() else DIFFERENT


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a push is to put, and where."""

    rest_api_id: str
    region: str | None
    responses: "Mapping[str, GatewayResponse | None]"


def _from_backup(options: Namespace) -> _Wanted:
    from constructs_gw.aws.backups import read_backup

    refuse_beside_restore(source=options.source, api=options.api, prune=options.prune)
    backup = read_backup(options.restore)
    return _Wanted(options.rest_api_id or backup.rest_api_id, options.region or backup.region, backup.responses)


def _from_source(options: Namespace) -> _Wanted:
    from constructs_gw.aws.deployment_values import unknown_parts
    from constructs_gw.gateway_response import responses_of

    rest_api_id = _required(options)
    declared = read_declared(options.source or SOURCE, options.api, is_checked=True)
    responses = responses_of(declared.api.customizations.values())
    raise_all(unknown_parts(responses))
    note_defaults(declared.files)
    return _Wanted(rest_api_id, options.region, responses)


def _client(options: Namespace, region: str | None = None) -> Any:
    from constructs_gw.aws.clients import apigateway

    return apigateway(region=region, profile=options.profile, endpoint_url=options.endpoint_url)


def _required(options: Namespace) -> str:
    if not options.rest_api_id:
        raise GatewayResponseError(Problem("no API is named", "add --rest-api-id ID, or --restore BACKUP"))
    return str(options.rest_api_id)
