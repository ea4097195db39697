"""`pull`, `diff`, `push`, `restore` and `reset` for a gateway response of one API group."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias, TypeGuard, cast

from constructs_gw import sync
from constructs_gw.apig.compiling import Preferred, compile_responses
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.live.client import GroupClient
from constructs_gw.apig.live.group_response import DEFAULT, GroupResponseGateway, find_response
from constructs_gw.apig.live.listings import Listing, keep_backup, read_listing
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, listed, nearest, raise_all

ByType: TypeAlias = Mapping[ErrorType, ErrorResponse] | Mapping[str, ErrorResponse]

Declared: TypeAlias = Iterable[Customization] | CustomizationSet | ByType
"""Customizations, which are compiled for the error types that the gateway offers, or error responses as they are."""


def pull(client: GroupClient, *, response: str = DEFAULT) -> dict[str, ErrorResponse]:
    """The modified error types of a gateway response; raises GatewayResponseError for a response that is not there."""
    return dict(present(client, response).list())


def diff(
    client: GroupClient, declared: Declared, *, response: str = DEFAULT, prefer: Preferred | None = None
) -> list[sync.Difference]:
    """What is live beside what is declared; types that somebody else modified are there too."""
    gateway = GroupResponseGateway.of(client, response)
    wanted = wanted_responses(gateway, client, declared, prefer)
    return sync.diff(gateway.expecting(wanted), wanted)


def push(
    client: GroupClient,
    declared: Declared,
    *,
    backup: str | Path,
    response: str = DEFAULT,
    prune: bool = False,
    prefer: Preferred | None = None,
) -> sync.Outcome[ErrorResponse]:
    """Put what differs, and read each back; clients see it after 5 to 10 seconds (documented).

    A named response that is missing is created. Types that are not declared stay, or with `prune` are reset. Before the
    first write what is replaced is kept in the new file `backup`, which `restore` puts back; no file is made where
    nothing differs. Raises GatewayResponseError for what cannot be compiled and for a file that is there already, and
    StoppedError where it came to a stop: `push` again finishes.
    """
    gateway = GroupResponseGateway.of(client, response)
    wanted = wanted_responses(gateway, client, declared, prefer)
    gateway = gateway.expecting(wanted)
    return _write(client, gateway, sync.plan(gateway, wanted, prune=prune), backup)


def restore(client: GroupClient, backup: str | Path) -> sync.Outcome[ErrorResponse]:
    """Put back to the letter what a push has replaced; types that were APIG's own are so again.

    A named response that is missing is created. Raises GatewayResponseError for a file that is no backup, or is one of
    another group, and StoppedError where it came to a stop: `restore` again finishes.
    """
    kept = read_listing(Path(backup))
    gateway = kept_response(client, kept)
    return _write(client, gateway, restore_plan(gateway, kept))


def reset(
    client: GroupClient, types: Iterable[ErrorType | str] = (), *, backup: str | Path, response: str = DEFAULT
) -> sync.Outcome[ErrorResponse]:
    """Give error types APIG's own response, or every one that is modified; `backup` is as for `push`."""
    gateway = present(client, response)
    return _write(client, gateway, reset_plan(gateway, types), backup)


def kept_response(client: GroupClient, kept: Listing) -> GroupResponseGateway:
    """The gateway response that a backup is of; raises GatewayResponseError for a backup of another group."""
    _check_group(kept, client)
    return GroupResponseGateway.of(client, kept.response, kept.responses)


def restore_plan(gateway: GroupResponseGateway, kept: Listing) -> sync.Plan[ErrorResponse]:
    """What puts a backup back to the letter."""
    raise_all(not_offered(kept.responses, gateway.offered))
    return sync.plan(gateway, kept.responses, exact=True)


def reset_plan(gateway: GroupResponseGateway, types: Iterable[ErrorType | str] = ()) -> sync.Plan[ErrorResponse]:
    """What gives error types APIG's own response; without types, every one that is modified."""
    named: dict[str, ErrorResponse | None] = dict.fromkeys(map(str, types))
    raise_all(not_offered(named, gateway.offered) if named else ())
    return sync.plan(gateway, named, prune=not named)


def present(client: GroupClient, response: str) -> GroupResponseGateway:
    """A gateway response that is there; raises GatewayResponseError for one that is not."""
    found = find_response(client, response)
    if found is None:
        names = [str(each["name"]) for each in client.list_responses()]
        fix = f"the group has {listed(names, 10)}: name one with --response" if names else "check --group-id"
        raise GatewayResponseError(Problem(f"the group has no gateway response {response}", fix))
    return GroupResponseGateway(client, found, name=response)


def wanted_responses(
    gateway: GroupResponseGateway, client: GroupClient, declared: Declared, prefer: Preferred | None = None
) -> dict[str, ErrorResponse]:
    """What is declared, by error type; raises GatewayResponseError for what this gateway cannot be given."""
    offered = gateway.offered
    if not _is_by_error_type(declared):
        customizations = cast(Iterable[Customization] | CustomizationSet, declared)
        return _compiled(client, customizations, offered, prefer)
    raise_all(not_offered(declared, offered))
    return {str(kind): response for kind, response in declared.items()}


def _is_by_error_type(declared: Declared) -> TypeGuard[ByType]:
    return isinstance(declared, Mapping) and not isinstance(declared, CustomizationSet)


def _compiled(
    client: GroupClient,
    declared: Iterable[Customization] | CustomizationSet,
    offered: Iterable[str],
    prefer: Preferred | None,
) -> dict[str, ErrorResponse]:
    compiled = compile_responses(declared, client.provider, offered=ErrorType.known(offered), prefer=prefer)
    raise_all(Problem(f"{each.message} [{each.rule}]", each.fix) for each in compiled.errors)
    return {str(kind): response for kind, response in compiled.responses.items()}


def not_offered(wanted: Iterable[str], offered: Iterable[str]) -> list[Problem]:
    """What is wrong with error types that a gateway does not have."""
    there = [*offered]
    return [
        Problem(
            f"this gateway has no error type {kind}", f"write {nearest(kind, there) or 'one of ' + ', '.join(there)}"
        )
        for kind in wanted
        if kind not in there
    ]


def _check_group(kept: Listing, client: GroupClient) -> None:
    """Raise GatewayResponseError for a backup of another group than the client's."""
    theirs, ours = (f"group {each.group_id} of instance {each.instance_id}, {each.provider}" for each in (kept, client))
    if theirs != ours:
        raise GatewayResponseError(Problem(f"the backup is of {theirs}, and not of {ours}", "name the group it is of"))


def _write(
    client: GroupClient,
    gateway: GroupResponseGateway,
    planned: sync.Plan[ErrorResponse],
    backup: str | Path | None = None,
) -> sync.Outcome[ErrorResponse]:
    if planned.changes and backup is not None:
        keep_backup(Path(backup), Listing.of(client, gateway.name, planned.backup))
    outcome = sync.write(gateway, planned)
    if not outcome.is_complete:
        raise sync.StoppedError(outcome) from outcome.error
    return outcome
