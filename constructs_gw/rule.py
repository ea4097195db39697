"""A rule as its users know it, whatever it looks at."""

from dataclasses import dataclass

from constructs_gw.severity import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What is found under one name."""

    name: str
    """As it is selected and acknowledged: `unquoted-static-value`."""
    severity: Severity
    """How bad its findings are, unless one says otherwise."""
    doc: str
    """What it finds, why that is bad and what to do instead, in Markdown."""

    @property
    def summary(self) -> str:
        """What it finds, in one line."""
        return self.doc.partition("\n")[0]

    @property
    def page(self) -> str:
        """All that there is to know about it, in Markdown."""
        return f"# {self.name}\n\nSeverity: {self.severity}\n\n{self.doc.strip()}\n"
