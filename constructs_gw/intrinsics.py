"""CloudFormation's intrinsic functions: what the values of a template can be once it is deployed.

What only the deployment knows stands as `${Token[...]}`.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from constructs_gw.choices import Choice, Choices
from constructs_gw.template import Template, as_mapping, is_secret, text_of
from constructs_gw.tokens import has_token, is_token

MAX_TEXT = 2_000_000
"""Text that functions would make longer than this is opaque; CloudFormation takes templates of 1 MB."""

MAX_NESTING = 100
"""What stands in more functions and conditions than this is not known; a document is at most 200 levels deep."""

_LONG = 10_000  # shorter text costs too little to be counted where no function makes it

_DYNAMIC_REFERENCE = re.compile(r"\{\{resolve:[^{}]*\}\}")
_NAMELESS = re.compile(r"\$\{Token\[(?:Fn::[A-Za-z:]+|resolve|unknown)\]\}")  # two of a name may be two values
_SUBSTITUTION = re.compile(r"\$\{([^{}]+)\}")


class _Absent:
    """The only value of its kind."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
"""What `AWS::NoValue` makes of a property: it is not there."""


_NO_VALUE = "AWS::NoValue"
_PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}" for name in ("AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)


class Scope:
    """A template in one deployment: its values without functions."""

    __slots__ = ("_depth", "_held", "choices", "template")

    def __init__(self, template: Template, choices: Choices) -> None:
        self.template = template
        self.choices = choices
        self._held: dict[str, bool | None] = {}
        self._depth = 0

    def value(self, value: Any) -> Any:
        """A value without the function that makes it: text, a number, a list, a mapping, None or ABSENT.

        What is inside a list or mapping still has its functions. A function whose value is not known is opaque text.
        """
        if isinstance(value, str):
            if len(value) > _LONG:
                self.template.spend(len(value))
            return _DYNAMIC_REFERENCE.sub(opaque("resolve"), value) if "{{resolve:" in value else value
        if isinstance(value, dict) and len(value) == 1:
            [(name, argument)] = value.items()
            return self._function(name, argument) if name == "Condition" or is_function(name) else value
        return value

    def text(self, value: Any) -> str:
        """A value as text, opaque where it is none."""
        found = self.value(value)
        return opaque("unknown") if (text := text_of(found)) is None else text

    def mapping(self, value: Any) -> Mapping[str, Any]:
        """A value as a mapping, without the members that are absent; empty where it is none."""
        found = self.value(value)
        return self.present(found) if isinstance(found, dict) else {}

    def present(self, members: Mapping[str, Any]) -> Mapping[str, Any]:
        """A mapping without the members that are absent."""
        if dict not in map(type, members.values()):
            return members
        absent = {n for n, v in members.items() if type(v) is dict and len(v) == 1 and self._is_absent(v)}
        return {name: value for name, value in members.items() if name not in absent} if absent else members

    def _is_absent(self, value: Mapping[str, Any]) -> bool:
        [(name, argument)] = value.items()
        if name == "Ref":
            return bool(argument == _NO_VALUE)
        return name in ("Fn::If", "Fn::Select") and self.value(value) is ABSENT

    def has(self, resource: Mapping[str, Any]) -> bool:
        """Whether a resource is made in this deployment, as far as is known."""
        condition = resource.get("Condition")
        return not isinstance(condition, str) or self.holds(condition) is not False

    def holds(self, condition: str) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if condition not in self._held and condition in self.template.conditions:
            self._held[condition] = None  # while it is being evaluated: one that refers to itself is unknown
            self._held[condition] = self._truth(self.template.conditions[condition])
        return self._held.get(condition)

    def _function(self, name: str, argument: Any) -> Any:
        function = _FUNCTIONS.get(name) if self._depth < MAX_NESTING else None
        self._depth += 1
        found = function(self, argument) if function else None
        self._depth -= 1
        if isinstance(found, str):
            self.template.spend(len(found))
        return opaque(name if not isinstance(argument, str) else f"{name}.{argument}") if found is None else found

    def _truth(self, value: Any) -> bool | None:
        self._depth += 1
        truth = self._evaluated(value) if self._depth <= MAX_NESTING else None
        self._depth -= 1
        return truth

    def _evaluated(self, value: Any) -> bool | None:
        match value:
            case {"Condition": str(name)}:
                return self.holds(name)
            case {"Fn::Not": [inner]}:
                truth = self._truth(inner)
                return None if truth is None else not truth
            case {"Fn::And": list(parts)}:
                return _all([self._truth(part) for part in parts])
            case {"Fn::Or": list(parts)}:
                truth = _all([None if (t := self._truth(part)) is None else not t for part in parts])
                return None if truth is None else not truth
            case {"Fn::Equals": [first, second]}:
                return self._equal(first, second)
        return None

    def _equal(self, *values: Any) -> bool | None:
        first, second = texts = sorted(map(self.text, values))
        if first == second and (values[0] == values[1] or not _NAMELESS.search(first)):
            return True
        if not has_token(first) and not has_token(second):
            return False
        token, text = texts if is_token(first) else texts[::-1]
        if self._is_another_text(token, text):
            return False
        told_apart = [json.dumps(values, default=str)] if first == second else []
        choice = self.choices.choose(self._question(*texts, *told_apart), (Choice(True), Choice(False)))
        return None if choice is None else bool(choice.value)

    def _is_another_text(self, token: str, text: str) -> bool:
        """Whether a parameter has another text than all that it is compared with, which are choices of their own."""
        made = [name.removeprefix(self._question("")) for name, c in self.choices.made.items() if c.value is None]
        return any(token == opaque(name) and text in self.template.compared_with(name) for name in made)

    def _ref(self, name: Any) -> Any:
        if name == _NO_VALUE:
            return ABSENT
        if not isinstance(name, str):
            return None
        parameter = self.template.parameters.get(name)
        if not isinstance(parameter, dict):
            options = [Choice(text) for text in self.template.compared_with(name)]
            return self._chosen(name, [*options, Choice(None)]) if name in _PSEUDO_PARAMETERS else opaque(name)
        kind = str(parameter.get("Type"))
        if kind.startswith(("AWS::SSM::", "List<")) or kind == "CommaDelimitedList":
            return opaque(name)
        if is_secret(parameter):  # its default stays out of messages
            return opaque(name)
        return self._chosen(name, self.template.options(name, parameter))

    def _chosen(self, name: str, options: Sequence[Choice]) -> str:
        choice = self.choices.choose(self._question(name), options) if len(options) > 1 else options[0]
        return choice.value if choice and isinstance(choice.value, str) else opaque(name)

    def _question(self, *names: str) -> str:
        return " = ".join([self.template.name + ": " + names[0], *names[1:]])

    def _if(self, argument: Any) -> Any:
        match argument:
            case [str(condition), then, otherwise]:
                truth = self.holds(condition)
                return None if truth is None else self.value(then if truth else otherwise)
        return None

    def _items(self, value: Any) -> Any:
        """The list that a function works on: the default of a parameter that is a list, or a value as it is."""
        match value:
            case {"Ref": str(name)}:
                parameter = as_mapping(self.template.parameters.get(name))
                if parameter.get("Type") == "CommaDelimitedList" and not is_secret(parameter):
                    chosen = self._chosen(name, self.template.options(name, parameter))
                    return None if has_token(chosen) else [item.strip() for item in chosen.split(",")]
        return self.value(value)

    def _join(self, argument: Any) -> str | None:
        match argument:
            case [str(separator), parts]:
                found = self._items(parts)
                if isinstance(found, list):
                    values = (self.value(part) for part in found)
                    return _joined(separator, (value for value in values if value is not ABSENT))
        return None

    def _sub(self, argument: Any) -> str | None:
        match argument:
            case str(text):
                return self._substituted(text, {})
            case [str(text), dict() as names]:
                return self._substituted(text, names)
        return None

    def _substituted(self, text: str, names: Mapping[str, Any]) -> str | None:
        values: dict[str, str] = {}
        parts: list[str] = []
        end = 0
        for match in _SUBSTITUTION.finditer(text):
            name = match[1].strip()
            if is_token(match[0]):
                values[name] = match[0]
            elif name.startswith("!"):
                values[name] = f"${{{name[1:]}}}"
            elif name not in values:
                values[name] = self.text(names.get(name, {"Ref": name}))
            parts += (text[end : match.start()], values[name])
            end = match.end()
        return _joined("", [*parts, text[end:]])

    def _find_in_map(self, argument: Any) -> Any:
        match argument:
            case [name, first, second, *_]:
                keys = [self.text(key) for key in (name, first, second)]
                found: Any = self.template.mappings
                for key in keys:
                    found = found.get(key) if isinstance(found, dict) else None
                return found
        return None

    def _select(self, argument: Any) -> Any:
        match argument:
            case [index, parts]:
                position, found = text_of(self.value(index)) or "", self._items(parts)
                if isinstance(found, list) and re.fullmatch("[0-9]{1,9}", position) and int(position) < len(found):
                    return self.value(found[int(position)])
        return None

    def _split(self, argument: Any) -> list[str] | None:
        match argument:
            case [str(separator), text] if separator:
                whole = self.text(text)
                return None if has_token(whole) else whole.split(separator)
        return None


_FUNCTIONS: Mapping[str, Callable[[Scope, Any], Any]] = {
    "Ref": Scope._ref,
    "Fn::If": Scope._if,
    "Fn::Join": Scope._join,
    "Fn::Sub": Scope._sub,
    "Fn::FindInMap": Scope._find_in_map,
    "Fn::Select": Scope._select,
    "Fn::Split": Scope._split,
    "Fn::GetAtt": lambda _, path: opaque(".".join(map(str, path)) if isinstance(path, list) else str(path)),
}


def is_function(name: object) -> bool:
    """Whether a member's name is that of a function, whose value only the deployment knows."""
    return isinstance(name, str) and (name == "Ref" or name.startswith("Fn::"))


def opaque(name: str) -> str:
    """Text that only the deployment knows, under a name that tells where it comes from."""
    return f"${{Token[{re.sub('[^A-Za-z0-9:._-]', '.', name)[:200] or 'unknown'}]}}"


def _all(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def _joined(separator: str, parts: Iterable[Any]) -> str | None:
    """Parts as one text; None where it would be too long."""
    texts: list[str] = []
    length = 0
    for part in parts:
        text = opaque("unknown") if (found := text_of(part)) is None else found
        length += len(text) + len(separator)
        if length > MAX_TEXT:
            return None
        texts.append(text)
    return separator.join(texts)
