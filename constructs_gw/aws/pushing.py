"""Pushing a plan to a REST API of API Gateway, and deploying it, for somebody who watches."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from constructs_gw import sync
from constructs_gw.aws import problems
from constructs_gw.aws.backups import Backup, keep_backup
from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.errors import Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.pushing import Push, Step, flags, new_path

_DEPLOYS = "then deploys it to {}, with all else that is configured in the API and not yet deployed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may say to `constructs-gw aws push`."""

    source: Path | None = None
    restore: Path | None = None
    """The backup that is put back, in place of a source."""
    api: str | None = None
    prune: bool = False
    deploy: str | None = None
    """The stage that is to serve it."""
    backup: Path | None = None
    dry_run: bool = False
    yes: bool = False
    profile: str | None = None
    endpoint_url: str | None = None


def push(
    gateway: RestApiGateway, region: str, planned: sync.Plan[GatewayResponse], options: Options
) -> Push[GatewayResponse]:
    """The push of a plan to one API."""
    rest_api_id = gateway.rest_api_id
    backup = options.backup or _new_file(rest_api_id)
    kept = Backup(rest_api_id, region, planned.backup)
    return Push(
        gateway=gateway,
        planned=replace(planned, kept=()) if options.restore else planned,
        title=f"{rest_api_id} in {region}",
        backup=backup,
        keep=partial(keep_backup, backup=kept),
        problem_of=partial(_problem_of, rest_api_id=rest_api_id, region=region),
        finish=_command(_again(options), rest_api_id, region, options),
        undo=_command(["--restore", str(backup)], rest_api_id, region, options),
        after=_deployment(gateway, options.deploy) if options.deploy else None,
        is_dry_run=options.dry_run,
        is_agreed=options.yes,
    )


def _problem_of(error: Exception, rest_api_id: str, region: str) -> Problem:
    return problems.problem_of(error, rest_api_id, region)


def _deployment(gateway: RestApiGateway, stage: str) -> Step:
    def deploy() -> str:
        return f"deployed to {stage}: {gateway.deploy(stage)}"

    return Step(_DEPLOYS.format(stage), deploy, f"not deployed to {stage}")


def _again(options: Options) -> list[str]:
    source = ["--restore", str(options.restore)] if options.restore else [str(options.source)]
    return [*source, *flags(api=options.api), *["--prune"] * options.prune]


def _command(arguments: Iterable[str], rest_api_id: str, region: str, options: Options) -> str:
    where = flags(rest_api_id=rest_api_id, region=region, profile=options.profile)
    rest = flags(endpoint_url=options.endpoint_url, deploy=options.deploy)
    return shlex.join(["constructs-gw", "aws", "push", *arguments, *where, *rest])


def _new_file(rest_api_id: str) -> Path:
    return new_path(f"gateway-responses-{rest_api_id}")
