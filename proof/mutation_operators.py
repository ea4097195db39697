"""The mutants of a module: its source with one small change each, by the operators of mutmut and a few more.

`mutmut run` itself leaves out the bodies of dataclasses and of decorated functions, which is most of the core. Left out
here are docstrings, annotations, `__all__`, type aliases and a second and third way of changing the same string.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, CodeSpan, MetadataWrapper
from mutmut.mutation import mutators

Operator = Callable[[Any], Iterable[cst.CSTNode]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    function: str
    """Where the change is, such as `MappingValue.parse`; empty for the module itself."""
    before: str
    """The lines that differ, without what surrounds them: a key that other changes of the module leave as it is."""
    after: str
    code: str

    @property
    def change(self) -> str:
        """What the change is, on one line."""
        return f"{self.before} -> {self.after}"


def _string(node: cst.BaseString) -> Iterator[cst.CSTNode]:
    yield from [*mutators.operator_string(node)][:1]


def _formatted_text(node: cst.FormattedStringText) -> Iterator[cst.CSTNode]:
    """The text of an f-string, of which mutmut knows none."""
    yield node.with_changes(value=f"XX{node.value}")


_OWN: list[tuple[type, Operator]] = [
    (cst.BaseString, _string),
    (cst.FormattedStringText, _formatted_text),
]
OPERATORS = [pair for pair in mutators.mutation_operators if pair[1] is not mutators.operator_string] + _OWN
_ALWAYS_AND_NEVER = [cst.Name("True"), cst.Name("False")]
"""What stands in place of a condition: mutmut does so for `x if y else z` alone."""


class _Changes(cst.CSTVisitor):
    """Each node of a module that an operator changes, with what it becomes and the function it stands in."""

    def __init__(self) -> None:
        self.found: list[tuple[str, cst.CSTNode, cst.CSTNode]] = []
        self._path: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _is_left_out(node):
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._path.append(node.name.value)
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                self._found(node, operator(node))
        if isinstance(node, cst.If | cst.CompIf):
            self._found(node.test, _ALWAYS_AND_NEVER)
        return True

    def _found(self, node: cst.CSTNode, changed: Iterable[cst.CSTNode]) -> None:
        self.found += [(".".join(self._path), node, other) for other in changed]

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.ClassDef | cst.FunctionDef):
            self._path.pop()


def _is_left_out(node: cst.CSTNode) -> bool:
    match node:
        case cst.Annotation() | cst.Import() | cst.ImportFrom():
            return True
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
            return True
        case cst.AnnAssign(annotation=cst.Annotation(annotation=cst.Name("TypeAlias"))):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name("__all__"))]):
            return True
    return False


def mutants(source: str) -> list[Mutant]:
    """Every mutant that is valid Python, each once."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    changes = _Changes()
    wrapper.module.visit(changes)
    found: dict[str, Mutant] = {}
    for function, node, changed in changes.found:
        code = _with_change(wrapper.module, source.encode(), spans[node], node, changed)
        if code not in found and code != source and _compiles(code):
            found[code] = Mutant(function, *_difference(source, code), code)
    return [*found.values()]


def _with_change(module: cst.Module, source: bytes, span: CodeSpan, node: cst.CSTNode, changed: Any) -> str:
    """The module's source with other text where a node is: a hundred times as fast as `deep_replace`."""
    if isinstance(node, cst.Match):  # its lines are indented by what is around it
        return cst.ensure_type(module.deep_replace(node, changed), cst.Module).code
    if (parentheses := getattr(node, "lpar", None)) and changed.lpar is parentheses:  # outside of the span
        changed = changed.with_changes(lpar=[], rpar=[])
    text = module.code_for_node(changed)
    if isinstance(node, cst.BaseCompOp):
        text = text.strip()
    return (source[: span.start] + text.encode() + source[span.start + span.length :]).decode()


def _compiles(code: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(code, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _difference(before: str, after: str) -> tuple[str, str]:
    """The lines of two texts without those that both begin and both end with."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])


def _common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
