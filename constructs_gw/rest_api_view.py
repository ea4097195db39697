"""Read-only views over CloudFormation templates: the REST APIs in them and their gateway responses."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from constructs_gw.choices import Defaults
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.intrinsics import Scope
from constructs_gw.openapi import read_responses
from constructs_gw.render import Request
from constructs_gw.template import Template


@dataclass(frozen=True, slots=True)
class RestApiView:
    """A REST API as a template declares it, or refers to it."""

    rest_api_id: str
    """Its logical id; for an API that is not in the template, the id or expression that the template has for it."""
    customizations: CustomizationSet
    stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The variables of each of its stages, by stage name."""

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
    problems: list[Problem] = []
    scope = Scope(Template(template), Defaults())
    found: dict[str, list[Customization]] = {}
    stages: dict[str, dict[str, Mapping[str, str]]] = {}
    for logical_id, resource in resources(template):
        if not scope.has(resource):
            continue
        properties = scope.mapping(resource.get("Properties"))
        try:
            match resource.get("Type"):
                case "AWS::ApiGateway::RestApi":
                    found.setdefault(logical_id, []).extend(_document_entries(properties, scope))
                case "AWS::ApiGateway::GatewayResponse":
                    found.setdefault(api_of(properties), []).append(_customization(properties, scope))
                case "AWS::ApiGateway::Stage":
                    name = scope.text(properties.get("StageName", ""))
                    stages.setdefault(api_of(properties), {})[name] = _texts(properties.get("Variables"), scope)
        except GatewayResponseError as error:
            problems += error.at(logical_id).problems
    sets = {api: attempt(problems, CustomizationSet, entries) for api, entries in found.items()}
    raise_all(problems)
    return [RestApiView(api, entry, stages.get(api, {})) for api, entry in sets.items() if entry is not None]


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


def _document_entries(properties: Mapping[str, Any], scope: Scope) -> list[Customization]:
    """The responses in an API's OpenAPI definition; raises GatewayResponseError for one that is not in the template."""
    if properties.get("BodyS3Location"):
        fix = "inline the definition, or read the document itself"
        raise GatewayResponseError(Problem("the API's definition is not in the template", fix))
    return list(read_responses(scope.mapping(properties.get("Body")), text=scope.text).values())


def _customization(properties: Mapping[str, Any], scope: Scope) -> Customization:
    status = properties.get("StatusCode")
    return Customization.parse(
        properties.get("ResponseType"),
        status_code=None if status is None else scope.text(status),
        response_parameters=_texts(properties.get("ResponseParameters"), scope),
        response_templates=_texts(properties.get("ResponseTemplates"), scope),
    )


def _texts(values: Any, scope: Scope) -> dict[str, str]:
    return {key: scope.text(value) for key, value in scope.mapping(values).items()}
