"""Where something stands in a document, as its author wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and the names and list positions that lead to one of its parts.

    >>> print(Place("orders.yaml", ("Resources",)) / "Slow" / "Properties" / "StatusCode")
    orders.yaml: Resources.Slow.Properties.StatusCode
    """

    document: str
    path: tuple[str | int, ...] = ()

    def __truediv__(self, member: str | int) -> "Place":
        return Place(self.document, (*self.path, member))

    def __str__(self) -> str:
        return f"{self.document}: {'.'.join(map(str, self.path))}"
