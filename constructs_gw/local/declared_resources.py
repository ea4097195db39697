"""The API Gateway resources of templates in the deployment where every parameter has its default."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from constructs_gw.choices import Defaults
from constructs_gw.identities import Identities, Identity
from constructs_gw.intrinsics import ABSENT, Scope
from constructs_gw.template import Template, as_mapping, text_of
from constructs_gw.tokens import TOKEN

_PREFIX = "AWS::ApiGateway::"
MAX_DEPTH = 200
"""What is nested more deeply counts as null: a document is at most that deep, what functions make of it can be more."""

_COST = 2_000  # characters that a value counts for which functions make: it is bounded like their text


class DeclaredResource(NamedTuple):
    """A resource of a template."""

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
        return is_true(self.scope.value(self.properties.get(name)))

    def plain(self, name: str) -> Any:
        """A property without functions, however deep."""
        return plain(self.scope, self.properties.get(name))


def is_true(value: Any) -> bool:
    """Whether a value is true, be it as text."""
    return (text_of(value) or "").lower() == "true"


def texts(values: Any) -> dict[str, str]:
    """The members of a mapping that are text, or a number or truth value as text."""
    return {name: text for name, value in as_mapping(values).items() if (text := text_of(value)) is not None}


def number(value: Any) -> float | None:
    """A number, be it as text, that counts something; None for anything else."""
    try:
        found = float(text_of(value) or "")
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def plain(scope: Scope, value: Any, depth: int = 0, is_made: bool = False) -> Any:
    """A value without functions, however deep; what is absent is None.

    `is_made` says that a function has made it: such values are counted, since a function can repeat them.
    """
    found = value if _is_data(value) else scope.value(value)
    if depth > MAX_DEPTH or found is ABSENT:
        return None
    is_made = is_made or found is not value
    scope.template.spend(_COST if is_made else 0)
    if isinstance(found, dict):
        members = scope.present(found).items()
        return {str(name): plain(scope, member, depth + 1, is_made) for name, member in members}
    if isinstance(found, list):
        items = (item for item in found if item != {"Ref": "AWS::NoValue"})
        return [plain(scope, item, depth + 1, is_made) for item in items]
    return found


def _is_data(value: Any) -> bool:
    """Whether a mapping has the name of a function and is none: the properties of a JSON Schema can have any name."""
    match value:
        case {"Ref": inner} | {"Condition": inner} if len(value) == 1:
            return not isinstance(inner, str)
    return False


class DeclaredResources:
    """The API Gateway resources of templates that are deployed together, and what they refer to."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._identities = Identities(templates)
        self._by_identity = {
            self._identities.of(found.template, {"Ref": found.logical_id}): found for found in _declared(templates)
        }
        self._by_target: dict[tuple[str, str], dict[Identity, list[tuple[Identity, DeclaredResource]]]] = {}

    def all(self, kind: str) -> Iterator[tuple[Identity, DeclaredResource]]:
        """The resources of a type, such as `UsagePlan`."""
        return ((one, found) for one, found in self._by_identity.items() if found.type == _PREFIX + kind)

    def of_api(self, kind: str, api: Identity) -> Sequence[tuple[Identity, DeclaredResource]]:
        """The resources of a type that belong to an API."""
        return self.that_name(kind, "RestApiId").get(api, ())

    def that_name(self, kind: str, name: str) -> Mapping[Identity, Sequence[tuple[Identity, DeclaredResource]]]:
        """The resources of a type by what one of their properties refers to."""
        if (kind, name) not in self._by_target:
            found = self._by_target[kind, name] = defaultdict(list)
            for identity, resource in self.all(kind):
                found[self.target(resource, name)].append((identity, resource))
        return self._by_target[kind, name]

    def target(self, resource: DeclaredResource, name: str) -> Identity:
        """The identity of what a property refers to."""
        return self.of(resource, resource.properties.get(name))

    def of(self, resource: DeclaredResource, value: Any) -> Identity:
        """The identity of what a value in a resource refers to."""
        return self._identities.of(resource.template, value)

    def get(self, identity: Identity, kind: str) -> DeclaredResource | None:
        """The resource of an identity, if it is here and of that type."""
        found = self._by_identity.get(identity)
        return found if found and found.type == _PREFIX + kind else None


def _declared(templates: Iterable[Template]) -> Iterator[DeclaredResource]:
    scopes: dict[str, Scope] = {}
    for template in templates:
        scope = scopes[template.name] = Scope(_deployed(template, scopes), Defaults())
        for logical_id, resource in template.resources.items():
            kind = as_mapping(resource).get("Type")
            if isinstance(kind, str) and kind.startswith(_PREFIX) and scope.has(resource):
                yield DeclaredResource(
                    template, str(logical_id), kind, scope.mapping(resource.get("Properties")), scope
                )


def _deployed(template: Template, scopes: Mapping[str, Scope]) -> Template:
    """A template whose parameters have one value: what its parent's stack gives, or else the default."""
    parent = scopes.get(template.parent[0]) if template.parent else None
    given = _given(parent, template.parent[1]) if parent and template.parent else {}
    parameters = {
        name: _parameter(as_mapping(parameter), given.get(name)) for name, parameter in template.parameters.items()
    }
    data = {**template.data, "Parameters": parameters}
    return Template(data, template.name, parent=template.parent, stack=template.stack)


def _given(parent: Scope, logical_id: str) -> Mapping[str, str]:
    """What a nested stack's parameters are given."""
    stack = parent.mapping(as_mapping(parent.template.resources.get(logical_id)).get("Properties"))
    return {name: parent.text(value) for name, value in parent.mapping(stack.get("Parameters")).items()}


def _parameter(parameter: Mapping[str, Any], given: str | None) -> Mapping[str, Any]:
    """A parameter without the other values that it may have."""
    members = {name: value for name, value in parameter.items() if name != "AllowedValues"}
    return members if given is None else {**members, "Default": given}


def url_safe(text: str) -> str:
    """A name as a segment of a path can have it; what only the deployment knows is called by its name."""
    named = TOKEN.sub(lambda token: token[1], text)
    return re.sub("[^A-Za-z0-9_-]+", "-", named)[:100].strip("-") or "unnamed"


def stack_of(template: Template | None) -> str:
    """What to call the stack of a template."""
    if template is None:
        return "stack"
    return template.stack or Path(template.name).name.split(".")[0]
