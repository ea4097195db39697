"""The Serverless Framework's variables, such as `${self:custom.origin}`: text that only its deployment knows.

Where one begins and ends: the framework's lib/configuration/variables/parse.js (v3). What CloudFormation substitutes,
such as `${AWS::Region}` and `${Bucket}`, is none.
"""

import re
from typing import Any

from constructs_gw.intrinsics import opaque
from constructs_gw.template import values_in

_BEGIN = re.compile(r"(?<!\\)\$\{[a-z][A-Za-z0-9.]*(?=\(|:(?!:))")
_INSIDE = re.compile(r"""[(,:]\s*(?:'[^']*'|"(?:[^"\\]|\\.)*")|[{}]""", re.DOTALL)
_FROM_FRAMEWORK = re.compile(  # what follows the colon tells from a shell's ${param:-x} and ${env:0:2}
    r"(?<!\\)\$\{(?:file\(|ssm\(|cf\(|(?:self|opt|env|sls|param|ssm|cf|s3|aws):[^-+=?:0-9])"
)
_SELF = re.compile(r"\$\{self:([A-Za-z0-9_.-]+)\}")


class Variables:
    """The variables of one document; in a text that stands in many places, as YAML's aliases do, found once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def opaque(self, value: Any) -> Any:
        """A copy of a value with the variables in its texts opaque.

        Names of members stay as they are: the framework leaves them alone (serverless#2892, #12694).
        """
        match value:
            case str():
                return self._text(value)
            case dict():
                return {name: self.opaque(member) for name, member in value.items()}
            case list():
                return [self.opaque(item) for item in value]
        return value

    def _text(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = _opaque_text(text) if "${" in text else text
        return self._texts[text]


def has_framework_variables(value: Any) -> bool:
    """Whether a variable that is surely the framework's stands anywhere in a value."""
    texts = {text for text in values_in(value) if isinstance(text, str)}
    return any(map(_FROM_FRAMEWORK.search, texts))


def own_path(value: Any) -> tuple[str, ...]:
    """Where in its own service a value that is nothing but `${self:PATH}` leads; empty for any other value."""
    found = _SELF.fullmatch(value) if isinstance(value, str) else None
    return tuple(found[1].split(".")) if found else ()


def _opaque_text(text: str) -> str:
    parts: list[str] = []
    end = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < end:
            continue  # inside of the one before
        after = _end(text, begin.end())
        if after is None:
            break  # the framework refuses it
        parts += (text[end : begin.start()], opaque(text[begin.start() + 2 : after - 1]))
        end = after
    return "".join([*parts, text[end:]])


def _end(text: str, begin: int) -> int | None:
    """The end of the variable that begins before; None where it has none."""
    depth = 1
    for found in _INSIDE.finditer(text, begin):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return None
