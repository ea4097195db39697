"""The rules as a CDK validation plugin: what `cdk synth` says of an app's gateway responses."""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aws_cdk as cdk
import jsii

from constructs_gw import __version__
from constructs_gw.assembly import read_templates
from constructs_gw.plain_text import plain
from constructs_gw.rules import all_rules
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding, checked_bar, failing, selected_rules, validate


@jsii.implements(cdk.IPolicyValidationPlugin)
class GatewayResponsePlugin:
    """Checks every gateway response of an app when it is synthesized, nested stacks and Stages included.

    Synthesis fails on errors unless `fail_on` says otherwise: a severity, or `"never"`. What makes it fail is shown as
    an error, all else as a warning or as info. `ignore` leaves rules out. A finding is acknowledged with
    `cdk.Validations.of(construct).acknowledge(...)`, by the id that is shown with it. It only reads `cdk.out`.

    Raises GatewayResponseError for a severity or a rule that does not exist.
    """

    def __init__(self, *, fail_on: str = Severity.ERROR, ignore: Iterable[str] = ()) -> None:
        self._fail_on = checked_bar(fail_on)
        self._ignore = all_rules().keys() - {rule.name for rule in selected_rules((), ignore)}

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
        folders = [Path(path).parent for path in context.template_paths]
        with _garbage_kept():
            templates = (
                [file.template for file in read_templates(_shown(os.path.commonpath(folders)))] if folders else []
            )
            found = [finding for finding in validate(templates, ignore=self._ignore) if finding.reason is None]
        failed = failing(found, self._fail_on)
        return cdk.PolicyValidationPluginReport(
            success=not failed, violations=[_violation(finding, finding in failed) for finding in found]
        )


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Without the garbage collector: going through all that aws_cdk has made takes it as long as the rules take."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _shown(folder: str) -> Path:
    """A folder as messages show it: below the folder of the app if it is there."""
    path, here = Path(os.path.abspath(folder)), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _violation(finding: Finding, is_failing: bool) -> cdk.PolicyViolation:
    at = f" ({finding.location})" if finding.location else ""
    resource = cdk.PolicyViolatingResource(
        resource_logical_id=finding.resource or "",
        template_path=os.path.abspath(finding.template),
        locations=["/".join(map(str, finding.place.path[2:]))] if finding.location else [],
    )
    return cdk.PolicyViolation(
        rule_name=finding.rule,
        description=plain(finding.message + at),
        fix=plain(_fix(finding)),
        severity=_severity(finding, is_failing),
        violating_resources=[resource],
    )


def _fix(finding: Finding) -> str:
    """What to write, in the words of the template and of the app that it is made by."""
    rule = all_rules().get(finding.rule)
    return f"{finding.fix}; in CDK: {rule.in_cdk}" if rule and rule.in_cdk else finding.fix


def _severity(finding: Finding, is_failing: bool) -> str:
    """What fails is an error: once something is acknowledged, CDK decides by that word and not by `success`."""
    if is_failing:
        return Severity.ERROR
    return Severity.WARNING if finding.severity is Severity.ERROR else finding.severity.value
