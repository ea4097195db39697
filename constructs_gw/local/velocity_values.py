"""The values that references in a mapping template reach: the request's, and a few methods of text and maps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.local.patterns import UnsupportedPatternError, compiled


class RefusedTemplateError(Exception):
    """A template that is not evaluated here."""


@dataclass(frozen=True, slots=True)
class TemplateInput:
    """What a template sees of a request."""

    parameters: Mapping[str, Mapping[str, str]]
    """By `path`, `querystring` and `header`; header names in lower case."""
    context: Mapping[str, str] = field(default_factory=dict)
    """`$context` variables by their dotted names."""
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


MAX_MADE = 16 * 1024 * 1024
"""In characters, of all texts that a template makes on its way."""


@dataclass(slots=True)
class Overrides:
    """What a template sets of the response (`$context.responseOverride`)."""

    status: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """What a template works with while it is evaluated."""

    input: TemplateInput
    variables: dict[str, Any] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)
    made: int = 0

    def spend(self, characters: int) -> None:
        """Count text that a template makes; raises RefusedTemplateError for too much."""
        self.made += characters
        if self.made > MAX_MADE:
            raise RefusedTemplateError(f"it makes more than {MAX_MADE} characters on its way")


def as_text(value: Any) -> str:
    """What a template writes for a value."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        raise RefusedTemplateError("a map is not written out here")
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_true(value: Any) -> bool:
    """Whether `#if` takes a value for true."""
    return value is not None and value is not False


def _matches(text: str, pattern: str) -> bool:
    try:
        return bool(compiled(pattern).fullmatch(text))
    except UnsupportedPatternError as error:
        raise RefusedTemplateError(f"matches({pattern!r}): {error}") from None


METHODS: Mapping[tuple[str, int], Callable[..., Any]] = {
    ("contains", 1): str.__contains__,
    ("endsWith", 1): str.endswith,
    ("equals", 1): str.__eq__,
    ("equalsIgnoreCase", 1): lambda text, other: text.casefold() == other.casefold(),
    ("isEmpty", 0): lambda text: not text,
    ("length", 0): len,
    ("matches", 1): _matches,
    ("startsWith", 1): str.startswith,
    ("toLowerCase", 0): str.lower,
    ("toString", 0): str,
    ("toUpperCase", 0): str.upper,
    ("trim", 0): str.strip,
}
"""Methods of text, with how many arguments they take."""


def member(value: Any, name: str, arguments: tuple[Any, ...] | None) -> Any:
    """A property of a value, or what a method of it gives; None of None."""
    if value is None:
        return None
    if isinstance(value, TemplateInput):
        return _input_member(value, name, arguments)
    if isinstance(value, Mapping):
        return _entry(value, name, arguments)
    method = METHODS.get((name, len(arguments))) if arguments is not None else None
    if not isinstance(value, str) or method is None or not all(isinstance(one, str) for one in arguments or ()):
        raise RefusedTemplateError(f".{name} is not evaluated here")
    return method(value, *(arguments or ()))


def _entry(value: Mapping[str, Any], name: str, arguments: tuple[Any, ...] | None) -> Any:
    """An entry of a map; empty text for a parameter that the request does not have, as aws-cdk's templates expect."""
    if name == "get" and arguments is not None and len(arguments) == 1:
        name, arguments = str(arguments[0]), None
    if arguments is not None:
        raise RefusedTemplateError(f".{name}() of a map is not evaluated here")
    by_fold = {key.casefold(): found for key, found in value.items()}
    return value.get(name, by_fold.get(name.casefold(), ""))


def _input_member(given: TemplateInput, name: str, arguments: tuple[Any, ...] | None) -> Any:
    if name == "body" and arguments is None:
        return given.body
    if name == "params" and arguments == ():
        return given.parameters
    if name == "params" and arguments is not None and len(arguments) == 1:
        found = (_entry(given.parameters[kind], str(arguments[0]), None) for kind in ("path", "querystring", "header"))
        return next(filter(None, found), "")
    raise RefusedTemplateError(f"$input.{name} is not evaluated here")
