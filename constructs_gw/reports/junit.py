"""Findings as JUnit XML: a test suite for each template, a test case for each rule.

There is no standard. This is what GitLab, Jenkins and the reporters of GitHub read alike, and what Jenkins' own schema
(junit-10.xsd of its xUnit plugin) allows: one failure a test case, of several they show one or none. No time is told,
so that equal runs give equal reports, and no character outside ASCII stands bare, so that no terminal's encoding
can spoil it.
"""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from constructs_gw.errors import listed
from constructs_gw.plain_text import one_line
from constructs_gw.reports import Run
from constructs_gw.reports.text import lines
from constructs_gw.validate import Finding, failing


def report(run: Run) -> str:
    """A test case fails for what makes the run fail; milder findings are its output, acknowledged ones skip it."""
    root = Element("testsuites")
    for template in dict.fromkeys(str(file.path) for file in run.files):
        root.append(_suite(run, template))
    for what in ("tests", "failures", "errors"):
        root.set(what, str(sum(int(suite.get(what, 0)) for suite in root)))
    indent(root)
    written: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return written.decode()


def _suite(run: Run, template: str) -> Element:
    name = one_line(str(run.path(template) or "standard input"))
    found = [finding for finding in run.findings if finding.template == template]
    cases = [_case(name, rule.name, [f for f in found if f.rule == rule.name], run.fail_on) for rule in run.rules]
    failures, skipped = (sum(case.find(what) is not None for case in cases) for what in ("failure", "skipped"))
    counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped}
    suite = Element("testsuite", {"name": name, **{what: str(count) for what, count in counts.items()}, "time": "0"})
    suite.extend(cases)
    unread = [one_line(what) for file in run.files if str(file.path) == template for what in file.source.unread]
    if unread:
        SubElement(suite, "system-err").text = "\n".join(dict.fromkeys(unread))
    return suite


def _case(suite: str, rule: str, found: Sequence[Finding], fail_on: str) -> Element:
    case = Element("testcase", {"classname": suite, "name": rule, "time": "0"})
    failed, acknowledged = failing(found, fail_on), [finding for finding in found if finding.reason is not None]
    if failed:
        message = listed([one_line(finding.message) for finding in failed], most=1)
        SubElement(case, "failure", {"type": failed[0].severity, "message": message}).text = _text(failed)
    elif acknowledged:
        message = listed(dict.fromkeys(one_line(finding.reason or "") for finding in acknowledged))
        SubElement(case, "skipped", {"message": message}).text = _text(acknowledged)
    rest = [finding for finding in found if finding not in failed and (failed or finding not in acknowledged)]
    if rest:
        SubElement(case, "system-out").text = _text(rest)
    return case


def _text(findings: Iterable[Finding]) -> str:
    return "\n".join(["", *(line for finding in findings for line in _lines(finding)), ""])


def _lines(finding: Finding) -> Iterator[str]:
    yield from lines([finding])
    if finding.reason is not None:
        yield f"    acknowledged: {one_line(finding.reason)}"
