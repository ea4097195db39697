"""What `terraform show -json` says of a plan or of a state: its resources, and what is known of their values.

The format: developer.hashicorp.com/terraform/internals/json-format (documented); OpenTofu writes the same. Values that
are not known before the plan is applied are left out of `planned_values`, and `after_unknown` has their names; secret
values are there as they are, and `sensitive_values` has their names (measured with Terraform 1.11).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from constructs_gw.places import Path
from constructs_gw.template import as_list, as_mapping

Index: TypeAlias = str | int | None
"""Of an instance that `for_each` or `count` makes."""

Module: TypeAlias = tuple[tuple[str, Index], ...]
"""The modules that lead to an instance, from the root, each with its index."""

Names: TypeAlias = tuple[str, ...]
"""The same without the indexes, as the configuration knows them."""

_STEP = re.compile(r'\.?([^.\[\]"]+)|\[(\d+|"(?:[^"\\]|\\.)*")\]')


@dataclass(frozen=True, slots=True)
class Resource:
    """An instance of a resource as it will be once the plan is applied, or is in the state."""

    address: str
    type: str
    name: str
    index: Index
    module: Module
    values: Mapping[str, Any]
    """What is known of its values."""
    unknown: Mapping[str, Any]
    """By name, whether a value is known only once the plan is applied."""
    sensitive: Mapping[str, Any]
    """By name, whether a value is a secret."""
    path: Path
    """Where its values stand."""

    def is_known(self, attribute: str) -> bool:
        """Whether a text may be looked at, and shown."""
        value = self.values.get(attribute)
        return isinstance(value, str) and not self.unknown.get(attribute) and not self.sensitive.get(attribute)


@dataclass(slots=True)
class Plan:
    """A plan, or a state, by what is looked for in it."""

    resources: list[Resource] = field(default_factory=list)
    instances: dict[tuple[Module, str], dict[Index, Resource]] = field(default_factory=lambda: defaultdict(dict))
    """By module, type and name, `(module, "aws_api_gateway_rest_api.orders")`, and then by index."""
    modules: dict[Names, Mapping[str, Any]] = field(default_factory=dict)
    """The configuration of each module; none for a state."""
    recorded: dict[str, list[str]] = field(default_factory=dict)
    """What each instance waited for when it was last applied, as the state has it, by address."""

    called: dict[tuple[Module, str], dict[Index, Module]] = field(default_factory=lambda: defaultdict(dict))
    """The modules that a module calls under a name, by index."""

    def add(self, resource: Resource) -> None:
        """Take a resource up."""
        self.resources.append(resource)
        self.instances[resource.module, f"{resource.type}.{resource.name}"][resource.index] = resource
        for end, (name, index) in enumerate(resource.module):
            self.called[resource.module[:end], name][index] = resource.module[: end + 1]


def read_plan(data: Mapping[str, Any]) -> Plan:
    """A plan or state of a format that is known."""
    plan = Plan(modules=dict(_modules(as_mapping(as_mapping(data.get("configuration")).get("root_module")))))
    values = "planned_values" if "planned_values" in data else "values"
    changes = {c.get("address"): as_mapping(c.get("change")) for c in _mappings(data.get("resource_changes"))
               if "deposed" not in c and isinstance(c.get("address"), str)}  # fmt: skip
    for found, module, path in _listed(as_mapping(data.get(values)), (values,)):
        plan.add(_resource(found, module, path, changes.get(found["address"], {})))
    state = data if values == "values" else as_mapping(data.get("prior_state"))
    for found, _, _ in _listed(as_mapping(state.get("values")), ()):
        if isinstance(depends_on := found.get("depends_on"), list):
            plan.recorded[found["address"]] = [name for name in depends_on if isinstance(name, str)]
    return plan


def steps(reference: str) -> list[tuple[str, Index]]:
    """The names of a reference, each with the index that follows it.

    >>> steps('module.errors["eu.1"].fingerprint')
    [('module', None), ('errors', 'eu.1'), ('fingerprint', None)]
    """
    found: list[tuple[str, Index]] = []
    for step in _STEP.finditer(reference):
        if step[1]:
            found.append((step[1], None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], _index(step[2]))
    return found


def _index(text: str) -> str | int:
    if text[0] != '"':
        return int(text) if len(text) < 10 else text
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text


def _resource(data: Mapping[str, Any], module: Module, path: Path, change: Mapping[str, Any]) -> Resource:
    index = data.get("index")
    mode = "data." if data.get("mode") == "data" else ""
    return Resource(
        data["address"],
        f"{mode}{data.get('type')}",
        str(data.get("name")),
        index if isinstance(index, str | int) else None,
        module,
        as_mapping(data.get("values")),
        as_mapping(change.get("after_unknown")),
        as_mapping(data.get("sensitive_values")),
        (*path, "values"),
    )


def _listed(values: Mapping[str, Any], path: Path) -> Iterator[tuple[Mapping[str, Any], Module, Path]]:
    """The resources of all modules, each with its module and where it stands, without those left to be deleted."""
    pending = [(values.get("root_module"), (*path, "root_module"))]
    while pending:
        module, at = pending.pop()
        module = as_mapping(module)
        called = steps(address) if isinstance(address := module.get("address"), str) else []
        names = tuple(called[1::2])
        for number, resource in enumerate(as_list(module.get("resources"))):
            resource = as_mapping(resource)
            if isinstance(resource.get("address"), str) and "deposed_key" not in resource:
                yield resource, names, (*at, "resources", number)
        children = enumerate(as_list(module.get("child_modules")))
        pending += [(child, (*at, "child_modules", number)) for number, child in children][::-1]


def _modules(root: Mapping[str, Any]) -> Iterator[tuple[Names, Mapping[str, Any]]]:
    """The configuration of each module, by the names that lead to it."""
    pending: list[tuple[Names, Mapping[str, Any]]] = [((), root)] if root else []
    while pending:
        names, module = pending.pop()
        yield names, module
        for name, call in as_mapping(module.get("module_calls")).items():
            pending.append(((*names, name), as_mapping(as_mapping(call).get("module"))))


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in as_list(value) if isinstance(item, dict)]
