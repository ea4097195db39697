"""Templates whose parameters stay open, so that what depends on one of them can be told from what is certain."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from constructs_gw.choices import Defaults
from constructs_gw.intrinsics import Scope, opaque
from constructs_gw.template import Template, as_mapping, is_secret, text_of
from constructs_gw.tokens import has_token

_Change: TypeAlias = Callable[[Template], Template]

_HOLDS = {"Fn::Equals": ["", ""]}
_FAILS = {"Fn::Equals": ["", "not"]}


def as_deployed(templates: Iterable[Template]) -> list[Template]:
    """Templates in which the parameters of a nested stack have the values that its parent gives."""
    return _made(templates, lambda template: template)


def with_open_parameters(templates: Iterable[Template]) -> list[Template]:
    """The same, and parameters can hold anything; so conditions on them are not decided."""
    return _made(templates, _opened)


def with_open_values(templates: Iterable[Template], deployed: Iterable[Template]) -> list[Template]:
    """Parameters can hold anything, and conditions are what they are with the parameters' defaults."""
    held = {template.name: Scope(template, Defaults()) for template in deployed}
    return _made(templates, lambda template: _settled(_opened(template), held[template.name]))


def has_choices(template: Template) -> bool:
    """Whether a template is not the same in each of its deployments."""
    return bool(template.parameters or template.conditions)


def _made(templates: Iterable[Template], change: _Change) -> list[Template]:
    made: dict[str, Template] = {}
    for template in templates:  # each is after its parent
        parent = made.get(template.parent[0]) if template.parent else None
        made[template.name] = change(template) if parent is None else _given(change(template), parent)
    return [*made.values()]


def _changed(template: Template, **sections: Mapping[str, Any]) -> Template:
    return Template(
        {**template.data, **sections},
        template.name,
        parent=template.parent,
        stack=template.stack,
        environment=template.environment,
    )


def _opened(template: Template) -> Template:
    """The same template, whose parameters can hold anything; those of a nested stack are its parent's matter."""
    if template.parent or not template.parameters:
        return template
    return _changed(template, Parameters={name: _open(as_mapping(p)) for name, p in template.parameters.items()})


def _open(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if str(parameter.get("Type")).startswith("AWS::SSM::"):  # open by itself; its default tells which API it means
        return parameter
    return {key: value for key, value in parameter.items() if key not in ("AllowedValues", "Default")}


def _settled(template: Template, deployed: Scope) -> Template:
    conditions = {
        name: condition if (holds := deployed.holds(name)) is None else _HOLDS if holds else _FAILS
        for name, condition in template.conditions.items()
    }
    return _changed(template, Conditions=conditions) if conditions else template


def _given(template: Template, parent: Template) -> Template:
    """A nested stack's template with the values that its parent gives, which are in the parent's words."""
    logical_id = template.parent[1] if template.parent else ""
    stack = as_mapping(as_mapping(parent.resources.get(logical_id)).get("Properties"))
    given, scope = as_mapping(stack.get("Parameters")), Scope(parent, Defaults())
    parameters = {}
    for name, parameter in template.parameters.items():
        unknown = opaque(f"{logical_id}.{name}")
        default = text_of(as_mapping(parameter).get("Default"))
        text = scope.text(given[name]) if name in given else default
        is_read = text is not None and _is_readable(as_mapping(parameter), text)
        parameters[name] = {"Type": _kind(as_mapping(parameter)), "Default": text if is_read else unknown}
    return _changed(template, Parameters=parameters) if parameters else template


def _is_readable(parameter: Mapping[str, Any], text: str) -> bool:
    """Whether the text that a parameter is given is its value, and everybody may see it."""
    return not (str(parameter.get("Type")).startswith("AWS::SSM::") or (is_secret(parameter) and not has_token(text)))


def _kind(parameter: Mapping[str, Any]) -> str:
    return "CommaDelimitedList" if parameter.get("Type") == "CommaDelimitedList" else "String"
