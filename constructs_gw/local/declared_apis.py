"""REST APIs as templates declare them: their OpenAPI definitions, and resources of their own."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from constructs_gw.assembly import TemplateFile
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import raise_all
from constructs_gw.identities import Identity, name_of
from constructs_gw.local.declarations import AUTHORIZATION, DEFAULT_RESULT_TTL, Authorizer, Method, Resource, RestApi
from constructs_gw.local.declared_integrations import method_integration
from constructs_gw.local.declared_models import ANYTHING, BUILT_IN, declared_models, name_of_model, resolved
from constructs_gw.local.declared_resources import (
    DeclaredResource,
    DeclaredResources,
    is_true,
    number,
    stack_of,
    url_safe,
)
from constructs_gw.local.declared_stages import read_stages
from constructs_gw.local.declared_usage_plans import UsagePlans
from constructs_gw.local.openapi_paths import OpenApi, read_openapi, resource_path
from constructs_gw.local.openapi_security import identity_sources
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.template import Template, as_mapping
from constructs_gw.tokens import TOKEN, is_token

MAX_PATH = 10_240
"""Nothing is added to a path of so many characters: no request line is longer (developer guide, limits, documented)."""

_OF_APIS = ("Resource", "Method", "Stage", "Deployment", "Model", "Authorizer", "RequestValidator")


def read_declared(files: Iterable[TemplateFile]) -> list[RestApi]:
    """The REST APIs of templates that are deployed together.

    Raises GatewayResponseError for customizations that API Gateway would reject.
    """
    templates = [file.template for file in files]
    views = read_rest_apis(templates)
    refusals = [refusal for view in views for refusal in view.refusals]
    raise_all(problem for refusal in refusals for problem in refusal.error.at(refusal.template).problems)
    resources = DeclaredResources(templates)
    views += _referred_to({view.identity for view in views}, resources)
    plans = UsagePlans(resources)
    ids = _ids([(_name(view, resources), _stack(view, templates)) for view in views])
    return [_rest_api(view, one, resources, plans) for view, one in zip(views, ids, strict=True)]


def _referred_to(known: set[Identity], resources: DeclaredResources) -> Iterator[RestApiView]:
    """The APIs that resources belong to and no template declares or customizes."""
    for kind in _OF_APIS:
        for identity, members in resources.that_name(kind, "RestApiId").items():
            _, first = members[0]
            is_elsewhere = identity[0] != "resource"  # one of a template that is here is made under a condition
            if identity not in known and is_elsewhere and "RestApiId" in first.properties:
                known.add(identity)
                name = name_of(first.properties["RestApiId"])
                yield RestApiView(name, CustomizationSet(), template=first.template.name, identity=identity)


def _name(view: RestApiView, resources: DeclaredResources) -> str:
    """The logical id of an API, or how a template calls one that it does not declare."""
    referring = resources.of_api("GatewayResponse", view.identity)
    if resources.get(view.identity, "RestApi") or not referring:
        return view.rest_api_id
    return name_of(referring[0][1].properties.get("RestApiId"))


def _stack(view: RestApiView, templates: Sequence[Template]) -> str:
    return stack_of(next((template for template in templates if template.name == view.template), None))


def _ids(named: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each name and stack: the name where no other API has it."""
    times = Counter(url_safe(name) for name, _ in named)
    found: dict[str, None] = {}
    for name, stack in named:
        wanted = url_safe(name) if times[url_safe(name)] == 1 else f"{url_safe(stack)}-{url_safe(name)}"
        numbered = (f"{wanted}-{number}" for number in range(2, len(named) + 2))
        found[next(one for one in (wanted, *numbered) if one not in found)] = None
    return list(found)


def _rest_api(view: RestApiView, rest_api_id: str, resources: DeclaredResources, plans: UsagePlans) -> RestApi:
    api = resources.get(view.identity, "RestApi")
    body = as_mapping(api.plain("Body")) if api else {}
    openapi = read_openapi(body, rest_api_id)
    models = {**openapi.models, **declared_models(view.identity, rest_api_id, resources)}
    paths = _Paths(view.identity, rest_api_id, resources, models).methods(openapi)
    needs_key = any(method.is_api_key_required for found in paths.values() for method in found.values())
    return RestApi(
        rest_api_id,
        _shown(api.text("Name") if api else "") or _shown(_title(body)) or view.rest_api_id,
        view.customizations,
        tuple(Resource(path, found, _resource_id(path)) for path, found in sorted(paths.items())),
        read_stages(view.identity, resources, plans, needs_key=needs_key),
        openapi.takes_key_from_authorizer or (api is not None and api.text("ApiKeySourceType") == "AUTHORIZER"),
        models,
    )


def _title(body: Mapping[str, Any]) -> str:
    title = as_mapping(body.get("info")).get("title")
    return title if isinstance(title, str) else ""


def _shown(name: str) -> str:
    """A name with parts that only the deployment knows by their own names; empty where it is nothing else."""
    return "" if is_token(name) else TOKEN.sub(lambda token: token[1], name)


def _resource_id(path: str) -> str:
    """What stands for the id that API Gateway gives to a resource: the same each time."""
    return hashlib.sha256(path.encode(errors="replace")).hexdigest()[:6]


class _Paths:
    """The paths of an API while they are read."""

    def __init__(
        self, api: Identity, rest_api_id: str, resources: DeclaredResources, models: Mapping[str, Any]
    ) -> None:
        self._api = api
        self._rest_api_id = rest_api_id
        self._resources = resources
        self._models = models
        self._known: dict[Identity, str] = {}

    def methods(self, openapi: OpenApi) -> dict[str, dict[str, Method]]:
        """The methods of each path that has some; a Method resource goes before an operation."""
        found = {path: dict(methods) for path, methods in openapi.methods.items() if methods}
        for _, method in self._resources.of_api("Method", self._api):
            path = self._path(self._resources.target(method, "ResourceId"))
            found.setdefault(path, {})[method.text("HttpMethod").upper()] = self._method(method)
        return found

    def _path(self, identity: Identity) -> str:
        """The path of a resource; the root's for what is none here, such as a resource that is its own ancestor."""
        steps: list[tuple[Identity, str]] = []
        seen: set[Identity] = set()
        while identity not in self._known:
            found = None if identity in seen else self._resources.get(identity, "Resource")
            if found is None:
                self._known[identity] = "/"
                break
            seen.add(identity)
            steps.append((identity, found.text("PathPart")))
            identity = self._resources.target(found, "ParentId")
        path = self._known[identity]
        for identity, part in reversed(steps):
            path = self._known[identity] = resource_path(f"{path}/{part}") if len(path) < MAX_PATH else path
        return path

    def _method(self, found: DeclaredResource) -> Method:
        resources = self._resources
        validator = resources.get(resources.target(found, "RequestValidatorId"), "RequestValidator")
        parameters = as_mapping(found.plain("RequestParameters"))
        models = found.scope.mapping(found.properties.get("RequestModels"))
        return Method(
            found.text("AuthorizationType", "NONE").upper(),
            self._authorizer(found),
            found.is_true("ApiKeyRequired"),
            tuple(name for name, is_required in parameters.items() if is_true(is_required)),
            {media_type.lower(): self._schema(found, model) for media_type, model in models.items()},
            validator is not None and validator.is_true("ValidateRequestBody"),
            validator is not None and validator.is_true("ValidateRequestParameters"),
            method_integration(as_mapping(found.plain("Integration"))) if "Integration" in found.properties else None,
        )

    def _authorizer(self, method: DeclaredResource) -> Authorizer | None:
        """The authorizer of a method; one that is not here is taken for one that looks at Authorization (inferred)."""
        kind = method.text("AuthorizationType").upper()
        if kind not in ("CUSTOM", "COGNITO_USER_POOLS"):
            return None
        found = self._resources.get(self._resources.target(method, "AuthorizerId"), "Authorizer")
        return _authorizer(found) if found else Authorizer("TOKEN" if kind == "CUSTOM" else kind)

    def _schema(self, method: DeclaredResource, value: Any) -> Any:
        """The JSON Schema of a model that a method names."""
        model = self._resources.get(self._resources.of(method, value), "Model")
        name = name_of_model(model) if model else method.scope.text(value)
        schema = self._models.get(name, BUILT_IN.get(name, ANYTHING))
        return resolved(schema, self._models, self._rest_api_id)


def _authorizer(found: DeclaredResource) -> Authorizer:
    """An authorizer; only one of the type REQUEST can do without identity sources.

    CloudFormation, AWS::ApiGateway::Authorizer IdentitySource (documented): the others need one, which OpenAPI lets be
    `Authorization` (inferred); a REQUEST authorizer needs one if its answers are cached.
    """
    kind = found.text("Type").upper()
    sources = identity_sources(found.text("IdentitySource"))
    others = () if kind == "REQUEST" else (AUTHORIZATION,)
    return Authorizer(
        kind,
        sources or others,
        found.text("IdentityValidationExpression"),
        DEFAULT_RESULT_TTL if (ttl := number(found.plain("AuthorizerResultTtlInSeconds"))) is None else ttl,
    )
