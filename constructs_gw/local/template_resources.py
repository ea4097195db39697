"""REST APIs as the resources of templates declare them: methods, authorizers, models, stages and usage plans."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from constructs_gw.assembly import TemplateFile
from constructs_gw.choices import Defaults
from constructs_gw.errors import raise_all
from constructs_gw.identities import Identities, Identity
from constructs_gw.intrinsics import Scope
from constructs_gw.local.declarations import (
    Authorizer,
    Integration,
    IntegrationResponse,
    Method,
    Quota,
    Resource,
    RestApi,
    Stage,
    Throttle,
    UsagePlan,
)
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.template import Template, as_list, as_mapping, text_of

DEFAULT_STAGE = "prod"
"""The stage of an API whose template has none, such as an OpenAPI document."""

MAX_DEPTH = 100
"""A resource that has more above it is taken for one at the root: it is its own ancestor."""


class Declared(NamedTuple):
    """A resource of a template in the deployment where every parameter has its default."""

    template: Template
    logical_id: str
    type: str
    properties: Mapping[str, Any]
    scope: Scope

    def text(self, name: str, default: str = "") -> str:
        """A property as text."""
        return self.scope.text(self.properties[name]) if name in self.properties else default

    def is_true(self, name: str) -> bool:
        """Whether a property is true, as CloudFormation takes it."""
        return self.text(name).lower() == "true"

    def plain(self, name: str) -> Any:
        """A property without functions, however deep."""
        return plain(self.scope, self.properties.get(name))


def plain(scope: Scope, value: Any) -> Any:
    """A value without functions, however deep."""
    found = scope.value(value)
    if isinstance(found, dict):
        return {str(name): plain(scope, member) for name, member in scope.present(found).items()}
    return [plain(scope, item) for item in found] if isinstance(found, list) else found


class Graph:
    """The API Gateway resources of templates, and what they refer to."""

    def __init__(self, templates: Iterable[Template]) -> None:
        templates = list(templates)
        self._identities = Identities(templates)
        self._by_identity = {
            self._identities.of(found.template, {"Ref": found.logical_id}): found for found in _declared(templates)
        }

    def all(self, kind: str, api: Identity | None = None) -> Iterator[tuple[Identity, Declared]]:
        """The resources of a type; of one API where that is given."""
        for identity, found in self._by_identity.items():
            if found.type == f"AWS::ApiGateway::{kind}" and api in (None, self.target(found, "RestApiId")):
                yield identity, found

    def target(self, resource: Declared, name: str) -> Identity:
        """The identity of what a property refers to."""
        return self.of(resource, resource.properties.get(name))

    def of(self, resource: Declared, value: Any) -> Identity:
        """The identity of what a value in a resource refers to."""
        return self._identities.of(resource.template, value)

    def __getitem__(self, identity: Identity) -> Declared | None:
        """The resource of an identity, if it is here."""
        return self._by_identity.get(identity)


def _declared(templates: Iterable[Template]) -> Iterator[Declared]:
    for template in templates:
        scope = Scope(template, Defaults())
        for logical_id, resource in template.resources.items():
            kind = as_mapping(resource).get("Type")
            if isinstance(kind, str) and kind.startswith("AWS::ApiGateway::") and scope.has(resource):
                yield Declared(template, str(logical_id), kind, scope.mapping(resource.get("Properties")), scope)


def read_declared(files: Iterable[TemplateFile]) -> list[RestApi]:
    """The REST APIs of templates that are deployed together.

    Raises GatewayResponseError for customizations that API Gateway would reject.
    """
    templates = [file.template for file in files]
    views = read_rest_apis(templates)
    refusals = [refusal for view in views for refusal in view.refusals]
    raise_all(problem for refusal in refusals for problem in refusal.error.at(refusal.template).problems)
    graph = Graph(templates)
    return [_rest_api(view, graph) for view in views]


def _rest_api(view: RestApiView, graph: Graph) -> RestApi:
    found = graph[view.identity]
    stages = _stages(view, graph)
    return RestApi(
        view.rest_api_id,
        (found.text("Name") if found else "") or view.rest_api_id,
        view.customizations,
        tuple(_resources(view.identity, graph)),
        stages or (Stage(DEFAULT_STAGE, plans=tuple(_plans(view.identity, None, DEFAULT_STAGE, graph))),),
        takes_key_from_authorizer=found is not None and found.text("ApiKeySourceType") == "AUTHORIZER",
        models=dict(_models(view.identity, graph)),
    )


def _models(api: Identity, graph: Graph) -> Iterator[tuple[str, Any]]:
    """The schemas of an API's models, each by its name and by its logical id."""
    for _, found in graph.all("Model", api):
        schema = _read_schema(found)
        yield from ((name, schema) for name in (found.logical_id, found.text("Name")) if name)


def _resources(api: Identity, graph: Graph) -> Iterator[Resource]:
    """The paths of an API that are resources of their own."""
    methods: dict[str, dict[str, Method]] = {"/": {}}
    methods |= {_path(identity, graph): {} for identity, _ in graph.all("Resource", api)}
    for _, found in graph.all("Method", api):
        path = _path(graph.target(found, "ResourceId"), graph)
        methods.setdefault(path, {})[found.text("HttpMethod").upper()] = _method(found, graph)
    return (Resource(path, found) for path, found in methods.items())


def _path(identity: Identity, graph: Graph, depth: int = 0) -> str:
    """The path of a resource; `/` for what is none, such as an API's root."""
    found = graph[identity]
    if found is None or found.type != "AWS::ApiGateway::Resource" or depth == MAX_DEPTH:
        return "/"
    parent = _path(graph.target(found, "ParentId"), graph, depth + 1)
    return f"{parent.rstrip('/')}/{found.text('PathPart')}"


def _method(found: Declared, graph: Graph) -> Method:
    validator = graph[graph.target(found, "RequestValidatorId")]
    authorizer = graph[graph.target(found, "AuthorizerId")]
    parameters = as_mapping(found.plain("RequestParameters"))
    return Method(
        found.text("AuthorizationType", "NONE"),
        _authorizer(authorizer) if authorizer else None,
        found.is_true("ApiKeyRequired"),
        tuple(name for name, is_required in parameters.items() if (text_of(is_required) or "").lower() == "true"),
        {media_type: _schema(found, model, graph) for media_type, model in _raw(found, "RequestModels").items()},
        validator is not None and validator.is_true("ValidateRequestBody"),
        validator is not None and validator.is_true("ValidateRequestParameters"),
        _integration(as_mapping(found.plain("Integration"))) if "Integration" in found.properties else None,
    )


def _raw(found: Declared, name: str) -> Mapping[str, Any]:
    return found.scope.mapping(found.properties.get(name))


def _authorizer(found: Declared) -> Authorizer:
    sources = (source.strip() for source in found.text("IdentitySource").split(","))
    return Authorizer(
        found.text("Type"),
        tuple(filter(None, sources)),
        found.text("IdentityValidationExpression"),
        _number(found.text("AuthorizerResultTtlInSeconds"), 300),
    )


def _schema(method: Declared, model: Any, graph: Graph) -> Any:
    """The JSON Schema of a model that a method names; True, which takes everything, for one that is not here."""
    found = graph[graph.of(method, model)]
    if found is None:
        named = [one for _, one in graph.all("Model") if one.text("Name") == method.scope.text(model)]
        found = named[0] if named else None
    return _read_schema(found) if found else True


def _read_schema(found: Declared) -> Any:
    schema = found.plain("Schema")
    try:
        return json.loads(schema) if isinstance(schema, str) else schema
    except ValueError:
        return True


def _integration(given: Mapping[str, Any]) -> Integration:
    milliseconds = text_of(given.get("TimeoutInMillis"))
    return Integration(
        str(given.get("Type", "")).upper(),
        _number(milliseconds, 29_000) / 1000,
        str(given.get("PassthroughBehavior", "WHEN_NO_MATCH")).upper(),
        _texts(given.get("RequestTemplates")),
        tuple(
            IntegrationResponse(
                text_of(response.get("StatusCode")) or "200",
                text_of(response.get("SelectionPattern")) or "",
                _texts(response.get("ResponseParameters")),
                _texts(response.get("ResponseTemplates")),
            )
            for response in map(as_mapping, as_list(given.get("IntegrationResponses")))
        ),
    )


def _texts(values: Any) -> dict[str, str]:
    return {name: text for name, value in as_mapping(values).items() if (text := text_of(value)) is not None}


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def _stages(view: RestApiView, graph: Graph) -> tuple[Stage, ...]:
    """The stages of an API: resources of their own, and those that a Deployment makes."""
    found = [
        Stage(
            stage.text("StageName"),
            view.stages.get(stage.text("StageName"), {}),
            tuple(_plans(view.identity, identity, stage.text("StageName"), graph)),
            _stage_throttles(stage),
        )
        for identity, stage in graph.all("Stage", view.identity)
    ]
    made = (deployment.text("StageName") for _, deployment in graph.all("Deployment", view.identity))
    found += [Stage(name, plans=tuple(_plans(view.identity, None, name, graph))) for name in made if name]
    return tuple({stage.name: stage for stage in reversed(found)}.values())[::-1]


def _stage_throttles(stage: Declared) -> dict[str, Throttle]:
    settings = map(as_mapping, as_list(stage.plain("MethodSettings")))
    throttles = {
        f"{setting.get('ResourcePath', '/*')}/{setting.get('HttpMethod', '*')}": _throttle(
            setting.get("ThrottlingRateLimit"), setting.get("ThrottlingBurstLimit")
        )
        for setting in settings
    }
    return {path: throttle for path, throttle in throttles.items() if throttle}


def _throttle(rate: Any, burst: Any) -> Throttle | None:
    rate_text, burst_text = text_of(rate), text_of(burst)
    if rate_text is None and burst_text is None:
        return None
    per_second = _number(rate_text, float("inf"))
    return Throttle(per_second, _number(burst_text, max(1.0, per_second)))


def _plans(api: Identity, stage: Identity | None, stage_name: str, graph: Graph) -> Iterator[UsagePlan]:
    """The usage plans of a stage."""
    for identity, plan in graph.all("UsagePlan"):
        for named in map(as_mapping, as_list(plan.scope.value(plan.properties.get("ApiStages")))):
            is_same_stage = (
                graph.of(plan, named.get("Stage")) == stage or plan.scope.text(named.get("Stage")) == stage_name
            )
            if graph.of(plan, named.get("ApiId")) == api and is_same_stage:
                yield UsagePlan(
                    plan.text("UsagePlanName") or plan.logical_id,
                    dict(_keys(identity, graph)),
                    _throttle_of(as_mapping(plan.plain("Throttle"))),
                    _quota(as_mapping(plan.plain("Quota"))),
                    _method_throttles(as_mapping(plain(plan.scope, named.get("Throttle")))),
                )


def _throttle_of(given: Mapping[str, Any]) -> Throttle | None:
    return _throttle(given.get("RateLimit"), given.get("BurstLimit"))


def _method_throttles(given: Mapping[str, Any]) -> dict[str, Throttle]:
    found = {path: _throttle_of(as_mapping(throttle)) for path, throttle in given.items()}
    return {path: throttle for path, throttle in found.items() if throttle}


def _quota(given: Mapping[str, Any]) -> Quota | None:
    limit = text_of(given.get("Limit"))
    return Quota(int(_number(limit, 0)), str(given.get("Period", "DAY")).upper()) if limit else None


def _keys(plan: Identity, graph: Graph) -> Iterator[tuple[str, str]]:
    """The API keys of a usage plan by name; the value of one without a value of its own is its logical id."""
    for _, found in graph.all("UsagePlanKey"):
        key = graph[graph.target(found, "KeyId")]
        if key and graph.target(found, "UsagePlanId") == plan and key.text("Enabled", "true").lower() == "true":
            yield key.text("Name") or key.logical_id, key.text("Value") or key.logical_id
