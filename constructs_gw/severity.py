"""How bad a finding is."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; the evidence for it decides, from the worst to the mildest."""

    ERROR = "error"
    """Documented, recorded against AWS, certain by a web standard, or plainly exploitable."""
    WARNING = "warning"
    """Observed by third parties, or works but surely is not meant."""
    INFO = "info"
    """Inferred, or a matter of style or cost."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)

    def reaches(self, bar: "Severity") -> bool:
        """Whether it is as bad as the bar, or worse."""
        return self.rank <= bar.rank
