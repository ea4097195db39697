"""Read-only views over CloudFormation templates: the REST APIs in them and their gateway responses."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.openapi import read_responses
from constructs_gw.render import Request

Template: TypeAlias = Mapping[str, Any]
"""A CloudFormation template as parsed JSON."""


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


def rest_apis(template: Template) -> list[RestApiView]:
    """Every REST API that a template declares or customizes, in the template's order.

    What is known only at deployment stands as `${Token[...]}`; parameters with a default have their default. Raises
    GatewayResponseError, with the logical id of each resource, for customizations that API Gateway would reject.
    """
    problems: list[Problem] = []
    found: dict[str, list[Customization]] = {}
    stages: dict[str, dict[str, Mapping[str, str]]] = {}
    for logical_id, resource in resources(template):
        properties = resource.get("Properties") or {}
        try:
            match resource.get("Type"):
                case "AWS::ApiGateway::RestApi":
                    found.setdefault(logical_id, []).extend(_document_entries(properties, template))
                case "AWS::ApiGateway::GatewayResponse":
                    found.setdefault(api_of(properties), []).append(_customization(properties, template))
                case "AWS::ApiGateway::Stage":
                    name = text_of(properties.get("StageName", ""), template)
                    stages.setdefault(api_of(properties), {})[name] = _texts(properties.get("Variables"), template)
        except GatewayResponseError as error:
            problems += error.at(logical_id).problems
    sets = {api: attempt(problems, CustomizationSet, entries) for api, entries in found.items()}
    raise_all(problems)
    return [RestApiView(api, entry, stages.get(api, {})) for api, entry in sets.items() if entry is not None]


def resources(template: Template) -> Iterable[tuple[str, Mapping[str, Any]]]:
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


def _document_entries(properties: Mapping[str, Any], template: Template) -> list[Customization]:
    """The responses in an API's OpenAPI definition; raises GatewayResponseError for one that is not in the template."""
    if properties.get("BodyS3Location"):
        fix = "inline the definition, or read the document itself"
        raise GatewayResponseError(Problem("the API's definition is in a bucket", fix))
    body = properties.get("Body")
    return list(read_responses(body, text=lambda value: text_of(value, template)).values()) if body else []


def _customization(properties: Mapping[str, Any], template: Template) -> Customization:
    status = properties.get("StatusCode")
    return Customization.parse(
        properties.get("ResponseType"),
        status_code=None if status is None else text_of(status, template),
        response_parameters=_texts(properties.get("ResponseParameters"), template),
        response_templates=_texts(properties.get("ResponseTemplates"), template),
    )


def _texts(values: Any, template: Template) -> dict[str, str]:
    return {key: text_of(value, template) for key, value in values.items()} if isinstance(values, Mapping) else {}


def text_of(value: Any, template: Template) -> str:
    """A value as text, with an opaque token for each part that only the deployment knows."""
    match value:
        case str():
            return value
        case {"Ref": str(name)}:
            return _parameter(name, template)
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(text_of(part, template) for part in parts)
        case {"Fn::Sub": str(text)}:
            return _substituted(text, {}, template)
        case {"Fn::Sub": [str(text), dict(names)]}:
            return _substituted(text, names, template)
        case {"Fn::GetAtt": [*path]}:
            return _opaque(".".join(map(str, path)))
        case Mapping() if len(value) == 1:
            return _opaque(next(iter(value)))
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _parameter(name: str, template: Template) -> str:
    declared = (template.get("Parameters") or {}).get(name)
    if not isinstance(declared, Mapping) or str(declared.get("Type")).startswith("AWS::SSM::"):
        return _opaque(name)
    return str(declared.get("Default", _opaque(name)))


def _substituted(text: str, names: Mapping[str, Any], template: Template) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        return text_of(names[name], template) if name in names else _parameter(name, template)

    return re.sub(r"\$\{([^{}]+)\}", value, text)


def _opaque(name: str) -> str:
    return f"${{Token[{re.sub('[^A-Za-z0-9:._-]', '.', name) or 'unknown'}]}}"
