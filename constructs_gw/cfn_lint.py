"""The rules as rules of cfn-lint, for teams that run only that: `cfn-lint template.yaml -a constructs_gw.cfn_lint`.

cfn-lint imports this module, so it needs no extra. It makes a rule of every class that it finds here
(`cfnlint.helpers.create_rules`, 1.58).
"""

import logging
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cfnlint.decode.decode import decode
from cfnlint.rules import CloudFormationLintRule, RuleMatch

from constructs_gw.assembly import TemplateFile, read_templates, template_file
from constructs_gw.errors import GatewayResponseError
from constructs_gw.plain_text import plain
from constructs_gw.rule import Rule
from constructs_gw.rules import all_rules
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding, validate_files

LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "I"}
"""What ids begin with: cfn-lint takes the severity from it, and shows what begins with I only to who asks for it."""

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"

_log = logging.getLogger("cfnlint")  # whose warnings cfn-lint shows


class _Id(str):
    """An id that does not run into the message: `--format pretty` pads to 10 characters, and has nothing else between.

    >>> f"{_Id('E-unquoted-static-value'):10}'*' is"
    "E-unquoted-static-value '*' is"
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return f"{self!s:{spec}}{' ' if spec else ''}"


def rule_id(rule: str, severity: Severity) -> str:
    """The id that a rule's findings of one severity have in cfn-lint.

    >>> print(rule_id("unquoted-static-value", Severity.ERROR))
    E-unquoted-static-value
    """
    return _Id(f"{LETTERS[severity]}-{rule}")


def lint_rules(rule: Rule) -> Iterator[type]:
    """The rules of cfn-lint that stand for one of ours: one for each severity that its findings can have."""
    own = rule_id(rule.name, rule.severity)
    for severity in filter(rule.severity.reaches, Severity):
        identity = rule_id(rule.name, severity)
        milder = "" if identity == own else f" What {own} finds in milder cases."
        members = {
            "id": identity,
            "shortdesc": rule.summary,
            "description": f"{_why(rule)}{milder}",
            "source_url": _GUIDE,
            "tags": ["apigateway", "gatewayresponse"],
            "match": _match,
        }
        yield type(identity, (CloudFormationLintRule,), members)


def _why(rule: Rule) -> str:
    """Why what a rule finds is bad, in one line."""
    return " ".join(rule.doc.partition("## Why is this bad?")[2].partition("\n## ")[0].split())


def _match(self: Any, cfn: Any) -> list[Any]:
    """What cfn-lint asks each of its rules for."""
    return _matches(cfn).get(self.id, [])


@lru_cache(maxsize=1)  # cfn-lint asks every rule about one template before it turns to the next
def _matches(cfn: Any) -> dict[str, list[Any]]:
    """What the rules find in a template, by the id in cfn-lint; nothing in one that is not read."""
    found: dict[str, list[Any]] = {}
    try:
        file = _read(cfn)
        findings = [finding for finding in validate_files([file]) if finding.reason is None]
    except GatewayResponseError as error:
        _log.warning(plain(f"constructs_gw has not checked {_name(cfn)}: {error}"))
        return found
    for what in file.source.unread:
        _log.warning(plain(f"constructs_gw: {file.path}: {what}"))
    written = _written(cfn) if findings else {}
    for finding in findings:
        match = _rule_match(finding, cfn, written)
        found.setdefault(_id(finding), []).append(match)
    return found


def _has_file(cfn: Any) -> bool:
    """Whether there is a file that the template was read from: not for standard input, nor for a program's data."""
    return bool(cfn.filename) and os.path.isfile(cfn.filename)


def _read(cfn: Any) -> TemplateFile:
    """The template as its author wrote it; without a file, what transforms have left of it, which is all there is."""
    if _has_file(cfn):
        return read_templates(Path(cfn.filename))[0]
    return template_file(cfn.template, _name(cfn))


def _written(cfn: Any) -> Any:
    """The same as `_read`, in the form that tells line and column."""
    return (decode(cfn.filename)[0] if _has_file(cfn) else None) or cfn.template


def _name(cfn: Any) -> str:
    return cfn.filename or "standard input"


def _id(finding: Finding) -> str:
    """The id of a finding; one that is worse than its rule has the rule's."""
    worst = all_rules()[finding.rule].severity
    return rule_id(finding.rule, max(worst, finding.severity, key=lambda severity: severity.rank))


def _rule_match(finding: Finding, cfn: Any, written: Any) -> Any:
    path = _existing(finding.place.path, written) or ["Resources"]
    location = cfn.get_location_yaml(written, path)
    text = plain(f"{finding.message}; {finding.fix}").replace("\n", "\\n")
    match = RuleMatch(_covered(path, finding, cfn), text)
    if finding.line and (not location or location[0] + 1 != finding.line):  # a key that is a number has no mark
        location = (finding.line - 1, 0, finding.line - 1, 1)
    if location:  # none in what a program gave
        match.location = location
    return match


def _existing(path: Sequence[str | int], written: Any) -> list[Any]:
    """As much of a path as leads somewhere."""
    for end, member in enumerate(path):
        try:
            written = written[member]
        except (KeyError, IndexError, TypeError):
            return [*path[:end]]
    return [*path]


def _covered(path: list[Any], finding: Finding, cfn: Any) -> list[Any]:
    """The path by which cfn-lint looks for `ignore_checks` in Metadata: in what a loop makes, not in the loop."""
    resources = cfn.get_resources()
    if path[:1] == ["Resources"] and len(path) > 1 and path[1] not in resources and finding.resource in resources:
        return ["Resources", finding.resource]
    return path


globals().update({cls.__name__: cls for rule in all_rules().values() for cls in lint_rules(rule)})
