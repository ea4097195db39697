"""Regular expressions of templates, matched in time that grows with the text only.

Python's own matcher can take years for `(a+)+$`, and a template or a client chooses what it is given. This one follows
all alternatives at once; what it cannot follow that way (back references, lookarounds) it refuses.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeAlias

MAX_PATTERN = 2_000
"""In characters."""
MAX_STATES = 5_000
"""A counted repetition such as `a{1000}` takes one state for each."""
MAX_STEPS = 500_000
"""About a quarter of a second."""

Test: TypeAlias = Callable[[str], bool]
_EDGES = {"AT_BEGINNING": True, "AT_BEGINNING_STRING": True, "AT_END": False, "AT_END_STRING": False}


class UnsupportedPatternError(Exception):
    """A pattern that is none, or that cannot be matched in bounded time."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> "LinearRegex":
    """A pattern ready to match; raises UnsupportedPatternError."""
    return LinearRegex(pattern)


class LinearRegex:
    """A regular expression as a set of states; each character of the text moves every state at once."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise UnsupportedPatternError(f"a pattern of more than {MAX_PATTERN} characters")
        self._moves: list[tuple[Test, int] | None] = []
        self._free: list[list[tuple[int, bool | None]]] = []
        try:
            tree = re._parser.parse(pattern)  # type: ignore[attr-defined]
        except (re.error, OverflowError, RecursionError) as error:
            raise UnsupportedPatternError(str(error)) from None
        self._ignores_case = bool(tree.state.flags & re.IGNORECASE)
        self._dot_takes_lines = bool(tree.state.flags & re.DOTALL)
        if tree.state.flags & (re.MULTILINE | re.VERBOSE):
            raise UnsupportedPatternError("an inline flag m or x")
        self._start = self._state()
        self._end = self._sequence(tree, self._start)

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self._end in self._run(text, anywhere=False)

    def search(self, text: str) -> bool:
        """Whether a part of the text matches."""
        return self._end in self._run(text, anywhere=True)

    def _run(self, text: str, *, anywhere: bool) -> set[int]:
        """The states after the text; with `anywhere`, a match may begin and end before."""
        steps = 0
        states = self._closed({self._start}, 0, len(text))
        for position, character in enumerate(text, start=1):
            if anywhere and self._end in states:
                break
            steps += len(states) + 1
            if steps > MAX_STEPS:
                raise UnsupportedPatternError(f"more than {MAX_STEPS} steps")
            moves = (self._moves[state] for state in states)
            following = {move[1] for move in moves if move and move[0](character)}
            if anywhere:
                following.add(self._start)
            states = self._closed(following, position, len(text))
        return states

    def _closed(self, states: Iterable[int], position: int, length: int) -> set[int]:
        """The states and all that are reached from them without a character."""
        found, waiting = set(states), list(states)
        while waiting:
            for target, edge in self._free[waiting.pop()]:
                is_open = edge is None or position == (0 if edge else length)
                if is_open and target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def _state(self) -> int:
        if len(self._moves) >= MAX_STATES:
            raise UnsupportedPatternError(f"more than {MAX_STATES} states")
        self._moves.append(None)
        self._free.append([])
        return len(self._moves) - 1

    def _sequence(self, items: Iterable[tuple[Any, Any]], start: int) -> int:
        for operation, argument in items:
            start = self._item(str(operation), argument, start)
        return start

    def _item(self, operation: str, argument: Any, start: int) -> int:
        if operation == "SUBPATTERN":
            _, added, removed, items = argument
            if added or removed:
                raise UnsupportedPatternError("a flag for a part of the pattern")
            return self._sequence(items, start)
        if operation == "BRANCH":
            return self._branch(argument[1], start)
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, items = argument
            return self._repeat(least, most, items, start)
        end = self._state()
        if operation == "AT" and str(argument) in _EDGES:
            self._free[start].append((end, _EDGES[str(argument)]))
        else:
            self._moves[start] = (self._test(operation, argument), end)
        return end

    def _branch(self, alternatives: Iterable[Any], start: int) -> int:
        end = self._state()
        for items in alternatives:
            first = self._state()
            self._free[start].append((first, None))
            self._free[self._sequence(items, first)].append((end, None))
        return end

    def _repeat(self, least: int, most: int, items: Any, start: int) -> int:
        if least > MAX_STATES:
            raise UnsupportedPatternError(f"more than {MAX_STATES} states")
        for _ in range(least):
            start = self._sequence(items, start)
        if str(most) != "MAXREPEAT":
            return self._optional(min(int(most) - least, MAX_STATES), items, start)
        first, end = self._state(), self._state()
        self._free[start].append((first, None))
        self._free[first].append((end, None))
        self._free[self._sequence(items, first)].append((first, None))
        return end

    def _optional(self, times: int, items: Any, start: int) -> int:
        end = self._state()
        for _ in range(times):
            self._free[start].append((end, None))
            first = self._state()
            self._free[start].append((first, None))
            start = self._sequence(items, first)
        self._free[start].append((end, None))
        return end

    def _test(self, operation: str, argument: Any) -> Test:
        """What a character has to be; made by Python's own `re`, on one character at a time."""
        if operation == "ANY":
            return (lambda _: True) if self._dot_takes_lines else (lambda character: character != "\n")
        if operation == "LITERAL" and not self._ignores_case:
            return chr(argument).__eq__
        if operation in ("LITERAL", "NOT_LITERAL", "IN"):
            source = _class_source(operation, argument)
            return _one_character(source, re.IGNORECASE if self._ignores_case else 0)
        raise UnsupportedPatternError(f"{operation.lower().replace('_', ' ')} in a pattern")


@lru_cache(maxsize=1024)
def _one_character(source: str, flags: int) -> Test:
    found = re.compile(source, flags)
    return lru_cache(maxsize=512)(lambda character: found.fullmatch(character) is not None)


_CATEGORIES = {
    "CATEGORY_DIGIT": r"0-9", "CATEGORY_SPACE": r" \t\n\x0b\f\r", "CATEGORY_WORD": r"a-zA-Z0-9_",
    "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip
"""Java's classes are ASCII."""


def _class_source(operation: str, argument: Any) -> str:
    """A pattern for one character."""
    if operation != "IN":
        return f"[{'^' if operation == 'NOT_LITERAL' else ''}{_escaped(argument)}]"
    parts = [_class_part(str(kind), value) for kind, value in argument]
    negated = parts[:1] == ["^"]
    return f"(?a:[{'^' if negated else ''}{''.join(parts[negated:])}])"


def _class_part(kind: str, value: Any) -> str:
    if kind == "NEGATE":
        return "^"
    if kind == "RANGE":
        return f"{_escaped(value[0])}-{_escaped(value[1])}"
    return _CATEGORIES[str(value)] if kind == "CATEGORY" else _escaped(value)


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
