"""A CloudFormation template as data, whatever is wrong with it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_gw.choices import MAX_WAYS, Choice
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.places import Path
from constructs_gw.terms import CLOUDFORMATION, Terms

MAX_TEXTS = 200_000_000
"""A template that makes more text than this is refused: one of 1 MB does so only by repeating a text many times."""


class Template:
    """A CloudFormation template as data; members of the wrong type count as missing."""

    __slots__ = (
        "_compared", "_options", "_terms", "_text_left", "conditions", "data", "environment", "is_partial", "line",
        "mappings", "name", "parameters", "parent", "resources", "stack", "written",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any],
        name: str = "template",
        *,
        parent: tuple[str, str] | None = None,
        stack: str | None = None,
        environment: str = "",
        line: Callable[[Path], int | None] = lambda _: None,
        written: Callable[[Path], Path] = tuple,
        terms: Mapping[Path, Terms] | None = None,
        is_partial: bool = False,
    ) -> None:
        self.data = data
        self.line = line
        """The line of the member that was written at a path."""
        self.written = written
        """Where its author wrote what stands at a path; the two differ where it was made of another format."""
        self._terms = terms or {}
        self.is_partial = is_partial
        """Whether it may have more resources, in what is not read."""
        self.name = name
        self.parent = parent
        """For a nested stack: the name of its parent's template and the logical id it has there."""
        self.stack = stack
        """The name that its stack has once it is deployed, if that is known."""
        self.environment = environment
        """The account and region that it is deployed to, as far as they are known."""
        self.parameters = as_mapping(data.get("Parameters"))
        self.conditions = as_mapping(data.get("Conditions"))
        self.mappings = as_mapping(data.get("Mappings"))
        self.resources = as_mapping(data.get("Resources"))
        self._text_left = MAX_TEXTS
        self._compared: dict[str, dict[str, None]] | None = None
        self._options: dict[str, list[Choice]] = {}

    def terms_at(self, path: Path) -> Terms:
        """How to speak of what stands at a path to its author."""
        starts = (path[:end] for end in range(len(path), -1, -1)) if self._terms else ()
        return next((self._terms[start] for start in starts if start in self._terms), CLOUDFORMATION)

    def spend(self, length: int) -> None:
        """Count text that is made of it; raises GatewayResponseError once that is too much."""
        self._text_left -= length
        if self._text_left < 0:
            what = f"{self.name} makes more than {MAX_TEXTS} characters of text once its functions are followed"
            raise GatewayResponseError(Problem(what, "repeat no long text"))

    def compared_with(self, name: str) -> list[str]:
        """The texts that conditions compare a parameter with."""
        if self._compared is None:
            self._compared = {}
            for parameter, text in _comparisons(self.conditions):
                self._compared.setdefault(parameter, {})[text] = None
        return list(self._compared.get(name, ()))

    def options(self, name: str, parameter: Mapping[str, Any]) -> list[Choice]:
        """The ways that one of its parameters can go."""
        if name not in self._options:
            self._options[name] = self._ways_of(name, parameter)
        return self._options[name]

    def _ways_of(self, name: str, parameter: Mapping[str, Any]) -> list[Choice]:
        allowed = parameter.get("AllowedValues")
        texts = [text for value in allowed if (text := text_of(value)) is not None] if isinstance(allowed, list) else []
        default = text_of(parameter.get("Default"))
        if texts and len(texts) <= MAX_WAYS:
            first = sorted(texts, key=lambda text: text != default)
            return [Choice(text, is_default=text == default, is_allowed=True) for text in first]
        defaults = [] if default is None else [Choice(default, is_default=True)]
        return [*defaults, *(Choice(t) for t in self.compared_with(name) if t != default), Choice(None)]


def as_mapping(value: Any) -> Mapping[str, Any]:
    """A mapping as it is; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list as it is; an empty one for anything else."""
    return value if isinstance(value, list) else []


def items_of(value: Any) -> list[Any]:
    """The items of a list; anything else is the only one, as where CloudFormation takes one or several."""
    return value if isinstance(value, list) else [value]


def values_in(value: Any) -> Iterator[Any]:
    """A value and all that are in it, however deep."""
    pending = [value]
    while pending:
        found = pending.pop()
        yield found
        pending += found.values() if isinstance(found, dict) else as_list(found)


def _comparisons(value: Any) -> Iterator[tuple[str, str]]:
    """Every parameter with a text that it is compared with, anywhere in a template's conditions."""
    match value:
        case {"Fn::Equals": [{"Ref": str(name)}, str(text)] | [str(text), {"Ref": str(name)}]}:
            yield name, text
        case dict():
            for inner in value.values():
                yield from _comparisons(inner)
        case list():
            for inner in value:
                yield from _comparisons(inner)


def text_of(value: Any) -> str | None:
    """A scalar as the text that CloudFormation makes of it; None for a list, a mapping and null."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return json.dumps(value)
    return None
