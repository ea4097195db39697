"""A document in any format: the CloudFormation template that it stands for, and where its author wrote each part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.places import Path
from constructs_gw.terms import Terms


class SourceMap:
    """Where the author wrote what stands at a path of the template that was made of it."""

    __slots__ = ("_sources",)

    def __init__(self) -> None:
        self._sources: dict[Path, tuple[Path, str]] = {}

    def put(self, made: Path, source: Path, *, prefix: str = "") -> None:
        """What stands at `made`, with all that is in it and nothing else is said of, was written at `source`.

        What the names of its members begin with in the template, and not in the document, is the `prefix`.
        """
        self._sources[made] = (source, prefix)

    def source(self, path: Path) -> Path:
        """Where the author wrote what stands at a path, or would write it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self._sources:
                source, prefix = self._sources[path[:end]]
                rest = path[end:]
                if prefix and rest:
                    rest = (str(rest[0]).removeprefix(prefix), *rest[1:])
                return (*source, *rest)
        return path


def as_written(path: Path) -> Path:
    """The source of what stands where it was written."""
    return path


class PreflightNote(str):
    """A note on what is not read and can make no gateway response, only an answer to preflight."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the CloudFormation template that it stands for."""

    document: Document
    data: Mapping[str, Any]
    """The template."""
    written: Callable[[Path], Path] = as_written
    """Where the author wrote what stands at a path of the template."""
    terms: Mapping[Path, Terms] = field(default_factory=dict)
    """How to speak of what stands at a path of the template and in it, where not in CloudFormation's words."""
    unread: Sequence[str] = ()
    """What may make gateway responses that nobody sees here, each with what to give instead."""
    is_partial: bool = False
    """Whether it may have more of everything, in what is not read."""
    is_generated: bool = False
    """Whether a tool has written it: nobody would edit it."""
    format: str = ""
    """The name of the module of `sources` that has read it."""

    @property
    def may_have_more_responses(self) -> bool:
        """Whether what is not read may make gateway responses."""
        return any(not isinstance(note, PreflightNote) for note in self.unread)
