"""The Serverless Framework's variables, such as `${self:custom.origin}`: text that only its deployment knows.

Where one begins and ends: the framework's lib/configuration/variables/parse.js (v3). What CloudFormation substitutes,
such as `${AWS::Region}` and `${Bucket}`, is none.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.intrinsics import opaque
from constructs_gw.template import as_mapping, values_in

MAX_TEXT = 2_000_000
"""Variables in texts are followed until these have so many characters, all together."""

MAX_HOPS = 20
"""What leads on to further variables is followed so many times."""

_LONGEST_TEXT = 2_000  # characters: what is longer is no header's value
_CUSTOM = "${self:custom."
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


class CustomTexts:
    """The texts and numbers under `custom` of a service, which variables stand for whatever its deployment is."""

    def __init__(self, service: Mapping[str, Any]) -> None:
        self._service = service
        self._texts: dict[str, str] = {}
        self._room = MAX_TEXT

    def put_into(self, value: Any) -> Any:
        """A value, or a function that gives a text in which these variables have the texts that they stand for.

        It is a function, because what is wrong with it is to be put right where the variable stands: elsewhere the same
        text may be right.
        """
        self._room -= len(value) if isinstance(value, str) else 0
        if not isinstance(value, str) or self._room < 0 or _CUSTOM not in value:
            return value
        pieces = [*_pieces(value)]
        texts = [*map(self._text, pieces)]
        self._room -= sum(map(len, texts))
        return {"Fn::Join": ["", texts]} if texts != pieces and self._room >= 0 else value

    def _text(self, piece: str, hops: int = 0) -> str:
        """A piece of a text, or what it stands for."""
        path = own_path(piece)
        if path[:1] != ("custom",) or hops > MAX_HOPS:
            return piece
        if piece not in self._texts:
            self._texts[piece] = piece  # so that a variable which leads to itself stays one
            found: Any = self._service
            for name in path:
                found = as_mapping(found).get(name)
            text = self._followed(str(found), hops) if type(found) in (str, int) else None
            self._texts[piece] = piece if text is None else text
        return self._texts[piece]

    def _followed(self, text: str, hops: int) -> str | None:
        """A text with these variables in it followed; None where there are others, or where it is too long."""
        if "$" in text and len(text) <= _LONGEST_TEXT:
            text = "".join(self._text(piece, hops + 1) for piece in _pieces(text))
        return text if "$" not in text and len(text) <= _LONGEST_TEXT else None


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
    for begin, after in _variables(text):
        parts += (text[end:begin], opaque(text[begin + 2 : after - 1]))
        end = after
    return "".join([*parts, text[end:]])


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces, of which each variable is one."""
    end = 0
    for begin, after in _variables(text):
        yield from (text[end:begin], text[begin:after])
        end = after
    yield text[end:]


def _variables(text: str) -> Iterator[tuple[int, int]]:
    """Where each variable begins and ends, none of which is inside of another."""
    end = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < end:
            continue  # inside of the one before
        after = _end(text, begin.end())
        if after is None:
            break  # the framework refuses it
        yield begin.start(), after
        end = after


def _end(text: str, begin: int) -> int | None:
    """The end of the variable that begins before; None where it has none."""
    depth = 1
    for found in _INSIDE.finditer(text, begin):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return None
