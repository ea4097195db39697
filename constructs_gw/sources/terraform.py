"""Not read yet."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.source import Source


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it is one."""
    return False


def read(document: Document) -> Source:
    """What it says."""
    return Source(document, document.data)
