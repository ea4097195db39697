"""`pull`, `diff`, `push` and `restore` for one REST API, with a boto3 client."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from constructs_gw import sync
from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.customization import Customization
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType


def pull(client: Any, rest_api_id: str) -> dict[ResponseType, GatewayResponse]:
    """The customized gateway responses of a REST API."""
    found = RestApiGateway(client, rest_api_id).list()
    return {ResponseType.of(kind): response for kind, response in found.items()}


def diff(client: Any, rest_api_id: str, declared: Iterable[Customization]) -> list[sync.Difference]:
    """What is live beside what is declared; types that somebody else customized are there too."""
    return sync.diff(RestApiGateway(client, rest_api_id), _responses(declared))


def push(
    client: Any,
    rest_api_id: str,
    declared: Iterable[Customization],
    *,
    prune: bool = False,
    deploy: str | None = None,
    backup: Callable[[Mapping[str, GatewayResponse | None]], None],
) -> sync.Outcome[GatewayResponse]:
    """Put what differs, and read each back.

    Types that are not declared stay, or with `prune` are reset. `deploy` names the stage that is to serve it. Before
    the first write `backup` is given what is replaced, for `restore`.
    """
    gateway = RestApiGateway(client, rest_api_id)
    return _write(gateway, sync.plan(gateway, _responses(declared), prune=prune), deploy, backup)


def restore(
    client: Any, rest_api_id: str, backup: Mapping[str, GatewayResponse | None], *, deploy: str | None = None
) -> sync.Outcome[GatewayResponse]:
    """Put back what a push has replaced."""
    gateway = RestApiGateway(client, rest_api_id)
    return _write(gateway, sync.plan(gateway, backup), deploy, lambda _: None)


def _write(
    gateway: RestApiGateway,
    planned: sync.Plan[GatewayResponse],
    stage: str | None,
    backup: Callable[[Mapping[str, GatewayResponse | None]], None],
) -> sync.Outcome[GatewayResponse]:
    if planned.changes:
        backup(planned.backup)
    outcome = sync.write(gateway, planned)
    if stage and outcome.is_complete:
        gateway.deploy(stage)
    return outcome


def _responses(declared: Iterable[Customization]) -> dict[str, GatewayResponse]:
    return {entry.response_type.value: GatewayResponse.of(entry) for entry in declared}
