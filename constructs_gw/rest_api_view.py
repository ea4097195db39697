"""Read-only views over CloudFormation templates: the REST APIs in them and their gateway responses."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from constructs_gw.choices import Defaults
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.identities import Identities, Identity
from constructs_gw.intrinsics import Scope
from constructs_gw.openapi import EXTENSION, read_each
from constructs_gw.places import Place
from constructs_gw.render import Request
from constructs_gw.response_types import ResponseType
from constructs_gw.template import Template


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a template that API Gateway would reject."""

    template: str
    logical_id: str
    response_type: str | None
    """The type it is for, as the template spells it; None where it is for several."""
    problems: tuple[Problem, ...]
    place: Place | None = None
    """Where it stands in the template; None where it is in several places."""

    @property
    def error(self) -> GatewayResponseError:
        """The same as an error that says where it is."""
        return GatewayResponseError(*self.problems).at(self.logical_id)


@dataclass(frozen=True, slots=True)
class RestApiView:
    """A REST API as templates declare it, or refer to it."""

    rest_api_id: str
    """Its logical id; for an API that is in no template, the id or expression that a template has for it."""
    customizations: CustomizationSet
    stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The variables of each of its stages, by stage name."""
    template: str = ""
    """The template that declares it, or the first that refers to it."""
    identity: Identity = ()
    """Equal to that of a reference which means this API."""
    refusals: tuple[Refusal, ...] = ()
    """What is not among its customizations, since API Gateway would reject it."""
    places: Mapping[ResponseType, tuple[Place, ...]] = field(default_factory=dict)
    """Where templates declare each of its customizations; of several that differ the last one counts."""

    def request(self, headers: Mapping[str, str] | None = None, context: Mapping[str, str] | None = None) -> Request:
        """A request to the API's first stage, with that stage's variables."""
        return self.completed(Request(headers=headers or {}, context=context or {}))

    def completed(self, request: Request) -> Request:
        """The request with the stage's name and variables where it has none of its own; the first stage unless named.

        >>> view = RestApiView("Api", CustomizationSet(), {"beta": {"origin": "https://beta.example"}})
        >>> view.completed(Request(headers={"Accept": "text/html"})).stage_variables
        {'origin': 'https://beta.example'}
        """
        stage = request.context.get("stage") or next(iter(self.stages), "prod")
        return replace(
            request,
            stage_variables={**self.stages.get(stage, {}), **request.stage_variables},
            context={"stage": stage, **request.context},
        )


def rest_apis(template: Mapping[str, Any]) -> list[RestApiView]:
    """Every REST API that a template declares or customizes, in the template's order.

    It is the deployment in which parameters with a default have their default; what else is known only at deployment
    stands as `${Token[...]}`. Raises GatewayResponseError, with the logical id of each resource, for customizations
    that API Gateway would reject.
    """
    found = read_rest_apis([Template(template)])
    raise_all(problem for view in found for refusal in view.refusals for problem in refusal.error.problems)
    return found


def read_rest_apis(templates: Iterable[Template]) -> list[RestApiView]:
    """The REST APIs of templates that are deployed together, as `rest_apis`; what would be rejected is in `refusals`.

    Raises GatewayResponseError for what is no template.
    """
    templates = list(templates)
    identities = Identities(templates)
    found: dict[Identity, _Parts] = {}
    for template, kind, resource in _of_apis(templates):
        is_api = kind == "AWS::ApiGateway::RestApi"
        reference = {"Ref": resource.logical_id} if is_api else resource.properties.get("RestApiId")
        name = resource.logical_id if is_api else api_of(resource.properties)
        parts = found.setdefault(identities.of(template, reference), _Parts(name, template.name))
        if is_api:
            parts.name, parts.template = name, template.name
        _READERS[kind](parts, resource)
    return [parts.view(identity) for identity, parts in found.items() if parts.is_shown]


def _of_apis(templates: Iterable[Template]) -> Iterator[tuple[Template, str, "_Resource"]]:
    """The resources that say something of an API, with their types."""
    for template in templates:
        scope = Scope(template, Defaults())
        for logical_id, resource in resources(template.data):
            kind = resource.get("Type")
            if isinstance(kind, str) and scope.has(resource) and kind in _READERS:
                properties = scope.mapping(resource.get("Properties"))
                yield template, kind, _Resource(template.name, logical_id, properties, scope)


class _Resource(NamedTuple):
    """A resource in one deployment."""

    template: str
    logical_id: str
    properties: Mapping[str, Any]
    scope: Scope

    @property
    def place(self) -> Place:
        return Place(self.template, ("Resources", self.logical_id))


@dataclass(slots=True)
class _Parts:
    """What templates say of one API, while they are read."""

    name: str
    template: str
    entries: list[Customization] = field(default_factory=list)
    places: dict[ResponseType, tuple[Place, ...]] = field(default_factory=dict)
    stages: dict[str, Mapping[str, str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    is_shown: bool = False
    """Whether a template declares or customizes it, rather than a stage of it alone."""

    def read_api(self, resource: _Resource) -> None:
        self.is_shown = True
        with self._refusing(resource, None, resource.place):
            for name, read in _document_entries(resource.properties, resource.scope).items():
                place = resource.place / "Properties" / "Body" / EXTENSION / name
                with self._refusing(resource, name, place):
                    self._add(read(), place)

    def read_response(self, resource: _Resource) -> None:
        self.is_shown = True
        kind = resource.properties.get("ResponseType")
        with self._refusing(resource, kind if isinstance(kind, str) else None, resource.place):
            self._add(read_customization(resource.properties, resource.scope), resource.place)

    def _add(self, entry: Customization, place: Place) -> None:
        self.entries.append(entry)
        self.places[entry.response_type] = (*self.places.get(entry.response_type, ()), place)

    def read_stage(self, resource: _Resource) -> None:
        name = resource.scope.text(resource.properties.get("StageName", ""))
        self.stages[name] = _texts(resource.properties.get("Variables"), resource.scope)

    @contextmanager
    def _refusing(self, resource: _Resource, kind: str | None, place: Place) -> Iterator[None]:
        try:
            yield
        except GatewayResponseError as error:
            self.refusals.append(Refusal(resource.template, resource.logical_id, kind, error.problems, place))

    def view(self, identity: Identity) -> RestApiView:
        last = {entry.response_type: entry for entry in self.entries}
        for kind in last:
            with self._refusing_twice(kind):
                CustomizationSet(entry for entry in self.entries if entry.response_type is kind)
        return RestApiView(
            self.name,
            CustomizationSet(last.values()),
            self.stages,
            self.template,
            identity,
            tuple(self.refusals),
            self.places,
        )

    @contextmanager
    def _refusing_twice(self, kind: ResponseType) -> Iterator[None]:
        """Refuse a type that is customized in several places, which is a matter of the API."""
        try:
            yield
        except GatewayResponseError as error:
            self.refusals.append(Refusal(self.template, self.name, kind, error.problems))


_READERS: Mapping[str, Callable[[_Parts, _Resource], None]] = {
    "AWS::ApiGateway::GatewayResponse": _Parts.read_response,
    "AWS::ApiGateway::RestApi": _Parts.read_api,
    "AWS::ApiGateway::Stage": _Parts.read_stage,
}


def resources(template: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The resources of a template by logical id; raises GatewayResponseError for what is no template."""
    found = template.get("Resources")
    if not isinstance(found, Mapping):
        raise GatewayResponseError(
            Problem("not a CloudFormation template: no Resources", "give a synthesized template")
        )
    return [(logical_id, item) for logical_id, item in found.items() if isinstance(item, Mapping)]


def api_of(properties: Mapping[str, Any]) -> str:
    """The logical id of the API that a resource's properties name, or what they have in place of one."""
    match properties.get("RestApiId"):
        case str(reference) | {"Ref": str(reference)} | {"Fn::GetAtt": [str(reference), "RestApiId"]}:
            return reference
        case other:
            return json.dumps(other, sort_keys=True)


def _document_entries(properties: Mapping[str, Any], scope: Scope) -> dict[str, Callable[[], Customization]]:
    """The responses in an API's OpenAPI definition; raises GatewayResponseError for one that is not in the template."""
    if properties.get("BodyS3Location"):
        fix = "inline the definition, or read the document itself"
        raise GatewayResponseError(Problem("the API's definition is not in the template", fix))
    return read_each(scope.mapping(properties.get("Body")), text=scope.text)


def read_customization(properties: Mapping[str, Any], scope: Scope) -> Customization:
    """What the properties of a resource customize; raises GatewayResponseError for what API Gateway would reject."""
    status = properties.get("StatusCode")
    return Customization.parse(
        properties.get("ResponseType"),
        status_code=None if status is None else scope.text(status),
        response_parameters=_texts(properties.get("ResponseParameters"), scope),
        response_templates=_texts(properties.get("ResponseTemplates"), scope),
    )


def _texts(values: Any, scope: Scope) -> dict[str, str]:
    return {key: scope.text(value) for key, value in scope.mapping(values).items()}
