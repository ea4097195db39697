"""What `terraform show -json` says of a plan for a `.tf.json`: templates filled in by the documented rules.

In a template `$${` is `${`, `%%{` is `%{`, `${...}` is a value, and `%{...}` a directive (Terraform language, Strings
and Templates). What a variable says of itself is no template, and names of members are templates (measured with 1.11).
"""

import json
import re
from collections.abc import Mapping
from typing import Any


def shown(text: str, values: Mapping[str, Any]) -> str:
    """The plan in which the variables have these values, or their defaults."""
    module = json.loads(text)
    variables = {name: values[name] if name in values else v["default"] for name, v in module["variable"].items()}
    resources = [
        _resource(kind, name, arguments, variables)
        for kind, found in module["resource"].items()
        for name, arguments in found.items()
    ]
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {name: {"value": value} for name, value in variables.items()},
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": [
            {"address": one["address"], "change": {"actions": ["create"], "after_unknown": {"id": True}}}
            for one in resources
        ],
        "configuration": {"root_module": {"resources": []}},
    }
    return json.dumps(plan)


def _resource(kind: str, name: str, arguments: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
    values = {argument: _filled(value, variables) for argument, value in arguments.items()}
    all_values = {"status_code": None, "response_parameters": None, "response_templates": None, **values}
    address = f"{kind}.{name}"
    found = {"address": address, "mode": "managed", "type": kind, "name": name}
    return {**found, "values": all_values, "sensitive_values": {}}


def _filled(value: Any, variables: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return filled(value, variables)
    return {filled(name, variables): filled(text, variables) for name, text in value.items()}


def filled(template: str, variables: Mapping[str, Any]) -> str:
    """What a template is once its values are filled in; ValueError for one that has anything else."""
    found: list[str] = []
    at = 0
    while at < len(template):
        here, next_ = template[at : at + 2], template[at : at + 3]
        if next_ in ("$${", "%%{"):
            found.append(next_[1:])
            at += 3
        elif here == "${":
            end = template.index("}", at)
            found.append(_value(template[at + 2 : end], variables))
            at = end + 1
        elif here == "%{":
            raise ValueError(f"a directive in {template!r}")
        else:
            found.append(template[at])
            at += 1
    return "".join(found)


def _value(expression: str, variables: Mapping[str, Any]) -> str:
    if re.fullmatch(r'"\$*(?:\\r|\\ufeff)?"', expression):
        return str(json.loads(expression))
    kind, _, name = expression.partition(".")
    if kind != "var" or name not in variables:
        raise ValueError(f"{expression} is no variable")
    value = variables[name]
    return value if isinstance(value, str) else json.dumps(value)
