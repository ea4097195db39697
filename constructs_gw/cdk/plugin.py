"""The rules as a CDK validation plugin: what `cdk synth` says of an app's gateway responses."""

import os
from collections.abc import Iterable
from pathlib import Path

import aws_cdk as cdk
import jsii

from constructs_gw import __version__
from constructs_gw.assembly import read_templates
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.rules import all_rules
from constructs_gw.severity import Severity
from constructs_gw.validate import NEVER, Finding, failing, selected_rules, validate


@jsii.implements(cdk.IPolicyValidationPlugin)
class GatewayResponsePlugin:
    """Checks every gateway response of an app when it is synthesized, nested stacks and Stages included.

    Synthesis fails on errors unless `fail_on` says otherwise: a severity, or `"never"`. What makes it fail is shown as
    an error, all else as a warning or as info. `ignore` leaves rules out. A finding is acknowledged with
    `cdk.Validations.of(construct).acknowledge(...)`, by the id that is shown with it. It only reads `cdk.out`.

    Raises GatewayResponseError for a severity or a rule that does not exist.
    """

    def __init__(self, *, fail_on: str = Severity.ERROR, ignore: Iterable[str] = ()) -> None:
        if fail_on not in (*Severity, NEVER):
            fix = f"write one of {', '.join((*Severity, NEVER))}"
            raise GatewayResponseError(Problem(f"fail_on={fail_on!r} is no severity", fix))
        self._fail_on = fail_on
        self._ignore = tuple(ignore)
        selected_rules((), self._ignore)

    @property
    def name(self) -> str:
        """What the acknowledge id of each finding begins with."""
        return "constructs-gw"

    @property
    def version(self) -> str:
        """The version of this library."""
        return __version__

    @property
    def rule_ids(self) -> list[str]:
        """Every rule."""
        return list(all_rules())

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """The report that CDK prints; what is acknowledged in CDK is CDK's to leave out."""
        folder = Path(os.path.commonpath([Path(path).parent for path in context.template_paths]))
        templates = (file.template for file in read_templates(folder))
        found = [finding for finding in validate(templates, ignore=self._ignore) if finding.reason is None]
        failed = failing(found, self._fail_on)
        return cdk.PolicyValidationPluginReport(
            success=not failed, violations=[_violation(finding, finding in failed) for finding in found]
        )


def _violation(finding: Finding, is_failing: bool) -> cdk.PolicyViolation:
    at = f" ({finding.location})" if finding.location else ""
    resource = cdk.PolicyViolatingResource(
        resource_logical_id=finding.resource or "",
        template_path=os.path.abspath(finding.template),
        locations=[finding.location.replace(".", "/")] if finding.location else [],
    )
    return cdk.PolicyViolation(
        rule_name=finding.rule,
        description=finding.message + at,
        fix=finding.fix,
        severity=_severity(finding, is_failing),
        violating_resources=[resource],
    )


def _severity(finding: Finding, is_failing: bool) -> str:
    """What fails is an error: once something is acknowledged, CDK decides by that word and not by `success`."""
    if is_failing:
        return Severity.ERROR
    return Severity.WARNING if finding.severity is Severity.ERROR else finding.severity.value
