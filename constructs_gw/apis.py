"""The REST APIs of CloudFormation templates: which resources belong to which, and their views in each deployment."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from constructs_gw.identities import Identities, Identity, name_of
from constructs_gw.intrinsics import ABSENT, Choices, Scope, Template, as_mapping, explore, opaque
from constructs_gw.openapi import EXTENSION
from constructs_gw.places import Place
from constructs_gw.tokens import has_token
from constructs_gw.views import (
    ApiView,
    DeploymentView,
    FieldView,
    ParameterView,
    PreflightView,
    ResponseTemplateView,
    ResponseView,
    parameter_view,
)

_REST_API = "AWS::ApiGateway::RestApi"
_RESPONSE = "AWS::ApiGateway::GatewayResponse"
_METHOD = "AWS::ApiGateway::Method"
_DEPLOYMENT = "AWS::ApiGateway::Deployment"
_TYPES = frozenset((_REST_API, _RESPONSE, _METHOD, _DEPLOYMENT))
_OTHER_METHODS = ("ANY", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_TRANSFORM = "Fn::Transform"


@dataclass(frozen=True, slots=True)
class Member:
    """A resource that belongs to an API."""

    template: Template
    logical_id: str
    resource: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.template.name, ("Resources", self.logical_id))


class Deployed:
    """Several templates in one deployment of them all."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._scopes: dict[str, Scope] = {}

    def scope(self, template: Template) -> Scope:
        """One of the templates in this deployment."""
        if template.name not in self._scopes:
            self._scopes[template.name] = Scope(template, self.choices)
        return self._scopes[template.name]

    def properties(self, member: Member) -> "Part | None":
        """The properties of a resource; None where a condition keeps it from being made."""
        scope = self.scope(member.template)
        if not scope.has(member.resource):
            return None
        return Part.of(scope, member.resource.get("Properties"), member.place / "Properties")


class Part(NamedTuple):
    """A mapping of a template in one deployment, and where it stands."""

    scope: Scope
    members: Mapping[str, Any]
    place: Place
    is_open: bool = False
    """Whether it has members that only the deployment knows."""

    @classmethod
    def of(cls, scope: Scope, value: Any, place: Place) -> "Part":
        """A value as a mapping; an empty one where it is none."""
        found = scope.value(value)
        if not isinstance(found, dict):
            return cls(scope, {}, place, isinstance(found, str) and has_token(found))
        members = scope.present(found)
        if _TRANSFORM in members:  # it adds members beside the others
            return cls(scope, {k: v for k, v in members.items() if k != _TRANSFORM}, place, True)
        return cls(scope, members, place)

    def field(self, name: str) -> FieldView | None:
        """A member's value; None where it is absent."""
        if name not in self.members:
            return None
        value = self.scope.value(self.members[name])
        return None if value is ABSENT else FieldView(value, self.place / name)

    def part(self, name: str) -> "Part":
        """A member that is a mapping; an empty one where it is none."""
        return Part.of(self.scope, self.members.get(name), self.place / name)

    def fields(self) -> Iterator[tuple[str, Any, Place]]:
        """Its members: name, value and place."""
        value, place = self.scope.value, self.place
        return ((str(key), value(member), place / key) for key, member in self.members.items())

    def misshapen(self, *names: str) -> list[FieldView]:
        """Those members that have to be mappings and are known to be none."""
        odd = (self.field(name) for name in names if not isinstance(self.members.get(name), dict))
        return [found for found in odd if found is not None and (found.text is None or found.known)]


@dataclass(slots=True)
class Api:
    """A REST API with all resources that belong to it."""

    name: str
    rest_api: Member | None = None
    responses: list[Member] = field(default_factory=list)
    methods: list[Member] = field(default_factory=list)
    deployments: list[Member] = field(default_factory=list)
    _plain: Deployed = field(default_factory=lambda: Deployed(Choices()))
    """For whatever is the same in every deployment."""
    _ways: dict[int, list[tuple[ResponseView | None, Choices]]] = field(default_factory=dict)
    _document_ways: "list[tuple[Document, Choices]]" = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Its resource; for an API that no template declares, the first resource that belongs to it."""
        return (self.rest_api or (self.responses or self.methods or self.deployments)[0]).place

    def response_views(self) -> Iterator[tuple[ResponseView, Choices]]:
        """Each gateway response, once for each deployment that makes a difference to it."""
        for index in range(len(self.responses)):
            yield from ((view, choices) for view, choices in self._ways_of(index) if view is not None)
        for document, choices in self._ways_of_document():
            yield from ((view, choices) for view in document.responses)

    def views(self) -> Iterator[tuple[ApiView, Choices]]:
        """The API, once for each deployment that makes a difference to it."""
        deployments = [(member, _deployment(member)) for member in self.deployments]
        return explore(lambda choices: self._view(Deployed(choices), deployments))

    def _view(self, deployed: Deployed, deployments: Sequence[tuple[Member, DeploymentView]]) -> ApiView:
        document = self._document(deployed)
        found = [self._response(index, deployed) for index in range(len(self.responses))]
        responses = [view for view in found if view is not None]
        parts = ((member, part) for member in self.methods if (part := deployed.properties(member)))
        preflights = [view for member, part in parts if (view := _method(part, member))]
        return ApiView(
            self.name,
            self.place,
            [*responses, *document.responses],
            [*preflights, *document.preflights],
            [view for member, view in deployments if deployed.properties(member)] if responses else [],
            document.place,
            document.is_unread,
            self.rest_api is not None,
            is_merged=document.is_merged,
        )

    def _response(self, index: int, deployed: Deployed) -> ResponseView | None:
        ways = self._ways_of(index)
        if len(ways) == 1:
            return ways[0][0]
        member = self.responses[index]
        view = _response(deployed.properties(member), member)
        return view and replace(view, varies=True)

    def _ways_of(self, index: int) -> list[tuple[ResponseView | None, Choices]]:
        if index not in self._ways:
            member = self.responses[index]
            view = _response(self._plain.properties(member), member)
            self._ways[index] = [(view, self._plain.choices)]
            if self._plain.choices.made:  # its deployments differ
                self._plain = Deployed(Choices())
                ways = explore(lambda choices: _response(Deployed(choices).properties(member), member))
                self._ways[index] = list(ways)
        return self._ways[index]

    def _document(self, deployed: Deployed) -> "Document":
        ways = self._ways_of_document()
        if len(ways) == 1:
            return ways[0][0]
        document = self._read_document(deployed)
        return replace(document, responses=[replace(view, varies=True) for view in document.responses])

    def _ways_of_document(self) -> "list[tuple[Document, Choices]]":
        self._document_ways = self._document_ways or list(explore(lambda c: self._read_document(Deployed(c))))
        return self._document_ways

    def _read_document(self, deployed: Deployed) -> "Document":
        part = deployed.properties(self.rest_api) if self.rest_api else None
        return Document() if part is None else _document(part)


@dataclass(frozen=True, slots=True)
class Document:
    """What an API's OpenAPI definition says of its answers."""

    place: Place | None = None
    responses: Sequence[ResponseView] = ()
    preflights: Sequence[PreflightView] = ()
    is_unread: bool = False
    """Whether a part of it is not in the template."""
    is_merged: bool = False
    """Whether an import of it keeps what it does not have."""


def read_apis(templates: Iterable[Template]) -> list[Api]:
    """Every REST API that the templates declare or customize, with what each of them says of it."""
    templates = list(templates)
    identities = Identities(templates)
    found: dict[Identity, Api] = {}
    for template in templates:
        for logical_id, resource in template.resources.items():
            kind = resource.get("Type") if isinstance(resource, dict) else None
            if not isinstance(kind, str) or kind not in _TYPES:
                continue
            properties = as_mapping(resource.get("Properties"))
            if kind == _METHOD and properties.get("HttpMethod") in _OTHER_METHODS:
                continue  # only preflight matters to error answers
            member = Member(template, str(logical_id), resource)
            if kind == _REST_API:
                api = found.setdefault(("resource", template.name, member.logical_id), Api(member.logical_id))
                api.rest_api = member
                continue
            reference = properties.get("RestApiId")
            identity = identities.of(template, reference)
            api = found.get(identity) or found.setdefault(identity, Api(name_of(reference)))
            {_RESPONSE: api.responses, _METHOD: api.methods, _DEPLOYMENT: api.deployments}[kind].append(member)
    for api in found.values():
        api.name = api.rest_api.logical_id if api.rest_api else api.name
    return list(found.values())


def _response(part: Part | None, member: Member) -> ResponseView | None:
    if part is None:
        return None
    kind = part.field("ResponseType") or FieldView(opaque(_TRANSFORM) if part.is_open else None, member.place)
    return _response_view(member.logical_id, member.place, kind, part, _PROPERTIES)


def _entry(part: Part) -> ResponseView:
    name = str(part.place.path[-1])
    view = _response_view(name, part.place, FieldView(name, part.place), part, _MEMBERS)
    return replace(view, is_resource=False)


_PROPERTIES = ("StatusCode", "ResponseParameters", "ResponseTemplates")
_MEMBERS = ("statusCode", "responseParameters", "responseTemplates")


def _response_view(name: str, place: Place, kind: FieldView, part: Part, members: tuple[str, str, str]) -> ResponseView:
    """A gateway response whose status, parameters and templates have these names."""
    parameters, templates = part.part(members[1]), part.part(members[2])
    return ResponseView(
        name,
        place,
        kind,
        part.field(members[0]),
        [parameter_view(*field) for field in parameters.fields()],
        [ResponseTemplateView(value, at, key) for key, value, at in templates.fields()],
        part.misshapen(*members[1:]),
        has_unread_parts=part.is_open or parameters.is_open or templates.is_open,
    )


def _document(rest_api: Part) -> Document:
    body = rest_api.field("Body")
    if body is None:
        bucket = rest_api.field("BodyS3Location")
        return Document(bucket.place, is_unread=True, is_merged=_is_merged(rest_api)) if bucket else Document()
    root = rest_api.part("Body")
    entries, paths = root.part(EXTENSION), list(_parts(root.part("paths")))
    responses = [_entry(entry) for entry in _parts(entries)]
    options = (path.part("options") for path in paths if "options" in path.members)
    preflights = [view for part in options if (view := _operation(part))]
    is_unread = not isinstance(body.value, dict) or any(p.is_open for p in (root, entries, root.part("paths"), *paths))
    return Document(body.place, responses, preflights, is_unread, _is_merged(rest_api))


def _is_merged(rest_api: Part) -> bool:
    """Whether imports merge, as `Mode: merge` asks for; a mode that is not known may be that."""
    mode = rest_api.field("Mode")
    return mode is not None and mode.text is not None and (mode.known or "merge").casefold() == "merge"


def _parts(parent: Part) -> Iterator[Part]:
    return (parent.part(name) for name in parent.members)


def _operation(part: Part) -> PreflightView | None:
    integration = part.part("x-amazon-apigateway-integration")
    kind = integration.field("type")
    name = f"OPTIONS {part.place.path[-2]}"
    return _preflight(name, part.place, kind, list(_parts(integration.part("responses"))), "response")


def _method(part: Part, member: Member) -> PreflightView | None:
    if part.scope.text(part.members.get("HttpMethod")).upper() != "OPTIONS":
        return None
    integration = part.part("Integration")
    answers = integration.field("IntegrationResponses")
    listed = answers.value if answers is not None and isinstance(answers.value, list) else []
    responses = [
        Part.of(part.scope, answer, integration.place / "IntegrationResponses" / i) for i, answer in enumerate(listed)
    ]
    return _preflight(member.logical_id, member.place, integration.field("Type"), responses, "Response")


def _preflight(
    name: str, place: Place, kind: FieldView | None, responses: Sequence[Part], member: str
) -> PreflightView | None:
    """A method that answers preflight by itself; None for any other."""
    prefix = "method.response.header."
    parameters = [
        ParameterView(value, at, key, "header", key.removeprefix(prefix))
        for response in responses
        for key, value, at in response.part(f"{member}Parameters").fields()
        if key.startswith(prefix)
    ]
    templates = [value for response in responses for _, value, _ in response.part(f"{member}Templates").fields()]
    is_mock = kind is not None and (kind.text or "").upper() == "MOCK"
    view = PreflightView(name, place, parameters, [text for text in templates if isinstance(text, str)])
    return view if is_mock and "access-control-allow-origin" in view.headers else None


def _deployment(member: Member) -> DeploymentView:
    template = member.template
    reached: set[str] = set()
    pending = [member.logical_id]
    while pending:
        resource = template.resources.get(pending.pop())
        new = {name for name in _references(resource) if name in template.resources} - reached
        reached |= new
        pending += new
    places = frozenset(Place(template.name, ("Resources", name)) for name in reached)
    return DeploymentView(member.logical_id, member.place, places)


def _references(resource: Any) -> Iterator[str]:
    """The logical ids that a resource depends on, by `DependsOn` or by referring to them."""
    resource = as_mapping(resource)
    depends_on = resource.get("DependsOn")
    names = depends_on if isinstance(depends_on, list) else [depends_on]
    yield from (name for name in names if isinstance(name, str))
    pending = [resource.get("Properties")]
    while pending:
        match pending.pop():
            case {"Ref": str(name)}:
                yield name
            case {"Fn::GetAtt": [str(name), *_]}:
                yield name
            case {"Fn::GetAtt": str(path)}:
                yield path.partition(".")[0]
            case {"Fn::Sub": str(text)}:
                yield from _substituted(text)
            case {"Fn::Sub": [str(text), names]}:
                yield from _substituted(text)
                pending.append(names)
            case dict() as members:
                pending += members.values()
            case list(items):
                pending += items


def _substituted(text: str) -> Iterator[str]:
    return (name.strip().partition(".")[0] for name in re.findall(r"\$\{([^!{}][^{}]*)\}", text))
