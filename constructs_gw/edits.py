"""Changes to a document that put a finding right, where there is no doubt about the right value."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from constructs_gw.places import Place


class Rewrite(NamedTuple):
    """The value where the finding is becomes the text that a function makes of its text."""

    function: Callable[..., str]
    """One of a module, so that equal edits are equal."""
    arguments: tuple[str, ...] = ()
    """What it takes besides the text."""

    def rewritten(self, text: str) -> str:
        """What becomes of a text."""
        return self.function(text, *self.arguments)

    @property
    def is_of_all(self) -> bool:
        """Whether nothing is left of the text that it is made of."""
        return self.function is replaced


class Rename(NamedTuple):
    """The member where the finding is gets another name."""

    name: str


class Copy(NamedTuple):
    """What stands at one place is written at another too, in mappings that are made if they are missing."""

    source: Place
    target: Place


class Write(NamedTuple):
    """Data is written where nothing is yet, or null, in a mapping that is there."""

    value: Any


Edit: TypeAlias = Rewrite | Rename | Copy | Write


def as_text(text: str) -> str:
    """The text as it is, for a number or boolean that is to be text."""
    return text


def replaced(_text: str, by: str) -> str:
    """Another text."""
    return by


def enclosed(text: str) -> str:
    r"""The text in single quotes; other quotes around all of it, or a lone one at an end, are not a part of it.

    >>> enclosed('"no-store"'), enclosed("'30"), enclosed('Bearer realm="shop"')
    ("'no-store'", "'30'", '\'Bearer realm="shop"\'')
    """
    inner = text.strip().strip("'").strip()
    while len(inner) > 1 and inner[0] == inner[-1] == '"':
        inner = inner[1:-1].strip()
    return f"'{inner}'"
