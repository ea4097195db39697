"""Where the values of a Terraform plan come from, and what waits for what, as far as its configuration tells.

`references` names every variable, output and resource that an expression uses, each followed by what it is a part of;
after an index that is no literal nothing is named. What a `local` stands for and `replace_triggered_by` are left out
(measured with Terraform 1.11).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeAlias, TypeVar

from constructs_gw.sources.terraform.plan import Index, Module, Names, Plan, Resource, steps
from constructs_gw.template import as_list, as_mapping

T = TypeVar("T")

Origin: TypeAlias = tuple[str, str]
"""The address of an instance and the name of the value that it gives; no address where nothing leads any further."""

Node: TypeAlias = tuple[Names, str]
"""A resource as it is configured, whatever number of instances it has: its modules, type and name."""

MAX_STEPS = 1_000_000
"""Where following references takes more steps than this in one plan, the rest is not known."""

_HASHES = {"aws_api_gateway_deployment": ("triggers", "variables", "description", "stage_description")}
_OTHER_HASHES = ("triggers", "triggers_replace", "keepers", "input")
"""The attributes in which a value is put to notice that it changes, of deployments and of the resources that help."""

_NOTHING = ("path", "terraform", "count", "each", "self")
"""What references nothing by itself; what `for_each` is given is followed anyway."""


class References:
    """The references of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._left = MAX_STEPS
        self._named: dict[tuple[Node, str], list[str]] = {}
        self._configured = {
            (names, str(resource.get("address"))): resource
            for names, module in plan.modules.items()
            for resource in map(as_mapping, as_list(module.get("resources")))
        }
        self._within: dict[Names, list[Node]] = defaultdict(list)
        for node in self._configured:
            for end in range(len(node[0]) + 1):
                self._within[node[0][:end]].append(node)

    def named(self, resource: Resource, attribute: str) -> list[str]:
        """What an attribute refers to, without what that is a part of."""
        key = node_of(resource), attribute
        if key not in self._named:
            configured = self._configured.get(key[0], {})
            self._named[key] = _whole(_named(as_mapping(configured.get("expressions")).get(attribute)))
        return self._named[key]

    def is_set(self, resource: Resource, attribute: str) -> bool:
        """Whether an attribute may have a value from the configuration, rather than from the provider alone."""
        configured = self._configured.get(node_of(resource))
        return configured is None or attribute in as_mapping(configured.get("expressions"))

    def origins(self, resource: Resource, attribute: str) -> frozenset[Origin]:
        """Where a value comes from that is not known."""
        pending = [(resource.module, name, resource.index) for name in self.named(resource, attribute)]
        seen: set[tuple[Module, str, Index]] = set()
        found: set[Origin] = set()
        while pending and self._spend():
            module, reference, index = step = pending.pop()
            if step not in seen:
                seen.add(step)
                pending += self._followed(module, reference, index, found)
        return frozenset(found) if not pending else frozenset()

    def _followed(
        self, module: Module, reference: str, index: Index, found: set[Origin]
    ) -> Iterator[tuple[Module, str, Index]]:
        """What a reference refers to in turn; where it does not, it is an origin."""
        parts = steps(reference)
        kind = parts[0][0] if parts else ""
        if kind == "var" and module and len(parts) > 1:
            call = self._call(_names(module))
            given = _named(as_mapping(call.get("expressions")).get(parts[1][0]))
            yield from ((module[:-1], name, module[-1][1]) for name in _whole(given))
        elif kind == "module" and len(parts) > 1:
            name, given_index = parts[1]
            for called in _picked(self._plan.called.get((module, name), {}), given_index, index):
                for _, names in self._outputs(_names(called), parts):
                    yield from ((called, inner, None) for inner in _whole(names))
        elif kind in ("local", "var", *_NOTHING):
            found.add(("", f"{_address(module)}{reference}"))
        elif len(parts) > 1:
            yield from self._of_resource(module, parts, index, found)

    def _of_resource(
        self, module: Module, parts: list[tuple[str, Index]], index: Index, found: set[Origin]
    ) -> Iterator[tuple[Module, str, Index]]:
        name, given_index, rest = _resource_name(parts)
        attribute = rest[0][0] if rest else "id"
        targets = _picked(self._plan.instances.get((module, name), {}), given_index, index)
        for target in takewhile(lambda _: self._spend(), targets):
            names = self.named(target, attribute)
            if not names:
                found.add((target.address, attribute))
            yield from ((module, inner, target.index) for inner in names)
        if not targets:
            found.add((f"{_address(module)}{name}", attribute))

    def awaited(self, resource: Resource) -> set[Node] | None:
        """The resources that one waits for, through others too; None where that is not known."""
        start = node_of(resource)
        recorded = self._plan.recorded.get(resource.address)
        if start not in self._configured and recorded is None:
            return None
        found = {_node(address) for address in recorded or ()}
        pending: list[tuple[Names, str, bool | None]] = [(*start, None)]
        seen: set[tuple[Names, str, bool | None]] = set()
        while pending:
            names, name, is_hash = step = pending.pop()
            if not self._spend() or (is_hash and name.startswith("local.")):
                return None
            if step in seen:
                continue
            seen.add(step)
            if is_hash is None:
                found.add((names, name))
                pending += self._needs(names, name)
            else:
                pending += self._needed(names, name, is_hash)
        return found - {start}

    def _needs(self, names: Names, name: str) -> Iterator[tuple[Names, str, bool | None]]:
        """What a resource refers to, and what the calls of its modules do."""
        resource = self._configured.get((names, name), {})
        hashes = _HASHES.get(str(resource.get("type")), _OTHER_HASHES)
        for attribute, expression in as_mapping(resource.get("expressions")).items():
            yield from ((names, reference, attribute in hashes) for reference in _whole(_named(expression)))
        yield from ((names, reference, False) for reference in _general(resource))
        for end in range(1, len(names) + 1):
            call = self._call(names[:end])
            yield from ((names[: end - 1], reference, False) for reference in _general(call))

    def _needed(self, names: Names, reference: str, is_hash: bool) -> Iterator[tuple[Names, str, bool | None]]:
        """What a reference makes a resource wait for."""
        parts = steps(reference)
        kind = parts[0][0] if parts else ""
        if kind == "var" and names and len(parts) > 1:
            given = as_mapping(self._call(names).get("expressions")).get(parts[1][0])
            yield from ((names[:-1], name, is_hash) for name in _whole(_named(given)))
        elif kind == "module" and len(parts) == 2:
            called = (*names, parts[1][0])
            yield from ((*node, None) for node in self._within.get(called, ()))
        elif kind == "module" and len(parts) > 2:
            called = (*names, parts[1][0])
            for output, found in self._outputs(called, parts):
                yield from ((called, name, is_hash) for name in _whole(found))
                yield from ((called, name, False) for name in _texts(output.get("depends_on")))
        elif kind not in ("local", "var", *_NOTHING) and len(parts) > 1:
            yield (names, _resource_name(parts)[0], None)

    def _call(self, names: Names) -> Mapping[str, Any]:
        """The call of a module."""
        calls = as_mapping(as_mapping(self._plan.modules.get(names[:-1])).get("module_calls"))
        return as_mapping(calls.get(names[-1]))

    def _outputs(self, names: Names, parts: list[tuple[str, Index]]) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
        """The output of a module that a reference names, or all of them, each with its own references."""
        outputs = as_mapping(as_mapping(self._plan.modules.get(names)).get("outputs"))
        wanted = [parts[2][0]] if len(parts) > 2 else list(outputs)
        for output in (as_mapping(outputs.get(name)) for name in wanted):
            yield output, _named(output.get("expression"))

    def _spend(self) -> bool:
        self._left -= 1
        return self._left >= 0


def node_of(resource: Resource) -> Node:
    """The resource as it is configured."""
    return _names(resource.module), f"{resource.type}.{resource.name}"


def _picked(instances: Mapping[Index, T], given: Index, own: Index) -> Collection[T]:
    """Those of several instances that are meant: by the index, or by that of what refers to them; else all."""
    for index in (given, own):
        if index is not None and index in instances:
            return [instances[index]]
    return instances.values()


def _resource_name(parts: list[tuple[str, Index]]) -> tuple[str, Index, list[tuple[str, Index]]]:
    """The type and name of a resource in a reference, its index, and what follows."""
    length = 3 if parts[0][0] == "data" else 2
    return ".".join(name for name, _ in parts[:length]), parts[:length][-1][1], parts[length:]


def _general(block: Mapping[str, Any]) -> list[str]:
    """What a resource or call refers to outside of its arguments."""
    expressions = [*_named(block.get("for_each_expression")), *_named(block.get("count_expression"))]
    return _whole(expressions) + _texts(block.get("depends_on"))


def _named(expression: Any) -> list[str]:
    """Every reference in an expression, or in the nested blocks that stand for one."""
    found: list[str] = []
    pending = [expression]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += value[::-1]
        elif isinstance(value, dict) and isinstance(value.get("references"), list):
            found += _texts(value["references"])
        elif isinstance(value, dict) and "constant_value" not in value:
            pending += list(value.values())[::-1]
    return found


def _whole(references: list[str]) -> list[str]:
    """References without those that only say what the one before is a part of, each once."""
    found: dict[str, None] = {}
    last = ""
    for reference in references:
        if not (last.startswith(reference) and last[len(reference) :][:1] in (".", "[")):
            found[reference] = None
            last = reference
    return list(found)


def _node(address: str) -> Node:
    """The resource that an address in a state means."""
    parts = [name for name, _ in steps(address)]
    end = next((i for i in range(0, len(parts), 2) if parts[i] != "module"), len(parts))
    return tuple(parts[1:end:2]), ".".join(parts[end:])


def _names(module: Module) -> Names:
    return tuple(name for name, _ in module)


def _address(module: Module) -> str:
    """What stands before the name of something in a module."""
    return "".join(f"module.{name}{_bracketed(index)}." for name, index in module)


def _bracketed(index: Index) -> str:
    if index is None:
        return ""
    return f"[{index}]" if isinstance(index, int) else '["' + re.sub(r'(["\\])', r"\\\1", index) + '"]'


def _texts(value: Any) -> list[str]:
    return [text for text in as_list(value) if isinstance(text, str)]
