"""The verbs of `constructs-gw apig` that talk to a cloud: pull, diff, push and reset."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from constructs_gw import sync, sync_text
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.live.client import GroupClient
from constructs_gw.apig.live.clouds import connect
from constructs_gw.apig.live.errors import one_line_each, problem_of
from constructs_gw.apig.live.group_response import DEFAULT, GroupResponseGateway
from constructs_gw.apig.live.listings import Listing, keep_backup, listing_text, read_listing
from constructs_gw.apig.live.verbs import kept_response, present, reset_plan, restore_plan
from constructs_gw.commands import needs_extra
from constructs_gw.commands._apig_sources import Source, read_source
from constructs_gw.commands._live import DIFFERENT, SOURCE, print_differences, refuse_beside_restore, refuse_yaml
from constructs_gw.errors import Problem, raise_all
from constructs_gw.files import refuse_existing, write_file
from constructs_gw.plain_text import one_line
from constructs_gw.pushing import Push, flags, new_path

_EXTRAS = {"huaweicloud": "huawei", "opentelekomcloud": "otc"}
_EFFECT = "clients get it 5 to 10 seconds later [apig-delayed-effect]"
"""Documented: Open Telekom Cloud APIG User Guide, Notes and Constraints."""


def pull(options: Namespace) -> int:
    """Write what a gateway response answers."""
    refuse_yaml(options.output)
    with one_line_each():
        client = _client(options)
        text = listing_text(client, present(client, _name(options)))
    if options.output is None:
        print(text, end="")
        return 0
    write_file(options.output, text.encode())
    print(one_line(f"{_name(options)} of group {options.group_id} in {options.output}"))
    return 0


def diff(options: Namespace) -> int:
    """Show how what is declared differs from what is live."""
    source = _source(options, is_checked=False)
    with one_line_each():
        client = _client(options)
        gateway, wanted = _wanted(client, source, _name(options))
        found = sync.diff(gateway, wanted)
    if gateway.response_id is None:
        what = f"note: the group has no gateway response {gateway.name}: what APIG answers by itself is compared"
        print(one_line(what), file=sys.stderr)
    if options.format == "json":
        print(sync_text.differences_json(found))
    else:
        print_differences(found)
    return DIFFERENT if found else 0


def push(options: Namespace) -> int:
    """Put what is declared and differs, or what a backup has."""
    if options.backup:
        refuse_existing(options.backup)
    return _restore(options) if options.restore else _push_source(options)


def _push_source(options: Namespace) -> int:
    _check_is_named(options)
    source = _source(options, is_checked=True)
    with one_line_each():
        client = _client(options)
        gateway, wanted = _wanted(client, source, _name(options))
        planned = sync.plan(gateway, wanted, prune=options.prune)
    given = [*flags(api=options.api), *_repeated("--prefer", options.prefer), *["--prune"] * options.prune]
    return _run(client, gateway, planned, options, ["push", str(options.source or SOURCE), *given])


def _restore(options: Namespace) -> int:
    given = {"source": options.source, "api": options.api, "prefer": options.prefer, "prune": options.prune}
    refuse_beside_restore(**given)
    kept = read_listing(options.restore)
    for name in ("provider", "instance_id", "group_id", "response"):
        if getattr(options, name) is None:
            setattr(options, name, str(getattr(kept, name)))
    with one_line_each():
        client = _client(options)
        gateway = kept_response(client, replace(kept, response=_name(options)))
        planned = replace(restore_plan(gateway, kept), kept=())
    return _run(client, gateway, planned, options, ["push", "--restore", str(options.restore)])


def reset(options: Namespace) -> int:
    """Give error types APIG's own response again."""
    if options.backup:
        refuse_existing(options.backup)
    types = options.types or []
    with one_line_each():
        client = _client(options)
        gateway = present(client, _name(options))
        planned = replace(reset_plan(gateway, types), kept=())
    return _run(client, gateway, planned, options, ["reset", *_repeated("--type", types)])


def _source(options: Namespace, *, is_checked: bool) -> Source:
    return read_source(options.source or SOURCE, options.api, options.prefer, is_checked=is_checked)


def _wanted(client: GroupClient, source: Source, name: str) -> tuple[GroupResponseGateway, Mapping[str, ErrorResponse]]:
    """The gateway response of a name, and what it is to answer."""
    found = GroupResponseGateway.of(client, name)
    wanted = source.responses(client.provider, found.offered)
    return found.expecting(wanted), wanted


def _run(
    client: GroupClient,
    gateway: GroupResponseGateway,
    planned: sync.Plan[ErrorResponse],
    options: Namespace,
    finish: list[str],
) -> int:
    is_missing = gateway.response_id is None
    is_done = _push(client, gateway, planned, options, finish).run()
    if is_missing and gateway.response_id is not None:
        what = f"{gateway.name} has the id {gateway.response_id}: an API that answers so has it as response_id"
        print(one_line(what))
    return 0 if is_done else DIFFERENT


def _push(
    client: GroupClient,
    gateway: GroupResponseGateway,
    planned: sync.Plan[ErrorResponse],
    options: Namespace,
    finish: list[str],
) -> Push[ErrorResponse]:
    backup = options.backup or new_path(f"gateway-response-{gateway.name}-{client.group_id}")
    kept = Listing.of(client, gateway.name, planned.backup)
    return Push(
        gateway=gateway,
        planned=planned,
        title=_title(client, gateway, bool(planned.changes)),
        backup=backup,
        keep=partial(keep_backup, listing=kept),
        problem_of=problem_of,
        finish=_command(finish, options),
        undo=_command(["push", "--restore", str(backup)], options),
        effect=_EFFECT,
        is_dry_run=options.dry_run,
        is_agreed=options.yes,
    )


def _title(client: GroupClient, gateway: GroupResponseGateway, has_changes: bool) -> str:
    new = ", which is created," if has_changes and gateway.response_id is None else ""
    return f"{gateway.name}{new} of group {client.group_id} in gateway {client.instance_id}, {client.provider}"


def _command(arguments: Iterable[str], options: Namespace) -> str:
    names = ("provider", "instance_id", "group_id", "response", "region", "project_id", "cloud", "endpoint_url")
    where = flags(**{name: getattr(options, name) for name in names})
    return shlex.join(["constructs-gw", "apig", *arguments, *where])


def _repeated(flag: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (flag, value)


def _name(options: Namespace) -> str:
    return str(DEFAULT if options.response is None else options.response)


def _check_is_named(options: Namespace) -> None:
    needed = {"--provider": options.provider, "--instance-id": options.instance_id, "--group-id": options.group_id}
    left_out = [flag for flag, value in needed.items() if value is None]
    raise_all(Problem(f"{flag} is not given", f"add {flag}, or --restore BACKUP") for flag in left_out)


def _client(options: Namespace) -> GroupClient:
    """A client of the cloud's own SDK, with the credentials that it finds."""
    names = ("region", "project_id", "endpoint_url", "cloud")
    given = {name: getattr(options, name) for name in names}
    with needs_extra(_EXTRAS[options.provider]):
        return connect(options.provider, options.instance_id, options.group_id, **given)
