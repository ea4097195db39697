"""Rules are asked once for views that hold the same: what they say must not depend on that."""

from pathlib import Path
from typing import Any

import pytest

from constructs_gw.documents import read_document
from constructs_gw.inspector import Inspector
from constructs_gw.template import Template
from constructs_gw.validate import validate

RULES = Path(__file__).parent / "rules"


class Forgetful(dict[Any, Any]):
    """A memory that keeps nothing."""

    def __setitem__(self, key: Any, value: Any) -> None:
        """Forget it."""


def test_every_template_of_the_rules_gets_the_same_findings_from_rules_that_are_asked_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in sorted(RULES.glob("*/*.yaml"))}
    templates = [Template(read_document(text, name).data, name) for name, text in texts.items()]
    remembered = validate(templates)
    asked = Inspector.__init__

    def forgetful(self: Inspector, rules: Any) -> None:
        asked(self, rules)
        self._said = Forgetful()

    monkeypatch.setattr(Inspector, "__init__", forgetful)
    assert len(remembered) > 100
    assert validate(templates) == remembered
