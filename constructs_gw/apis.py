"""The REST APIs of CloudFormation templates: which resources belong to which, and their views in each deployment."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from constructs_gw.choices import Choices, explore
from constructs_gw.definitions import Definition, read_definition, read_preflight, read_response
from constructs_gw.identities import Identities, Identity, name_of
from constructs_gw.parts import Deployed, Member
from constructs_gw.places import Place
from constructs_gw.response_types import ResponseType
from constructs_gw.template import Template, as_mapping, items_of
from constructs_gw.views import ApiView, DeploymentView, ResponseView

_REST_API = "AWS::ApiGateway::RestApi"
_RESPONSE = "AWS::ApiGateway::GatewayResponse"
_METHOD = "AWS::ApiGateway::Method"
_DEPLOYMENT = "AWS::ApiGateway::Deployment"
_TYPES = frozenset((_REST_API, _RESPONSE, _METHOD, _DEPLOYMENT))
_OTHER_METHODS = ("ANY", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


@dataclass(slots=True)
class Api:
    """A REST API with all resources that belong to it."""

    name: str
    rest_api: Member | None = None
    resource_type: str | None = None
    """The type of its resource, which can be one of another kind of API."""
    responses: list[Member] = field(default_factory=list)
    methods: list[Member] = field(default_factory=list)
    deployments: list[Member] = field(default_factory=list)
    _plain: Deployed = field(default_factory=lambda: Deployed(Choices()))
    """For whatever is the same in every deployment."""
    _ways: dict[int, list[tuple[ResponseView | None, Choices]]] = field(default_factory=dict)
    _definition_ways: list[tuple[Definition, Choices]] = field(default_factory=list)
    _has_varying_definition: bool = False
    """Whether the responses in its definition are others in other deployments."""
    _kinds: frozenset[ResponseType] | None = None
    """The response types that it customizes in any deployment."""

    def take(self, kind: str, member: Member) -> None:
        """Add a resource of a type that belongs to it."""
        if kind == _REST_API:
            self.rest_api, self.name = member, member.logical_id
        else:
            {_RESPONSE: self.responses, _METHOD: self.methods, _DEPLOYMENT: self.deployments}[kind].append(member)

    @property
    def _members(self) -> Sequence[Member]:
        rest_api = [self.rest_api] if self.rest_api else []
        return [*rest_api, *self.responses, *self.methods, *self.deployments]

    @property
    def place(self) -> Place:
        """Its resource; for an API that no template declares, the first resource that belongs to it."""
        return self._members[0].place

    def response_views(self) -> Iterator[tuple[ResponseView, Choices]]:
        """Each gateway response, once for each deployment that makes a difference to it."""
        for index in range(len(self.responses)):
            yield from ((view, choices) for view, choices in self._ways_of(index) if view is not None)
        for definition, choices in self._ways_of_definition():
            yield from ((view, choices) for view in definition.responses)

    def views(self) -> Iterator[tuple[ApiView, Choices]]:
        """The API, once for each deployment that makes a difference to it."""
        deployments = [(member, _deployment(member)) for member in self.deployments]
        return explore(lambda choices: self._view(Deployed(choices), deployments))

    def _view(self, deployed: Deployed, deployments: Sequence[tuple[Member, DeploymentView]]) -> ApiView:
        definition = self._definition(deployed)
        found = [self._response(index, deployed) for index in range(len(self.responses))]
        responses = [view for view in found if view is not None]
        parts = ((member, part) for member in self.methods if (part := deployed.properties(member)))
        preflights = [view for member, part in parts if (view := read_preflight(part, member))]
        return ApiView(
            self.name,
            self.place,
            [*responses, *definition.responses],
            [*preflights, *definition.preflights],
            [view for member, view in deployments if deployed.properties(member)] if responses else [],
            definition.place,
            definition.has_unread_parts or any(member.template.is_partial for member in self._members),
            self.rest_api is not None,
            definition.is_merged,
            self._members[0].template.terms_at(self.place.path),
            self._ever_customized,
            self.resource_type,
        )

    @property
    def _ever_customized(self) -> frozenset[ResponseType]:
        if self._kinds is None:
            self._kinds = frozenset(view.kind for view, _ in self.response_views() if view.kind)
        return self._kinds

    def _response(self, index: int, deployed: Deployed) -> ResponseView | None:
        ways = self._ways_of(index)
        if len(ways) == 1:
            return ways[0][0]
        member = self.responses[index]
        view = _read(deployed, member)
        return view and replace(view, varies=True)

    def _ways_of(self, index: int) -> list[tuple[ResponseView | None, Choices]]:
        if index not in self._ways:
            member = self.responses[index]
            view = _read(self._plain, member)
            self._ways[index] = [(view, self._plain.choices)]
            if self._plain.choices.made:  # its deployments differ
                self._plain = Deployed(Choices())
                ways = explore(lambda choices: _read(Deployed(choices), member))
                self._ways[index] = list(ways)
        return self._ways[index]

    def _definition(self, deployed: Deployed) -> Definition:
        ways = self._ways_of_definition()
        if len(ways) == 1:
            return ways[0][0]
        definition = self._read_definition(deployed)
        varies = self._has_varying_definition
        return replace(definition, responses=[replace(view, varies=varies) for view in definition.responses])

    def _ways_of_definition(self) -> list[tuple[Definition, Choices]]:
        if not self._definition_ways:
            self._definition_ways = list(explore(lambda choices: self._read_definition(Deployed(choices))))
            said = [[_said(view) for view in definition.responses] for definition, _ in self._definition_ways]
            self._has_varying_definition = any(one != said[0] for one in said)
        return self._definition_ways

    def _read_definition(self, deployed: Deployed) -> Definition:
        part = deployed.properties(self.rest_api) if self.rest_api else None
        return Definition() if part is None else read_definition(part)


def read_apis(templates: Iterable[Template]) -> list[Api]:
    """Every REST API that the templates declare or customize, with what each of them says of it."""
    templates = list(templates)
    identities = Identities(templates)
    found: dict[Identity, Api] = {}
    for template in templates:
        for kind, member in _members(template):
            reference = as_mapping(member.resource.get("Properties")).get("RestApiId")
            own: Identity = ("resource", template.name, member.logical_id)
            identity = own if kind == _REST_API else identities.of(template, reference)
            api = found.get(identity) or found.setdefault(identity, Api(name_of(reference)))
            api.take(kind, member)
    resources = {template.name: template.resources for template in templates}
    for identity, api in found.items():
        api.resource_type = _resource_type(identity, resources)
    return list(found.values())


def _members(template: Template) -> Iterator[tuple[str, Member]]:
    """The resources that belong to APIs, with their types."""
    for logical_id, resource in template.resources.items():
        kind = resource.get("Type") if isinstance(resource, dict) else None
        if isinstance(kind, str) and kind in _TYPES and not _is_other_method(kind, resource):
            yield kind, Member(template, str(logical_id), resource)


def _is_other_method(kind: str, resource: Mapping[str, Any]) -> bool:
    """Whether it is a method that answers no preflight, and so does not matter to error answers."""
    return kind == _METHOD and as_mapping(resource.get("Properties")).get("HttpMethod") in _OTHER_METHODS


def _resource_type(identity: Identity, resources: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The type of the resource that is an API; None for an API that is no resource here."""
    if identity[0] != "resource":
        return None
    kind = as_mapping(resources[str(identity[1])].get(str(identity[2]))).get("Type")
    return kind if isinstance(kind, str) else None


def _read(deployed: Deployed, member: Member) -> ResponseView | None:
    part = deployed.properties(member)
    return None if part is None else read_response(part, member)


def _said(response: ResponseView) -> tuple[object, ...]:
    """All that a response in a definition says; one that is too odd to be compared says the same as none."""
    return (response.name, response.content or object(), response.bodies)


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
    yield from (name for name in items_of(resource.get("DependsOn")) if isinstance(name, str))
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
