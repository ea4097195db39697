"""Pushing a plan for somebody who watches: shown, agreed to, backed up, written, and told as far as it came."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from constructs_gw import sync, sync_text
from constructs_gw.aws import problems
from constructs_gw.aws.backups import Backup, keep_backup
from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.errors import Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.plain_text import one_line, plain

_DEPLOYS = "then deploys it to {}, with all else that is configured in the API and not yet deployed"


class Push:
    """One plan for one API, with the options of `constructs-gw aws push`."""

    def __init__(
        self, gateway: RestApiGateway, region: str, planned: sync.Plan[GatewayResponse], options: Namespace
    ) -> None:
        self._gateway, self._region, self._planned, self._options = gateway, region, planned, options
        self._id = gateway.rest_api_id
        self._backup: Path | None = None

    def run(self) -> bool:
        """Whether all is done that was asked for."""
        self._show()
        if not (self._planned.changes or self._options.deploy):
            return True
        if self._options.dry_run:
            print("nothing is written: this is a dry run")
            return True
        if not (self._options.yes or _is_agreed()):
            print("nothing is written")
            return False
        if self._planned.changes:
            self._keep()
        return self._write() and self._deploy()

    def _show(self) -> None:
        print(one_line(f"{self._id} in {self._region}:"))
        planned = replace(self._planned, kept=()) if self._options.restore else self._planned
        for line in sync_text.plan_lines(planned, self._gateway.parts):
            print(line)
        if not self._planned.changes:
            print("  nothing differs")
        if self._options.deploy:
            print(one_line(_DEPLOYS.format(self._options.deploy)))

    def _keep(self) -> None:
        self._backup = self._options.backup or _new_file(self._id)
        keep_backup(self._backup, Backup(self._id, self._region, self._planned.backup))
        print(one_line(f"what is replaced is kept in {self._backup}"), flush=True)

    def _write(self) -> bool:
        try:
            outcome = sync.write(self._gateway, self._planned)
        except sync.WriteInterrupt as interrupt:
            print("\n".join(sync_text.outcome_lines(interrupt.outcome, "interrupted, so it may be made or not")))
            self._say_how_to_go_on()
            raise
        problem = problems.problem_of(outcome.error, self._id, self._region) if outcome.error else ""
        print("\n".join(sync_text.outcome_lines(outcome, str(problem))), flush=True)
        if not outcome.is_complete:
            self._say_how_to_go_on()
        return outcome.is_complete

    def _deploy(self) -> bool:
        stage = self._options.deploy
        if not stage:
            return True
        try:
            deployment = self._gateway.deploy(stage)
        except Exception as error:
            problem: Problem = problems.problem_of(error, self._id, self._region)
            print(one_line(f"not deployed to {stage}: {problem}"))
            self._say_how_to_go_on()
            return False
        print(one_line(f"deployed to {stage}: {deployment}"))
        return True

    def _say_how_to_go_on(self) -> None:
        options = self._options
        source = ["--restore", str(options.restore)] if options.restore else [str(options.source)]
        print(plain(f"to finish: {self._command([*source, *self._given('api'), *['--prune'] * options.prune])}"))
        if self._backup:
            print(plain(f"to undo:   {self._command(['--restore', str(self._backup)])}"))

    def _command(self, arguments: list[str]) -> str:
        where = ["--rest-api-id", self._id, "--region", self._region]
        rest = [*where, *self._given("profile"), *self._given("endpoint_url"), *self._given("deploy")]
        return shlex.join(["constructs-gw", "aws", "push", *arguments, *rest])

    def _given(self, name: str) -> Iterator[str]:
        value = getattr(self._options, name)
        if value:
            yield from (f"--{name.replace('_', '-')}", value)


def _is_agreed() -> bool:
    try:
        is_terminal = sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # it is closed
        is_terminal = False
    if not is_terminal:
        print("nobody can be asked here: add --yes", file=sys.stderr)
        return False
    try:
        return input("write this? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False
    except KeyboardInterrupt:
        print("\nnothing is written")
        raise


def _new_file(rest_api_id: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return Path(f"gateway-responses-{rest_api_id}-{stamp}.json")
