"""Text with values that only the deployment knows, as CloudFormation's functions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.convert.declared import PSEUDO_PARAMETERS
from constructs_gw.convert.names import Names, camel_case
from constructs_gw.tokens import TOKEN

IMPORT = "Fn::ImportValue."
"""What the name of an export begins with where it stands for a value."""

DYNAMIC_REFERENCE = "{{resolve:"
"""What CloudFormation puts a value in for wherever it stands in a template (user guide, dynamic-references)."""

_SUBSTITUTED = re.compile(r"\$\{(?=[A-Za-z0-9_.:]+\})")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of CloudFormation, which no text or mapping of a source can pass for."""

    name: str
    argument: Any

    @property
    def tag(self) -> str:
        """Its short form in YAML."""
        return f"!{self.name.removeprefix('Fn::')}"


def with_functions(text: str, names: Mapping[str, str]) -> str | Function:
    """A text whose `${Token[NAME]}` are functions; `names` has the parameters that are called otherwise.

    In what stays text a `${Name}` is written `${!Name}` (Template Reference, Fn::Sub). Text in which Fn::Sub might
    see more than that is joined instead, since no other escape is documented.
    """
    pieces = TOKEN.split(text)
    literals, tokens = pieces[::2], pieces[1::2]
    if not tokens:
        return text
    if len(tokens) == 1 and not any(literals):
        return _reference(tokens[0], names)
    if any("${" in _SUBSTITUTED.sub("", literal) for literal in literals) or any(
        literal.endswith("$") for literal in literals[:-1]
    ):
        parts = [_reference(piece, names) if number % 2 else piece for number, piece in enumerate(pieces)]
        return Function("Fn::Join", ["", [part for part in parts if part != ""]])
    return _substitution(literals, tokens, names)


def _reference(name: str, names: Mapping[str, str]) -> Function:
    if name.startswith(IMPORT):
        return Function("Fn::ImportValue", name.removeprefix(IMPORT))
    return Function("Ref", names.get(name, name))


def _substitution(literals: list[str], tokens: list[str], names: Mapping[str, str]) -> Function:
    exports = dict(_variables([name for name in tokens if name.startswith(IMPORT)], Names([*tokens, *names.values()])))
    known = {**{name: names.get(name, name) for name in tokens}, **exports}
    escaped = [_SUBSTITUTED.sub("${!", literal) for literal in literals]
    values = [*(f"${{{known[name]}}}" for name in tokens), ""]
    text = "".join(part for pair in zip(escaped, values, strict=True) for part in pair)
    variables = {variable: _reference(name, names) for name, variable in exports.items()}
    return Function("Fn::Sub", [text, variables] if variables else text)


def _variables(exports: list[str], taken: Names) -> Iterator[tuple[str, str]]:
    """The names that Fn::Sub is to know exports by."""
    for export in dict.fromkeys(exports):
        yield export, taken.take(camel_case(export.removeprefix(IMPORT)))


def is_known_to_cloudformation(name: str, parameters: Mapping[str, Any]) -> bool:
    """Whether a template can refer to a value by its name."""
    return name in parameters or name in PSEUDO_PARAMETERS or name.startswith(IMPORT)
