"""The part of the Velocity Template Language that mapping templates of MOCK integrations use, with bounded work.

References, `#set`, `#if` and comments; of methods those of `velocity_values` and `$input`'s own. What could run away
(`#foreach`, `#macro`, `#define`, `#parse`, `#include`, ranges, arithmetic) is refused, as is what is not known here.
A template is data: no name in it reaches a Python object.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

from constructs_gw.local.velocity_values import (
    Overrides,
    RefusedTemplateError,
    State,
    TemplateInput,
    as_text,
    is_true,
    member,
)

MAX_TEMPLATE = 64 * 1024
"""In characters; API Gateway takes 300 KB (developer guide, limits)."""
MAX_NODES = 2_000
MAX_DEPTH = 20
MAX_TEXT = 64 * 1024
"""In characters, of a value and of what a template gives."""


Node: TypeAlias = Callable[[State], Any]
Step: TypeAlias = tuple[str, tuple[Node, ...] | None]
"""A property, or a method with its arguments."""


def evaluate(template: str, given: TemplateInput) -> tuple[str, Overrides]:
    """What a template gives, and what it overrides; raises RefusedTemplateError."""
    state = State(given)
    parsed = _parsed(template)
    if isinstance(parsed, RefusedTemplateError):
        raise RefusedTemplateError(*parsed.args)
    text = as_text(parsed(state))
    return text, state.overrides


@lru_cache(maxsize=256)
def _parsed(template: str) -> Node | RefusedTemplateError:
    if len(template) > MAX_TEMPLATE:
        return RefusedTemplateError(f"it is longer than {MAX_TEMPLATE} characters")
    try:
        return _Parser(template).template()
    except RefusedTemplateError as error:
        return error


def _joined(nodes: tuple[Node, ...], state: State) -> str:
    parts, length = [], 0
    for node in nodes:
        parts.append(as_text(node(state)))
        length += len(parts[-1])
        if length > MAX_TEXT:
            raise RefusedTemplateError(f"it gives more than {MAX_TEXT} characters")
    state.spend(length)
    return "".join(parts)


class _Parser:
    """Reads a template into functions of what a request brings."""

    def __init__(self, text: str, depth: int = 0) -> None:
        self._source = text
        self._at = 0
        self._nodes = 0
        self._depth = depth

    def template(self) -> Node:
        nodes, ended_by = self._block()
        if ended_by:
            raise RefusedTemplateError(f"#{ended_by} without #if")
        return lambda state: _joined(nodes, state)

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.compile(pattern, re.DOTALL).match(self._source, self._at)
        self._at = found.end() if found else self._at
        return found

    def _need(self, pattern: str, what: str) -> re.Match[str]:
        found = self._take(pattern)
        if found is None:
            near = self._source[self._at : self._at + 20]
            raise RefusedTemplateError(f"{what} is expected at {near!r}")
        return found

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedTemplateError(f"it is nested deeper than {MAX_DEPTH}")

    def _block(self) -> tuple[tuple[Node, ...], str]:
        """The nodes up to `#end`, `#else` or `#elseif`, whose name is given too; empty for the end of the text."""
        self._deeper()
        nodes: list[Node] = []
        while self._at < len(self._source):
            self._nodes += 1
            if self._nodes > MAX_NODES:
                raise RefusedTemplateError(f"it has more than {MAX_NODES} parts")
            ending = self._take(r"#\{?(elseif|else|end)\b\}?(?:[ \t]*\r?\n)?")
            if ending:
                self._depth -= 1
                return tuple(nodes), ending[1]
            nodes.append(self._piece())
        self._depth -= 1
        return tuple(nodes), ""

    def _piece(self) -> Node:
        if self._take(r"##[^\n]*\n?|#\*.*?\*#"):
            return lambda _: ""
        if self._source.startswith("#*", self._at):
            raise RefusedTemplateError("a comment is not closed")
        directive = self._take(r"#\{?([A-Za-z]+)\b\}?")
        if directive:
            return self._directive(directive[1])
        if self._source.startswith("$", self._at):
            reference = self._reference()
            if reference:
                return reference
        text = self._need(r"[^$#]+|.", "text")[0]
        return lambda _: text

    def _directive(self, name: str) -> Node:
        if name == "set":
            return self._set()
        if name == "if":
            return self._if()
        raise RefusedTemplateError(f"#{name} is not evaluated here")

    def _set(self) -> Node:
        self._need(r"\s*\(\s*\$\{?", "($name")
        names = self._need(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*", "a name")[0].split(".")
        self._need(r"\}?\s*=\s*", "=")
        value = self._expression()
        self._need(r"\s*\)(?:[ \t]*\r?\n)?", ")")
        if names[:3] == ["context", "responseOverride", "header"] and len(names) == 4:
            return lambda state: state.overrides.headers.update({names[3]: as_text(value(state))})
        if names == ["context", "responseOverride", "status"]:
            return lambda state: setattr(state.overrides, "status", as_text(value(state)))
        if len(names) > 1 or names[0] in _ROOTS:
            raise RefusedTemplateError(f"${'.'.join(names)} cannot be set here")
        return lambda state: state.variables.update({names[0]: value(state)})

    def _if(self) -> Node:
        branches: list[tuple[Node, tuple[Node, ...]]] = []
        ended_by = "elseif"
        while ended_by == "elseif":
            condition = self._condition()
            nodes, ended_by = self._block()
            branches.append((condition, nodes))
        if ended_by == "else":
            nodes, ended_by = self._block()
            branches.append((lambda _: True, nodes))
        if ended_by != "end":
            raise RefusedTemplateError("#end is missing")
        return lambda state: next((_joined(nodes, state) for test, nodes in branches if is_true(test(state))), "")

    def _condition(self) -> Node:
        self._need(r"\s*\(", "(")
        condition = self._expression()
        self._need(r"\s*\)(?:[ \t]*\r?\n)?", ")")
        return condition

    def _expression(self) -> Node:
        return self._either(r"\s*(?:\|\||or\b)", any, self._conjunction)

    def _conjunction(self) -> Node:
        return self._either(r"\s*(?:&&|and\b)", all, self._comparison)

    def _either(self, operator: str, together: Callable[..., bool], part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self._take(operator):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return lambda state: together(is_true(one(state)) for one in parts)

    def _comparison(self) -> Node:
        left = self._operand()
        operator = self._take(r"\s*(==|!=|eq\b|ne\b)")
        if operator is None:
            return left
        right, wanted = self._operand(), operator[1] in ("==", "eq")
        return lambda state: (left(state) == right(state)) is wanted

    def _operand(self) -> Node:
        self._deeper()
        node = self._value()
        self._depth -= 1
        return node

    def _value(self) -> Node:
        self._take(r"\s*")
        if self._take(r"!|not\b"):
            negated = self._operand()
            return lambda state: not is_true(negated(state))
        if self._take(r"\("):
            inner = self._expression()
            self._need(r"\s*\)", ")")
            return inner
        literal = self._take(r"'([^']*)'|(-?\d{1,9})(?![\d.])|(true|false|null)\b")
        if literal:
            found = _literal(literal)
            return lambda _: found
        quoted = self._take(r'"((?:[^"]|"")*)"')
        if quoted:
            return self._interpolated(quoted[1].replace('""', '"'))
        reference = self._reference()
        if reference:
            return reference
        raise RefusedTemplateError(f"a value is expected at {self._source[self._at : self._at + 20]!r}")

    def _interpolated(self, text: str) -> Node:
        self._deeper()
        node = _Parser(text, self._depth).template()
        self._depth -= 1
        return node

    def _reference(self) -> Node | None:
        start = self._take(r"\$!?(\{?)([A-Za-z][\w-]*)")
        if start is None:
            return None
        steps = self._steps()
        if start[1]:
            self._need(r"\}", "}")
        root = start[2]
        source = root if root in _ROOTS else ""
        return lambda state: _followed(source, root, steps, state)

    def _steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while True:
            named = self._take(r"\.([A-Za-z][\w-]*)")
            index = None if named else self._take(r"""\[\s*(['"])([^'"]*)\1\s*\]""")
            if named is None and index is None:
                return tuple(steps)
            name = named[1] if named else index[2] if index else ""
            steps.append((name, self._arguments() if named else None))

    def _arguments(self) -> tuple[Node, ...] | None:
        if not self._take(r"\("):
            return None
        found: list[Node] = []
        while not self._take(r"\s*\)"):
            if found:
                self._need(r"\s*,", ", or )")
            found.append(self._expression())
        return tuple(found)


def _literal(found: re.Match[str]) -> Any:
    if found[1] is not None:
        return found[1]
    return int(found[2]) if found[2] else {"true": True, "false": False}.get(found[3])


_ROOTS = frozenset(("context", "input", "stageVariables", "util"))


def _followed(source: str, root: str, steps: tuple[Step, ...], state: State) -> Any:
    """The value of a reference; None for what there is none of."""
    if source == "context":
        return _context(steps, state)
    if source == "util":
        raise RefusedTemplateError("$util is not evaluated here")
    values = {"input": state.input, "stageVariables": state.input.stage_variables}
    value = values[source] if source else state.variables.get(root)
    for name, arguments in steps:
        given = None if arguments is None else tuple(argument(state) for argument in arguments)
        if isinstance(value, str):
            state.spend(len(value))
        value = member(value, name, given)
    return None if isinstance(value, TemplateInput) else value


def _context(steps: tuple[Step, ...], state: State) -> str | None:
    if any(arguments is not None for _, arguments in steps):
        raise RefusedTemplateError("a method of $context is not evaluated here")
    return state.input.context.get(".".join(name for name, _ in steps))
