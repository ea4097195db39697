"""Run the rules over templates and collect what they find."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from constructs_gw.apis import Api, read_apis
from constructs_gw.assembly import TemplateFile
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.intrinsics import Choices, Template, as_mapping
from constructs_gw.places import Place
from constructs_gw.rules import Rule, all_rules, find_rule
from constructs_gw.severity import Severity
from constructs_gw.tokens import TOKEN
from constructs_gw.views import AcknowledgementView, FailureView

NEVER = "never"
"""Stands for no severity, where one says what is to fail."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, where it stands, and what to write instead."""

    rule: str
    severity: Severity
    message: str
    fix: str
    place: Place
    api: str = ""
    """The name of the API that it is about; empty for what is about none."""
    owner: Place | None = None
    """The RestApi, where a template declares it; an acknowledgement there covers all of the API."""
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

    @property
    def resource(self) -> str | None:
        """The logical id of the resource."""
        return str(self.place.path[1]) if self.place.path[:1] == ("Resources",) else None

    @property
    def location(self) -> str:
        """Where it is in the resource, such as `Properties.StatusCode`; empty for the resource as a whole."""
        return ".".join(map(str, self.place.path[2:] if self.resource else self.place.path))


def validate(templates: Iterable[Template], *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """What the rules find in templates that are deployed together, in the templates' order.

    All rules run unless some are selected. Acknowledged findings are there too, with their reason. Raises
    GatewayResponseError for a rule that does not exist.
    """
    templates = list(templates)
    rules = selected_rules(select, ignore)
    acknowledged = [a for template in templates for a in _acknowledgements(template)]
    reasons = {(a.resource, a.rule): a.reason for a in acknowledged}
    found = [finding for api in read_apis(templates) for finding in _findings(api, rules, reasons)]
    found += _unfounded(acknowledged, rules, found)
    by_name = {template.name: (position, template) for position, template in enumerate(templates)}
    lined = (replace(finding, line=by_name[finding.template][1].line(finding.place.path)) for finding in found)
    return sorted(lined, key=lambda finding: (by_name[finding.template][0], finding.line or 0))


def validate_files(
    files: Iterable[TemplateFile], *, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[Finding]:
    """What `validate` finds in files, with what is acknowledged in CDK as acknowledged."""
    by_name = {str(file.path): file for file in files}
    found = validate((file.template for file in by_name.values()), select=select, ignore=ignore)
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
    bars = (*Severity, NEVER)
    if fail_on not in bars:
        raise GatewayResponseError(Problem(f"fail_on={fail_on!r} is no severity", f"write one of {', '.join(bars)}"))
    return fail_on


def selected_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Rule]:
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
    return [rule for name, rule in all_rules().items() if name not in ignore and (not select or name in select)]


def _findings(api: Api, rules: Sequence[Rule], reasons: Mapping[tuple[Place, str], str]) -> Iterator[Finding]:
    """What the rules find in one API, each finding once however many deployments have it."""
    sightings = _Sightings(rules)
    for response, choices in api.response_views():
        sightings.look(response, choices)
        for part in (*response.parameters, *response.templates):
            sightings.look(part, choices)
    for view, choices in api.views():
        sightings.look(view, choices)
    for finding in sightings.findings():
        found = replace(finding, api=api.name, owner=api.rest_api.place if api.rest_api else None)
        given = (reasons.get((place, found.rule)) for place in _covering(found))
        yield replace(found, reason=next(filter(None, given), None))


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
    sightings = _Sightings(rules)
    for given in acknowledged:
        if given.rule in names or not given.is_known:
            sightings.look(replace(given, is_used=(given.resource, given.rule) in used), Choices())
    return sightings.findings()


class _Sightings:
    """Every problem that rules see, and in which deployments they see it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules: dict[type, list[Rule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.view, []).append(rule)
        self._seen: dict[tuple[str, Place], dict[Finding, list[Choices]]] = {}

    def look(self, view: Any, choices: Choices) -> None:
        """Let the rules for such a view look at it."""
        for rule in self._rules.get(type(view), ()):
            try:
                for problem in rule.check(view):
                    self._add(rule, problem, view.place, choices)
            except Exception as error:  # a fault of a rule is reported, and keeps no other rule from looking
                self._fail(rule, view.place, error)

    def _add(self, rule: Rule, problem: Problem, place: Place, choices: Choices) -> None:
        where = problem.at if isinstance(problem.at, Place) else place
        message, fix = (_as_written(text) for text in (problem.message, problem.fix))
        finding = Finding(rule.name, problem.severity or rule.severity, message, fix, where)
        self._seen.setdefault((rule.name, where), {}).setdefault(finding, []).append(choices)

    def _fail(self, rule: Rule, place: Place, error: Exception) -> None:
        for failed in self._rules.get(FailureView, ()):
            for problem in failed.check(FailureView(rule.name, error, place)):
                self._add(failed, problem, place, Choices())

    def findings(self) -> Iterator[Finding]:
        """What stands at a place in some deployment; what only a parameter's default brings about is info at most."""
        for seen in self._seen.values():
            certain = [finding for finding, ways in seen.items() if not all(way.defaults for way in ways)]
            yield from certain
            for finding, ways in () if certain else seen.items():
                every = [set(way.defaults) for way in ways]
                names = ", ".join(sorted(set.intersection(*every) or set.union(*every)))
                message = f"{finding.message} (may be: so it is with the default of {names})"
                yield replace(finding, severity=Severity.INFO, message=message)


_ACKNOWLEDGE = ("Metadata", "constructs-gw", "acknowledge")


_MAX_MESSAGE = 2000


def _as_written(text: str) -> str:
    """Text with each part that only the deployment knows as `Fn::Sub` spells it, cut where nobody would read on."""
    written = TOKEN.sub(lambda token: f"${{{token[1]}}}", text)
    return written if len(written) <= _MAX_MESSAGE else f"{written[:_MAX_MESSAGE]}..."


def _acknowledgements(template: Template) -> Iterator[AcknowledgementView]:
    """What a template's resources acknowledge in their Metadata."""
    for logical_id, resource in template.resources.items():
        given: Any = resource
        for member in _ACKNOWLEDGE:
            given = as_mapping(given).get(member)
        place = Place(template.name, ("Resources", str(logical_id)))
        for rule, reason in _reasons(given).items() if given else ():
            text = reason.strip() if isinstance(reason, str) else ""
            at = Place(template.name, (*place.path, *_ACKNOWLEDGE, str(rule)))
            yield AcknowledgementView(str(rule), text, at, place, str(rule) in all_rules())


def _reasons(given: Any) -> Mapping[str, Any]:
    """What is acknowledged, by rule; a rule or a list of rules is that without a reason."""
    names = given if isinstance(given, list) else [given]
    return as_mapping(given) or {name: None for name in names if isinstance(name, str)}
