"""`pull`, `diff`, `push` and `restore` for one REST API, with a boto3 client."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from constructs_gw import sync
from constructs_gw.aws.backups import Backup, keep_backup, read_backup
from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.gateway_response import GatewayResponse, responses_of


def pull(client: Any, rest_api_id: str) -> dict[str, GatewayResponse]:
    """The customized gateway responses of a REST API, by response type."""
    return dict(RestApiGateway(client, rest_api_id).list())


def diff(client: Any, rest_api_id: str, declared: Iterable[Customization] | CustomizationSet) -> list[sync.Difference]:
    """What is live beside what is declared; types that somebody else customized are there too."""
    return sync.diff(RestApiGateway(client, rest_api_id), _responses(declared))


def push(
    client: Any,
    rest_api_id: str,
    declared: Iterable[Customization] | CustomizationSet,
    *,
    backup: str | Path,
    prune: bool = False,
    deploy: str | None = None,
) -> sync.Outcome[GatewayResponse]:
    """Put what differs, and read each back.

    Types that are not declared stay, or with `prune` are reset. `deploy` names the stage that is to serve it. Before
    the first write what is replaced is kept in the new file `backup`, which `restore` puts back; no file is made where
    nothing differs. Raises GatewayResponseError for a file that is there already, and StoppedError where it came to a
    stop: `push` again finishes.
    """
    gateway = RestApiGateway(client, rest_api_id)
    planned = sync.plan(gateway, _responses(declared), prune=prune)
    if planned.changes:
        keep_backup(Path(backup), Backup(rest_api_id, client.meta.region_name, planned.backup))
    return _write(gateway, planned, deploy)


def restore(
    client: Any, backup: str | Path, *, rest_api_id: str | None = None, deploy: str | None = None
) -> sync.Outcome[GatewayResponse]:
    """Put back to the letter what a push has replaced; types that had no customization have none again.

    The API is the one that the backup is of, unless `rest_api_id` names another. Raises GatewayResponseError for a file
    that is no backup, and StoppedError where it came to a stop: `restore` again finishes.
    """
    kept = read_backup(Path(backup))
    gateway = RestApiGateway(client, rest_api_id or kept.rest_api_id)
    return _write(gateway, sync.plan(gateway, kept.responses, exact=True), deploy)


def _write(
    gateway: RestApiGateway, planned: sync.Plan[GatewayResponse], stage: str | None
) -> sync.Outcome[GatewayResponse]:
    outcome = sync.write(gateway, planned)
    if not outcome.is_complete:
        raise sync.StoppedError(outcome) from outcome.error
    if stage:
        gateway.deploy(stage)
    return outcome


def _responses(declared: Iterable[Customization] | CustomizationSet) -> dict[str, GatewayResponse]:
    return responses_of(declared.values() if isinstance(declared, CustomizationSet) else declared)
