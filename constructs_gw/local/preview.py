"""The error answers of templates as a page shows them: for each API and response type before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from constructs_gw.assembly import TemplateFile
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import Problem
from constructs_gw.local.preview_cors import ALLOW_ORIGIN, Reading, named, reading
from constructs_gw.local.preview_findings import Sorted, refused_type, sorted_findings, written
from constructs_gw.local.preview_panes import Pane, panes
from constructs_gw.mapping import MappingValue
from constructs_gw.places import Place
from constructs_gw.render import RenderedResponse, Request, Undetermined, render
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.rest_api_view import Refusal, RestApiView, read_rest_apis
from constructs_gw.severity import Severity
from constructs_gw.template import Template
from constructs_gw.validate import Finding, validate_files

ORIGIN = "https://app.example"
"""The origin of the page whose request is answered."""


REJECTING = frozenset(
    """invalid-content-type invalid-header-name invalid-mapping-expression invalid-parameter-key invalid-status-code
    non-string-value oversized-template unknown-response-type unquoted-static-value""".split()  # noqa: SIM905
)
"""The rules whose errors fail the deployment, as each of them says with its source."""


class Verdict(StrEnum):
    """What becomes of what is declared for a response type."""

    SHOWN = ""
    REJECTED = "rejected"
    """The deployment fails."""
    UNCLEAR = "unclear"
    """It is declared several times: the last one that is put wins, and which that is nobody can say (observed)."""
    LEFT_OUT = "left out"
    """What comes of it is not known, or it is not read."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Where a customization is declared."""

    template: str
    resource: str
    """The logical id; empty where the document has no resources."""
    location: str
    """Where in the resource, or in the document without resources; empty for a resource as a whole."""
    line: int | None
    construct_path: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared for one response type, and what is said of it."""

    response_type: ResponseType
    declarations: Sequence[Declaration] = ()
    findings: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()
    """Why it is not shown as it is declared."""

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if not self.problems:
            return Verdict.SHOWN
        if _is_rejected(self.findings):
            return Verdict.REJECTED
        return Verdict.UNCLEAR if len(self.declarations) > 1 else Verdict.LEFT_OUT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client receives for one response type."""

    anchor: str
    """A name that no other part of the page has."""
    declared: Declared
    source: ResponseType | None
    """The type whose customization applies; None for the built-in answer."""
    before: Pane
    after: Pane
    status: int
    reading: Reading
    undetermined: Sequence[Undetermined]
    default: Declared | None = None
    """What is declared for the DEFAULT_4XX or DEFAULT_5XX that it comes from."""

    @property
    def response_type(self) -> ResponseType:
        """The type that it is for."""
        return self.declared.response_type

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the built-in answer."""
        return any(line.differs for pane in (self.before, self.after) for line in pane.lines)


@dataclass(frozen=True, slots=True)
class ApiAnswers:
    """The answers of one API."""

    anchor: str
    name: str
    """Its logical id."""
    template: str
    construct_path: str
    stage: str
    answers: Sequence[Answer]
    """By status."""
    defaults: Sequence[Declared]
    """What is declared for DEFAULT_4XX and DEFAULT_5XX, which no client meets."""
    findings: Sequence[Finding] = ()
    """About the API as a whole."""
    refusals: Sequence[Refusal] = ()
    """All that is not shown as it is declared."""

    @property
    def verdict(self) -> Verdict:
        """What becomes of the API, of whose declarations one that is rejected fails all."""
        if self.refusals and _is_rejected(self.all_findings):
            return Verdict.REJECTED
        return Verdict.LEFT_OUT if self.other_problems else Verdict.SHOWN

    @property
    def title(self) -> str:
        """What its author calls it: the path of its construct, or else its logical id."""
        return self.construct_path.removesuffix("/Resource") or self.name

    @property
    def all_findings(self) -> Iterator[Finding]:
        """Those about its response types included."""
        yield from self.findings
        for declared in (*self.defaults, *(answer.declared for answer in self.answers)):
            yield from declared.findings

    @property
    def other_problems(self) -> Sequence[Problem]:
        """Why something is not shown that belongs to no response type, or to several."""
        return [p for refusal in self.refusals if refused_type(refusal) is None for p in refusal.problems]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page shows."""

    source: str
    """What was read."""
    apis: Sequence[ApiAnswers]
    findings: Sequence[Finding] = ()
    """About none of the APIs."""
    notes: Sequence[str] = ()
    """What of the templates is not read."""
    request: Request = field(default_factory=lambda: Request(headers={"Origin": ORIGIN}))
    """What is answered."""

    @property
    def count(self) -> int:
        """How many findings there are that nobody acknowledged; one about several APIs counts once."""
        found = [*self.findings, *(finding for api in self.apis for finding in api.all_findings)]
        return len({id(finding) for finding in found if finding.reason is None})

    def only(self, rest_api_id: str) -> "Page":
        """The page with the APIs of one logical id alone."""
        return replace(self, apis=[api for api in self.apis if api.name == rest_api_id], findings=())


def preview(files: Iterable[TemplateFile], source: str) -> Page:
    """What clients receive from the REST APIs of templates that are deployed together.

    Raises GatewayResponseError for what is no template.
    """
    files = list(files)
    by_name = {str(file.path): file for file in files}
    templates = {name: file.template for name, file in by_name.items()}
    views = read_rest_apis(templates.values())
    found = sorted_findings(validate_files(files), views, templates)
    reader = _Reader(by_name, templates, found)
    apis = [reader.api(index, view) for index, view in enumerate(views)]
    notes = [f"{file.path}: {what}" for file in files for what in file.source.unread]
    return Page(source, apis, found.others, notes)


@dataclass(frozen=True, slots=True)
class _Reader:
    files: Mapping[str, TemplateFile]
    templates: Mapping[str, Template]
    findings: Sorted

    def api(self, index: int, view: RestApiView) -> ApiAnswers:
        declared = {kind: self.declared(index, view, kind) for kind in ResponseType}
        request = view.request({"Origin": ORIGIN})
        anchor = f"api-{index + 1}"
        answers = [_answer(anchor, view, declared, kind, request) for kind in CLIENT_TYPES]
        file = self.files.get(view.template)
        return ApiAnswers(
            anchor,
            view.rest_api_id,
            view.template,
            file.construct_path(view.rest_api_id) if file else "",
            request.context["stage"],
            sorted(answers, key=lambda answer: (answer.status, answer.response_type)),
            [one for kind, one in declared.items() if kind.is_default and _is_shown(one)],
            self.findings.by_api.get(index, ()),
            view.refusals,
        )

    def declared(self, index: int, view: RestApiView, kind: ResponseType) -> Declared:
        return Declared(
            kind,
            [self.declaration(place) for place in view.places.get(kind, ())],
            self.findings.by_type.get((index, kind), ()),
            [problem for refusal in view.refusals if refused_type(refusal) is kind for problem in refusal.problems],
        )

    def declaration(self, place: Place) -> Declaration:
        """A declaration in the words of the document's author."""
        logical_id = str(place.path[1])
        path = written(place, self.templates).path
        resource = written(Place(place.document, place.path[:2]), self.templates).path
        is_inside = bool(resource) and path[: len(resource)] == resource
        return Declaration(
            place.document,
            logical_id if is_inside else "",
            ".".join(map(str, path[len(resource) :] if is_inside else path)),
            self.templates[place.document].line(path),
            self.files[place.document].construct_path(logical_id) if is_inside else "",
        )


def _is_rejected(findings: Iterable[Finding]) -> bool:
    return any(finding.rule in REJECTING and finding.severity is Severity.ERROR for finding in findings)


def _is_shown(declared: Declared) -> bool:
    return bool(declared.declarations or declared.findings or declared.problems)


def _answer(
    anchor: str, view: RestApiView, declared: Mapping[ResponseType, Declared], kind: ResponseType, request: Request
) -> Answer:
    builtin = render(CustomizationSet(), kind, request)
    answer = render(view.customizations, kind, request)
    before, after = panes(builtin, answer)
    fallback = kind.fallback
    comes_from_default = fallback is not None and answer.source is fallback
    return Answer(
        f"{anchor}-{kind.lower().replace('_', '-')}",
        declared[kind],
        answer.source,
        before,
        after,
        answer.status,
        reading(answer.headers, _allow_origin(view.customizations, answer)),
        answer.undetermined,
        declared[fallback] if fallback and comes_from_default else None,
    )


def _allow_origin(customizations: CustomizationSet, answer: RenderedResponse) -> MappingValue | None:
    return named(customizations.effective(answer.response_type).headers, ALLOW_ORIGIN)
