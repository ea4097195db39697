"""Run the rules over templates and collect what they find."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.apis import Api, read_apis
from constructs_gw.assembly import TemplateFile
from constructs_gw.choices import Choices
from constructs_gw.edits import Copy, Edit
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.inspector import Inspector, Sightings
from constructs_gw.places import Place
from constructs_gw.rule import Rule
from constructs_gw.rules import ViewRule, all_rules, find_rule
from constructs_gw.severity import Severity
from constructs_gw.template import Template, as_mapping, items_of
from constructs_gw.views import AcknowledgementView

NEVER = "never"
"""Stands for no severity, where one says what is to fail."""

BARS = (*Severity, NEVER)
"""What `fail_on` can be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, where it stands, and what to write instead."""

    rule: str
    place: Place
    severity: Severity
    message: str
    fix: str
    edits: tuple[Edit, ...] = ()
    """What puts it right in the document, where there is no doubt about that."""
    api: str = ""
    """The name of the API that it is about; empty for what is about none."""
    owner: Place | None = None
    """The RestApi, where a template declares it; an acknowledgement there covers all of the API."""
    resource: str | None = None
    """The logical id of the resource; None for what is in none."""
    location: str = ""
    """Where it is in the resource, such as `Properties.StatusCode`; empty for the resource as a whole."""
    line: int | None = None
    """From 1; None where the template has no text."""
    construct_path: str = ""
    """The CDK construct that made the resource; empty where nothing tells."""
    reason: str | None = None
    """Why its author acknowledged it; None if nobody did."""

    @property
    def template(self) -> str:
        """The template as it was named."""
        return self.place.document


@dataclass(frozen=True, slots=True)
class OtherFindings:
    """What others than the rules find, under names that can be acknowledged as well."""

    find: Callable[[Sequence[Template]], Iterable[Finding]]
    """Finds it in templates that are deployed together."""
    rules: Mapping[str, Rule]
    """What it can find."""


def validate(
    templates: Iterable[Template],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    other: OtherFindings | None = None,
) -> list[Finding]:
    """What the rules, and others if given, find in templates that are deployed together, in the templates' order.

    All rules run unless some are selected. Acknowledged findings are there too, with their reason. Raises
    GatewayResponseError for a rule that does not exist.
    """
    templates = list(templates)
    chosen = selected_rules(select, ignore, {**all_rules(), **(other.rules if other else {})})
    rules = [rule for rule in chosen if isinstance(rule, ViewRule)]
    others = {rule.name for rule in chosen if not isinstance(rule, ViewRule)}
    acknowledged = [a for template in templates for a in _acknowledgements(template)]
    reasons = {(a.resource, a.rule): a.reason for a in acknowledged}
    inspector = Inspector(rules)
    found = [finding for api in read_apis(templates) for finding in _findings(api, inspector, reasons)]
    if other and others:
        found += [_reasoned(finding, reasons) for finding in other.find(templates) if finding.rule in others]
    found += _unfounded(acknowledged, chosen, found)
    by_name = {template.name: (position, template) for position, template in enumerate(templates)}
    found = [_located(finding, by_name[finding.template][1]) for finding in found]
    found = list({_said(finding): finding for finding in reversed(found)}.values())[::-1]
    return sorted(found, key=lambda finding: (by_name[finding.template][0], finding.line or 0))


def _located(finding: Finding, template: Template) -> Finding:
    """A finding where it is in the document that its author wrote."""
    made = finding.place.path
    path, resource = template.written(made), template.written(made[:2]) if made[:1] == ("Resources",) else ()
    is_inside = bool(resource) and path[: len(resource)] == resource
    return replace(
        finding,
        place=Place(template.name, path),
        edits=tuple(_located_edit(edit, template) for edit in finding.edits),
        resource=str(made[1]) if is_inside else None,
        location=".".join(map(str, path[len(resource) :] if is_inside else path)),
        line=template.line(path),
    )


def _located_edit(edit: Edit, template: Template) -> Edit:
    if isinstance(edit, Copy):
        return Copy(*(Place(place.document, template.written(place.path)) for place in edit))
    return edit


def _said(finding: Finding) -> tuple[Any, ...]:
    """What is said but once, though several APIs share what it is said of."""
    return (finding.rule, finding.place, finding.resource, finding.message, finding.fix, finding.reason)


def validate_files(
    files: Iterable[TemplateFile],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    other: OtherFindings | None = None,
) -> list[Finding]:
    """What `validate` finds in files, with what is acknowledged in CDK as acknowledged."""
    by_name = {str(file.path): file for file in files}
    found = validate((file.template for file in by_name.values()), select=select, ignore=ignore, other=other)
    return [_in_cdk(finding, by_name[finding.template]) for finding in found]


def _in_cdk(finding: Finding, file: TemplateFile) -> Finding:
    path = file.construct_path(finding.resource) if finding.resource else ""
    reason = file.acknowledged(path, finding.rule) if path else None
    return replace(finding, construct_path=path, reason=finding.reason or reason)


def failing(findings: Iterable[Finding], fail_on: str = Severity.ERROR) -> list[Finding]:
    """The findings that nobody acknowledged and that are as bad as `fail_on`: a severity, or `never`."""
    if checked_bar(fail_on) == NEVER:
        return []
    return [found for found in findings if found.reason is None and found.severity.reaches(Severity(fail_on))]


def checked_bar(fail_on: str) -> str:
    """A severity or `never` as it is; raises GatewayResponseError for anything else."""
    if fail_on not in BARS:
        raise GatewayResponseError(Problem(f"fail_on={fail_on!r} is no severity", f"write one of {', '.join(BARS)}"))
    return fail_on


def selected_rules(
    select: Iterable[str] = (), ignore: Iterable[str] = (), rules: Mapping[str, Rule] | None = None
) -> list[Rule]:
    """The rules that are to run: all unless some are selected, without those that are ignored.

    Raises GatewayResponseError for a rule that does not exist.
    """
    problems = [Problem(f"{names!r} is no list of rules", f"write [{names!r}]") for names in (select, ignore)
                if isinstance(names, str)]  # fmt: skip
    raise_all(problems)
    select, ignore = list(select), list(ignore)
    for name in (*select, *ignore):
        attempt(problems, find_rule, name)
    raise_all(problems)
    every: Mapping[str, Rule] = all_rules() if rules is None else rules
    return [rule for name, rule in every.items() if name not in ignore and (not select or name in select)]


def _findings(api: Api, inspector: Inspector, reasons: Mapping[tuple[Place, str], str]) -> Iterator[Finding]:
    """What the rules find in one API, each finding once however many deployments have it."""
    sightings = Sightings(inspector)
    for response, choices in api.response_views():
        sightings.look(response, choices)
        for part in response.body_parts():
            sightings.look(part, choices)
    for view, choices in api.views():
        sightings.look(view, choices)
    for seen in sightings.certain():
        finding = Finding(*seen, api=api.name, owner=api.rest_api.place if api.rest_api else None)
        yield _reasoned(finding, reasons)


def _reasoned(finding: Finding, reasons: Mapping[tuple[Place, str], str]) -> Finding:
    """A finding with the reason of whoever acknowledged it."""
    given = (reasons.get((place, finding.rule)) for place in _covering(finding))
    return replace(finding, reason=next(filter(None, given), None))


def _covering(finding: Finding) -> Iterator[Place]:
    """The resources whose acknowledgements cover a finding."""
    yield Place(finding.template, finding.place.path[:2])
    if finding.owner:
        yield finding.owner


def _unfounded(
    acknowledged: Sequence[AcknowledgementView], rules: Sequence[Rule], found: Sequence[Finding]
) -> Iterator[Finding]:
    """What the rules find in the acknowledgements themselves, once it is known which of them apply."""
    used = {(place, finding.rule) for finding in found for place in _covering(finding)}
    names = {rule.name for rule in rules}
    sightings = Sightings(Inspector(rule for rule in rules if isinstance(rule, ViewRule)))
    for given in acknowledged:
        if given.rule in names or not given.is_known:
            sightings.look(replace(given, is_used=(given.resource, given.rule) in used), Choices())
    return (Finding(*seen) for seen in sightings.certain())


_ACKNOWLEDGE = ("Metadata", "constructs-gw", "acknowledge")


def _acknowledgements(template: Template) -> Iterator[AcknowledgementView]:
    """What a template's resources acknowledge in their Metadata."""
    for logical_id, resource in template.resources.items():
        given = as_mapping(resource).get("Metadata")
        if not given:
            continue
        for member in _ACKNOWLEDGE[1:]:
            given = as_mapping(given).get(member)
        if not given:
            continue
        place = Place(template.name, ("Resources", str(logical_id)))
        for rule, reason in _reasons(given).items():
            text = reason.strip() if isinstance(reason, str) else ""
            at = Place(template.name, (*place.path, *_ACKNOWLEDGE, str(rule)))
            yield AcknowledgementView(str(rule), text, at, place, str(rule) in {*all_rules(), *all_kinds()})


def _reasons(given: Any) -> Mapping[str, Any]:
    """What is acknowledged, by rule; a rule or a list of rules is that without a reason."""
    return as_mapping(given) or {name: None for name in items_of(given) if isinstance(name, str)}
