"""Plain data as a template can hold it: what looks like a function there stays what it is."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.intrinsics import is_function

_REFERENCE = "{{resolve:"
_NAMES = ("Literals", "Mappings")


class Literals:
    """Data of a format that knows no functions, in the words of a template."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}
        self._made: dict[int, tuple[Any, Any]] = {}

    @property
    def mappings(self) -> Mapping[str, Any]:
        """What the template needs as its `Mappings`."""
        return {_NAMES[0]: {_NAMES[1]: self._kept}} if self._kept else {}

    def of(self, value: Any) -> Any:
        """A value that gives the same once functions are followed; what stands in several places is made once."""
        if isinstance(value, str):
            return _text(value) if _REFERENCE in value else value
        if not isinstance(value, dict | list):
            return value
        if id(value) not in self._made:
            made = [*map(self.of, value)] if isinstance(value, list) else self._mapping(value)
            self._made[id(value)] = made, value  # kept, so that nothing else takes over its identity
        return self._made[id(value)][0]

    def _mapping(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        made = {name: self.of(member) for name, member in value.items()}
        if len(made) != 1 or not (is_function(next(iter(made))) or "Condition" in made):
            return made
        name = str(len(self._kept))
        self._kept[name] = made  # what Fn::FindInMap gives is not looked into again
        return {"Fn::FindInMap": [*_NAMES, name]}


def _text(text: str) -> Mapping[str, Any]:
    """Text that has dynamic references nowhere, joined to one that has."""
    head, *rest = text.split(_REFERENCE)
    parts = [part for piece in rest for part in (_REFERENCE[:2], _REFERENCE[2:] + piece)]
    return {"Fn::Join": ["", [head, *parts]]}
