"""Where something stands in a document, as its author wrote it."""

from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The names and list positions that lead to a part of a document."""


class Place(NamedTuple):
    """A document, and the path of one of its parts.

    >>> print(Place("orders.yaml", ("Resources",)) / "Slow" / "Properties" / "StatusCode")
    orders.yaml: Resources.Slow.Properties.StatusCode
    """

    document: str
    path: Path = ()

    @property
    def is_resource(self) -> bool:
        """Whether a whole resource of a template stands there, rather than a part of one."""
        return len(self.path) == 2

    def __truediv__(self, member: str | int) -> "Place":
        return Place(self[0], (*self[1], member))

    def __str__(self) -> str:
        return f"{self.document}: {'.'.join(map(str, self.path))}"
