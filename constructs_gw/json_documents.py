"""JSON text as plain data; where a member stands is looked for when it is asked."""

import gc
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from constructs_gw.document_limits import MAX_DEPTH, TOO_DEEP, UnreadableError

SPACE = re.compile(r"[ \t\n\r]*")
TOKEN = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*(:?)|[{}]')

_skip = json.JSONDecoder().raw_decode


class JsonPositions:
    """The lines of a JSON text; only what lies on the way to what is asked is scanned, and once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_ends: list[int] = []
        self._containers: dict[int, _Members] = {}

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the member or item at `path`, or else of what is nearest above."""
        found, start = 0, _space(self._text, 0)
        for step in path:
            if self._text[start] not in "{[":
                break
            if start not in self._containers:
                self._containers[start] = _Members(self._text, start)
            place = self._containers[start].find(step)
            if place is None:
                break
            found, start = place
        return self._line(found)

    def _line(self, offset: int) -> int:
        self._line_ends = self._line_ends or [match.start() for match in re.finditer("\n|$", self._text)]
        return bisect_left(self._line_ends, offset) + 1


class _Members:
    """Where the members or items of one container stand, found one after the other as far as they are asked."""

    def __init__(self, text: str, start: int) -> None:
        self._found: dict[str | int, tuple[int, int]] = {}
        self._rest = _members(text, start + 1) if text[start] == "{" else _items(text, start + 1)

    def find(self, step: str | int) -> tuple[int, int] | None:
        """Where the member or item itself and its value start; None if there is none."""
        if step not in self._found:
            for name, at, value in self._rest:
                self._found[name] = at, value
                if name == step:
                    break
        return self._found.get(step)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    at = _space(text, at)
    while text[at] != "}":
        name, end = _skip(text, at)
        value = _space(text, _space(text, end) + 1)
        yield name, at, value
        at = _next(text, value)


def _items(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    at, index = _space(text, at), 0
    while text[at] != "]":
        yield index, at, at
        at, index = _next(text, at), index + 1


def _next(text: str, value: int) -> int:
    """Where the next member or item starts, or the container ends."""
    end = _space(text, _skip(text, value)[1])
    return _space(text, end + 1) if text[end] == "," else end


def _space(text: str, at: int) -> int:
    return SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere


def read_json(text: str) -> tuple[Any, JsonPositions]:
    """The data of a JSON text and its positions."""
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except UnreadableError:
        raise UnreadableError(f"is not JSON: {_duplicate(text)}") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is not JSON: {error.msg} at line {error.lineno}") from None
    except ValueError:  # so many digits that Python takes no time for them
        raise UnreadableError("is not JSON: a number has too many digits") from None
    _check_depth(data)
    return data, JsonPositions(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise UnreadableError
    return data


def _duplicate(text: str) -> str:
    """The first member that its object has already, and its line."""
    objects: list[set[str]] = []
    for token in TOKEN.finditer(text):
        name, colon = token.groups()
        if token[0] == "{":
            objects.append(set())
        elif token[0] == "}":
            objects.pop()
        elif colon:
            if (member := json.loads(name)) in objects[-1]:
                return f"duplicate member {member!r} at line {text.count(chr(10), 0, token.start()) + 1}"
            objects[-1].add(member)
    raise AssertionError("no duplicate member")


def _check_depth(data: Any) -> None:
    level = [data]
    for _ in range(MAX_DEPTH):
        # The collector tracks what holds containers, and finds it five times as fast as a loop over all values does.
        level = list(filter(gc.is_tracked, gc.get_referents(*level)))
        if not level:
            return
    raise UnreadableError(TOO_DEEP)
