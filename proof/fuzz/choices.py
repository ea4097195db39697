"""What targets make of the fuzzer's bytes: texts, JSON data, documents that were changed."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import atheris

from constructs_gw.documents import read_document

REALISTIC = Path(__file__).parents[2] / "tests" / "realistic"
DOCUMENTS = [read_document(path.read_bytes(), path.name).data for path in sorted(REALISTIC.iterdir())]
"""A realistic document of each format."""

NAMES = ["Ref", "Fn::If", "Fn::Sub", "Fn::ForEach::X", "Fn::Transform", "Resources", "GatewayResponses", "body",
         "values"]  # fmt: skip
TEXTS = ["", "'*'", "*", "${Token[x]}", "${self:x}", "$context.error.message", "$context.error.messageString",
         "method.request.header.Origin", "context.requestId", "stageVariables.a", "#set($x)", '"', "{", "AWS::NoValue",
         "DEFAULT_4XX", "THROTTLED", "404", "application/json", "gatewayresponse.header.X-A", "\ud800"]  # fmt: skip


class Choices:
    """The fuzzer's bytes as choices."""

    def __init__(self, content: bytes) -> None:
        self._given = atheris.FuzzedDataProvider(content)

    @property
    def left(self) -> int:
        """How many bytes there still are to choose with."""
        return int(self._given.remaining_bytes())

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return int(self._given.ConsumeIntInRange(least, most))

    def one(self, values: Any) -> Any:
        """One of several values."""
        return values[self.number(0, len(values) - 1)]

    def is_so(self) -> bool:
        """Yes or no."""
        return bool(self._given.ConsumeBool())

    def content(self, most: int) -> bytes:
        """Any bytes."""
        return bytes(self._given.ConsumeBytes(self.number(0, most)))

    def text(self, most: int = 24) -> str:
        """A text that matters, or any other."""
        return str(self.one(TEXTS)) if self.is_so() else str(self._given.ConsumeUnicode(self.number(0, most)))

    def json(self, depth: int = 3) -> Any:
        """Data that JSON can say."""
        kind = self.number(0, 7 if depth else 5)
        if kind >= 6:
            values = [self.json(depth - 1) for _ in range(self.number(0, 3))]
            return values if kind == 6 else {self.text(): value for value in values}
        return [None, True, self.number(-(2**63), 2**63 - 1), -1.5, self.text(), self.text()][kind]

    def document(self) -> bytes:
        """A realistic document with some of its parts exchanged, renamed or replaced."""
        data = deepcopy(self.one(DOCUMENTS))
        while self.left > 2:
            self._change(data)
        return json.dumps(data).encode()

    def _change(self, data: Any) -> None:
        """Change one member, as far down as is chosen."""
        while isinstance(data, dict | list) and data:
            key = self.one([*data] if isinstance(data, dict) else [*range(len(data))])
            if isinstance(data[key], dict | list) and data[key] and self.number(0, 3):
                data = data[key]
                continue
            data[key] = self._instead(data[key])
            if isinstance(data, dict) and self.is_so():
                data[self.one(NAMES)] = data.pop(key)
            return

    def _instead(self, old: Any) -> Any:
        """Something else in place of a value, or around it."""
        kinds = [None, True, 7, -1.5, [], {}, [old], {self.one(NAMES): old}, self.one(TEXTS),
                 self._given.ConsumeUnicodeNoSurrogates(8), old]  # fmt: skip
        return self.one(kinds)
