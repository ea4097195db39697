"""Which API a `RestApiId` means, across the templates of one assembly."""

import json
import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeAlias

from constructs_gw.template import Template, as_mapping

Identity: TypeAlias = tuple[Hashable, ...]
"""Equal for two expressions that mean the same API."""

_ONE_NAME = re.compile(r"\$\{ *([^!${}. ]+)(?:\.([^${} ]+))? *\}")
_MAX_HOPS = 20  # a stack that refers to itself through another has no answer


class Identities:
    """Follows a reference through exports, nested stacks' parameters and their outputs to the API itself."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._templates = {template.name: template for template in templates}
        every = self._templates.values()
        self._exports = {(t.environment, name): found for t in every for name, found in _exports(t)}
        self._stacks = {(t.environment, t.stack): t for t in every if t.stack}
        self._nested = {template.parent: name for name, template in self._templates.items() if template.parent}

    def of(self, template: Template, value: Any, hops: int = 0) -> Identity:
        """The identity of what a property of a template's resource refers to."""
        if hops == _MAX_HOPS:
            return _unknown(template, value)
        match _without_short_cuts(value):
            case str(api_id):
                return ("id", template.environment, api_id)
            case {"Ref": str(name)}:
                return self._ref(template, name, hops)
            case {"Fn::GetAtt": [str(name), "RestApiId"]}:
                return ("resource", template.name, name)
            case {"Fn::GetAtt": [str(nested), str(attribute)]} if attribute.startswith("Outputs."):
                child = self._templates.get(self._nested.get((template.name, nested), ""))
                return self._output(child, attribute.removeprefix("Outputs."), hops) or _unknown(template, value)
            case {"Fn::GetStackOutput": {"StackName": str(stack), "OutputName": str(output)}}:
                return self._output(self._stacks.get((template.environment, stack)), output, hops) or (
                    "output", template.environment, stack, output
                )  # fmt: skip
            case {"Fn::ImportValue": str(export)}:
                found = self._exports.get((template.environment, export))
                return self.of(*found, hops + 1) if found else ("import", template.environment, export)
        return _unknown(template, value)

    def _ref(self, template: Template, name: str, hops: int) -> Identity:
        parameter = template.parameters.get(name)
        if not isinstance(parameter, dict):
            return ("resource", template.name, name)
        parent = self._templates.get(template.parent[0]) if template.parent else None
        if parent is not None and template.parent is not None:
            stack = _properties(parent.resources.get(template.parent[1]))
            given = as_mapping(stack.get("Parameters")).get(name)
            if given is not None:
                return self.of(parent, given, hops + 1)
        if str(parameter.get("Type")).startswith("AWS::SSM::Parameter::") and isinstance(parameter.get("Default"), str):
            return ("ssm", template.environment, parameter["Default"])
        return ("parameter", template.name, name)

    def _output(self, template: Template | None, output: str, hops: int) -> Identity | None:
        """What an output of a template refers to; None where the template or the output is not here."""
        found = as_mapping(as_mapping(template.data.get("Outputs")).get(output)) if template else {}
        return self.of(template, found["Value"], hops + 1) if template and "Value" in found else None


def _unknown(template: Template, value: Any) -> Identity:
    """The identity of an expression that leads nowhere here: equal to the same expression in the same template."""
    return ("expression", template.name, _label(value))


def _without_short_cuts(value: Any) -> Any:
    """A value with `Ref` and the list form of `Fn::GetAtt` for the other ways to write the same."""
    match value:
        case {"Fn::Sub": str(text) | [str(text)]}:
            found = _ONE_NAME.fullmatch(text)
            if found is None:
                return value if "$" in text else text
            return {"Fn::GetAtt": [found[1], found[2]]} if found[2] else {"Ref": found[1]}
        case {"Fn::GetAtt": str(path)}:
            return {"Fn::GetAtt": path.split(".", 1)}
    return value


def name_of(value: Any) -> str:
    """How messages call what a `RestApiId` refers to."""
    match _without_short_cuts(value):
        case str(name) | {"Ref": str(name)} | {"Fn::ImportValue": str(name)}:
            return name
        case {"Fn::GetAtt": [str(name), "RestApiId"]} | {"Fn::GetStackOutput": {"OutputName": str(name)}}:
            return name
        case None:
            return "(no RestApiId)"
    return _label(value)


def _label(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)[:200]


def _exports(template: Template) -> Iterable[tuple[str, tuple[Template, Any]]]:
    for output in as_mapping(template.data.get("Outputs")).values():
        match output:
            case {"Export": {"Name": str(name)}, "Value": value}:
                yield name, (template, value)


def _properties(resource: Any) -> Mapping[str, Any]:
    return as_mapping(as_mapping(resource).get("Properties"))
