"""CloudFormation templates, with what `Fn::ForEach` makes of its loops."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.loops import unread_loops, unrolled
from constructs_gw.source import Source

PROCESSED = "give the TemplateBody of aws cloudformation get-template --template-stage Processed"
"""What to read instead of a template that a transform has still to work on."""


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it has resources."""
    return isinstance(data.get("Resources"), Mapping)


def read(document: Document) -> Source:
    """A template with what its loops make."""
    data, written = unrolled(document.data)
    loops = unread_loops(data)
    unread = [f"what {loop} makes is known at deployment only; {PROCESSED}" for loop in loops]
    return Source(document, data, written, unread=unread, is_partial=bool(unread))
