"""Resources of templates in one deployment, and their members wherever conditions lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from constructs_gw.choices import Choices
from constructs_gw.intrinsics import ABSENT, Scope
from constructs_gw.places import Place
from constructs_gw.template import Template
from constructs_gw.tokens import has_token
from constructs_gw.views import FieldView

TRANSFORM = "Fn::Transform"


@dataclass(frozen=True, slots=True)
class Member:
    """A resource that belongs to an API."""

    template: Template
    logical_id: str
    resource: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.template.name, ("Resources", self.logical_id))


class Deployed:
    """Several templates in one deployment of them all."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._scopes: dict[str, Scope] = {}

    def scope(self, template: Template) -> Scope:
        """One of the templates in this deployment."""
        if template.name not in self._scopes:
            self._scopes[template.name] = Scope(template, self.choices)
        return self._scopes[template.name]

    def properties(self, member: Member) -> "Part | None":
        """The properties of a resource; None where a condition keeps it from being made."""
        scope = self.scope(member.template)
        if not scope.has(member.resource):
            return None
        return Part.of(scope, member.resource.get("Properties"), member.place / "Properties")


class Part(NamedTuple):
    """A mapping of a template in one deployment, and where it stands."""

    scope: Scope
    members: Mapping[str, Any]
    place: Place
    is_open: bool = False
    """Whether it has members that only the deployment knows."""

    @classmethod
    def of(cls, scope: Scope, value: Any, place: Place) -> "Part":
        """A value as a mapping; an empty one where it is none."""
        found = scope.value(value)
        if not isinstance(found, dict):
            return cls(scope, {}, place, isinstance(found, str) and has_token(found))
        members = scope.present(found)
        if TRANSFORM in members:  # it adds members beside the others
            return cls(scope, {k: v for k, v in members.items() if k != TRANSFORM}, place, True)
        return cls(scope, members, place)

    def field(self, name: str) -> FieldView | None:
        """A member's value; None where it is absent."""
        if name not in self.members:
            return None
        value = self.scope.value(self.members[name])
        return None if value is ABSENT else FieldView(value, self.place / name)

    def part(self, name: str) -> "Part":
        """A member that is a mapping; an empty one where it is none."""
        return Part.of(self.scope, self.members.get(name), self.place / name)

    def fields(self) -> Iterator[tuple[str, Any, Place]]:
        """Its members: name, value and place."""
        value, place = self.scope.value, self.place
        return ((str(key), value(member), place / key) for key, member in self.members.items())

    def misshapen(self, *names: str) -> list[FieldView]:
        """Those members that have to be mappings and are known to be none."""
        odd = (self.field(name) for name in names if not isinstance(self.members.get(name), dict))
        return [found for found in odd if found is not None and (found.text is None or found.known)]
