"""A CloudFormation template as data, whatever is wrong with it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from constructs_gw.choices import MAX_WAYS, Choice
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.places import Path
from constructs_gw.terms import CLOUDFORMATION, Terms

MAX_TEXTS = 200_000_000
"""A template that makes more text than this is refused: one of 1 MB does so only by repeating a text many times."""


@dataclass(slots=True, eq=False)
class Template:
    """A CloudFormation template as data; members of the wrong type count as missing."""

    data: Mapping[str, Any]
    name: str = "template"
    _: KW_ONLY
    parent: tuple[str, str] | None = None
    """For a nested stack: the name of its parent's template and the logical id it has there."""
    stack: str | None = None
    """The name that its stack has once it is deployed, if that is known."""
    environment: str = ""
    """The account and region that it is deployed to, as far as they are known."""
    line: Callable[[Path], int | None] = lambda _: None
    """The line of the member that was written at a path."""
    written: Callable[[Path], Path] = tuple
    """Where its author wrote what stands at a path; the two differ where it was made of another format."""
    terms: Mapping[Path, Terms] = field(default_factory=dict)
    """How to speak of what stands at a path and in it, where not in CloudFormation's words."""
    is_partial: bool = False
    """Whether it may have more resources, in what is not read."""
    parameters: Mapping[str, Any] = field(init=False)
    conditions: Mapping[str, Any] = field(init=False)
    mappings: Mapping[str, Any] = field(init=False)
    resources: Mapping[str, Any] = field(init=False)
    _text_left: int = field(init=False, default=MAX_TEXTS)
    _compared: dict[str, dict[str, None]] | None = field(init=False, default=None)
    _options: dict[str, list[Choice]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.parameters = as_mapping(self.data.get("Parameters"))
        self.conditions = as_mapping(self.data.get("Conditions"))
        self.mappings = as_mapping(self.data.get("Mappings"))
        self.resources = as_mapping(self.data.get("Resources"))

    def terms_at(self, path: Path) -> Terms:
        """How to speak of what stands at a path to its author."""
        starts = (path[:end] for end in range(len(path), -1, -1)) if self.terms else ()
        return next((self.terms[start] for start in starts if start in self.terms), CLOUDFORMATION)

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


def is_secret(parameter: Mapping[str, Any]) -> bool:
    """Whether nobody is to see what a parameter holds."""
    return text_of(parameter.get("NoEcho")) in ("true", "True")


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
