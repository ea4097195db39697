"""CloudFormation's loops (`Fn::ForEach` of the transform AWS::LanguageExtensions): a template as they make it."""

from collections.abc import Callable, Mapping
from typing import Any

from constructs_gw.places import Path
from constructs_gw.source import SourceMap, as_written
from constructs_gw.template import items_of, text_of

TRANSFORM = "AWS::LanguageExtensions"
LOOP = "Fn::ForEach::"

MAX_VALUES = 200_000
"""A template that loops make larger than this is left as it is."""

_LONG = 1000  # text counts as a value for each so many characters
_UNKNOWN = "Fn::Transform"  # stands for members that only the deployment knows


class _TooMuchError(Exception):
    """Loops make more than anybody deploys."""


def unrolled(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], Callable[[Path], Path]]:
    """A template with what its loops make, and where that was written; as it is where it has no loops.

    A loop over what only the deployment knows stays where it makes resources, and elsewhere stands as a transform.
    """
    if TRANSFORM not in items_of(data.get("Transform")):
        return data, as_written
    loops = _Loops()
    try:
        made = loops.members(data, {}, (), ())
    except _TooMuchError:
        return data, as_written
    return made, loops.written.source


def unread_loops(template: Mapping[str, Any]) -> list[str]:
    """The loops in an unrolled template whose resources only the deployment knows, and may be of APIs."""
    resources = template.get("Resources")
    loops = resources.items() if isinstance(resources, Mapping) else ()
    return [str(name) for name, loop in loops if str(name).startswith(LOOP) and _may_be_of_apis(loop)]


def may_be_of_an_api(resource: Any) -> bool:
    """Whether a resource belongs to an API, or has a type that only the deployment knows."""
    kind = resource.get("Type") if isinstance(resource, dict) else None
    return not isinstance(kind, str) or "{" in kind or kind.startswith(("AWS::ApiGateway::", "AWS::Serverless::"))


def _may_be_of_apis(loop: Any) -> bool:
    match loop:
        case [_, _, dict() as output]:
            return any(
                _may_be_of_apis(made) if str(name).startswith(LOOP) else may_be_of_an_api(made)
                for name, made in output.items()
            )
    return True


class _Loops:
    """One template's loops, and where what they make was written."""

    def __init__(self) -> None:
        self._left = MAX_VALUES
        self.written = SourceMap()

    def members(self, members: Mapping[Any, Any], names: Mapping[str, str], made: Path, source: Path) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key, value in members.items():
            if not (isinstance(key, str) and key.startswith(LOOP)):
                name = _filled(key, names) if isinstance(key, str) else key
                if names:
                    self.written.put((*made, name), (*source, key))
                found[name] = self._value(value, names, (*made, name), (*source, key))
                continue
            loop = _loop(value, names)
            if loop is None:
                found[key if made == ("Resources",) else _UNKNOWN] = value
                continue
            identifier, items, output = loop
            for item in items:
                self._spend(1)
                found |= self.members(output, {**names, identifier: item}, made, (*source, key, 2))
        return found

    def _value(self, value: Any, names: Mapping[str, str], made: Path, source: Path) -> Any:
        self._spend(1)
        match value:
            case str():
                text = _filled(value, names)
                self._spend(len(text) // _LONG)
                return text
            case {"Ref": str(name)} if name in names and len(value) == 1:
                return names[name]
            case dict():
                return self.members(value, names, made, source)
            case list():
                return [self._value(item, names, (*made, i), (*source, i)) for i, item in enumerate(value)]
        return value

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise _TooMuchError


def _filled(text: str, names: Mapping[str, str]) -> str:
    """Text with what a loop puts into it; `&{Name}` takes letters and digits alone."""
    for name, value in names.items():
        text = text.replace(f"${{{name}}}", value)
        text = text.replace(f"&{{{name}}}", "".join(filter(str.isalnum, value)))
    return text


def _loop(value: Any, names: Mapping[str, str]) -> tuple[str, list[str], Mapping[str, Any]] | None:
    """A loop's identifier, its items and what it makes of each; None for one that is not known."""
    match value:
        case [str(identifier), list(items), dict(output)]:
            texts = [_item(item, names) for item in items]
            return (identifier, [text for text in texts if text is not None], output) if None not in texts else None
    return None


def _item(item: Any, names: Mapping[str, str]) -> str | None:
    match item:
        case {"Ref": str(name)} if len(item) == 1:
            return names.get(name)
        case str():
            return _filled(item, names)
    return text_of(item)
