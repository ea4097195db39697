"""The table of results."""

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("", "ours (ms)", "peer (ms)", "", "target", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison of medians: by ratio or, where the target is an addition, by difference."""

    name: str
    ours: float
    peer: float
    target: float | None = None
    is_difference: bool = False

    @property
    def figure(self) -> float:
        """What the target limits."""
        return self.ours - self.peer if self.is_difference else self.ours / self.peer

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return self.name, f"{self.ours:.2f}", f"{self.peer:.2f}", *self.verdict()

    def verdict(self) -> tuple[str, str, str]:
        """The figure, its target, and whether that is met."""
        spell = "{:+.1f} ms" if self.is_difference else "{:.3f}x" if self.figure < 0.1 else "{:.2f}x"
        target = "" if self.target is None else f"<= {spell.format(self.target)}"
        met = "" if self.target is None else "yes" if self.figure <= self.target else "no"
        return spell.format(self.figure), target, met


def markdown(rows: Iterable[Row]) -> str:
    """The figures without what they were made of, which another machine would not give."""
    cells = [("ours, beside its peer", "takes", *HEAD[4:]), ("---",) * 4, *((row.name, *row.verdict()) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def text(rows: Iterable[Row]) -> str:
    """The rows below each other, names to the left and figures to the right."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(line, widths) for line in cells)


def _line(line: tuple[str, ...], widths: list[int]) -> str:
    name, *figures = (f"{c:{'<' if i == 0 else '>'}{w}}" for i, (c, w) in enumerate(zip(line, widths, strict=True)))
    return "  ".join([name, *figures]).rstrip()
