"""What one proof says: a section of docs/reliability.md, and what it found wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """What was tried, and what came of it."""

    title: str
    text: str
    """What was done, how a figure is meant, which command repeats it."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    failures: tuple[str, ...] = ()
    """What keeps `make proof` from succeeding: a crash, a score that is missed."""
    after: str = ""
    """What stands below the table, such as each survivor with its reason."""

    def markdown(self) -> str:
        """The section as the page has it."""
        lines = [_row(self.head), _row(("---",) * len(self.head)), *map(_row, self.rows)]
        return "\n\n".join(filter(None, [f"## {self.title}", self.text, "\n".join(lines), self.after])) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
