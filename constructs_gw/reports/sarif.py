"""Findings as SARIF 2.1.0, for GitHub code scanning and everything else that reads it.

What GitHub makes of it: "SARIF support for code scanning" in its documentation.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, TypeAlias
from urllib.parse import quote

from constructs_gw import __version__
from constructs_gw.plain_text import one_line
from constructs_gw.reports import Run
from constructs_gw.rule import Rule
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding

_Object: TypeAlias = dict[str, Any]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"


def report(run: Run) -> str:
    """Every finding, those that somebody acknowledged as suppressed, and every rule that ran."""
    driver = {"name": "constructs-gw", "version": __version__, "rules": [_rule(rule) for rule in run.rules]}
    notes = [
        {"level": "warning", "message": _text(what), "locations": _locations(_physical(run, str(file.path)))}
        for file in run.files
        for what in file.source.unread
    ]
    content = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the source code."}}},
        "results": list(_results(run)),
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [content]}, indent=2)


def _rule(rule: Rule) -> _Object:
    _, why, *_ = rule.doc.split("\n## ")
    return {
        "id": rule.name,
        "name": rule.name.title().replace("-", ""),  # shown beside the id, and must not equal it (SARIF1001)
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(why.partition("\n")[2].split())},
        "help": {"text": rule.doc.strip(), "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["api-gateway", "gateway-response"]},
    }


def _results(run: Run) -> Iterator[_Object]:
    positions = {rule.name: position for position, rule in enumerate(run.rules)}
    for finding, fingerprint in zip(run.findings, _fingerprints(run.findings), strict=True):
        location = _physical(run, finding.template, finding.line) | _logical(finding)
        suppression = {"kind": "inSource", "status": "accepted", "justification": one_line(finding.reason or "")}
        yield {
            "ruleId": finding.rule,
            "ruleIndex": positions[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": _text(f"{finding.message}. Fix: {finding.fix}"),
            "locations": _locations(location),
            "partialFingerprints": {"placeHash/v1": fingerprint},
            "suppressions": [] if finding.reason is None else [suppression],  # of all results or of none (3.27.23)
        }


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """What stays of each finding while lines move and values change: its rule, its place, and which it is of several.

    Neither the path, which whoever compares has (SARIF 2.1.0, appendix B), nor the message, which holds values. Of
    several findings of one rule at one place, the second stays the second only as long as there is a first.
    GitHub takes none but `primaryLocationLineHash`, which its upload action works out and warns of if it differs.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for finding in findings:
        seen[finding.rule, finding.place] += 1
        where = [finding.resource, finding.location]  # by names: positions change when other things come and go
        identity = [finding.rule, *where, seen[finding.rule, finding.place]]
        yield sha256(json.dumps(identity).encode()).hexdigest()


def _locations(location: _Object) -> list[_Object]:
    return [location] if location else []


def _physical(run: Run, template: str, line: int | None = None) -> _Object:
    """A template and a line in it; nothing for standard input, which has no URI."""
    path = run.path(template)
    if path is None:
        return {}
    below = {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}
    artifact = {"uri": path.as_uri()} if path.is_absolute() else below
    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": artifact, **region}}


def _logical(finding: Finding) -> _Object:
    """The same place by its names."""
    last = str(finding.place.path[-1]) if finding.location else ""
    names = [
        ("property", last, ".".join(filter(None, (finding.resource, finding.location)))),
        ("resource", finding.resource, finding.resource),
        ("construct", finding.construct_path.rpartition("/")[2], finding.construct_path),
        ("api", finding.api, finding.api),
    ]
    found = [{"kind": k, "name": one_line(n), "fullyQualifiedName": one_line(f or "")} for k, n, f in names if n]
    return {"logicalLocations": found} if found else {}


def _text(text: str) -> _Object:
    """A message that holds no link of a template's making.

    Braces stay single: they double only where a message has arguments, in the viewers that there are.
    """
    return {"text": one_line(text).replace("](", "]\\(")}
