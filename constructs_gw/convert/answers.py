"""What every response type of an API answers with, in a form that two equal answers share."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from constructs_gw.convert.json_data import data_of, spelled
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.mapping import MappingValue
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType


@dataclass(frozen=True)
class Answer:
    """What one response type answers with."""

    status_code: str | None
    """None for DEFAULT_4XX and DEFAULT_5XX."""
    headers: Mapping[str, tuple[str, MappingValue]]
    """By name in lower case: the name as it is written, and the value."""
    templates: Mapping[str, str]
    is_built_in: bool

    def same(self, other: "Answer") -> bool:
        """Whether a client cannot tell the two apart."""
        return (
            (self.status_code, self.is_built_in) == (other.status_code, other.is_built_in)
            and self.values == other.values
            and self.same_bodies(other)
        )

    def same_bodies(self, other: "Answer") -> bool:
        """Whether the bodies are the same, JSON in whatever spelling."""
        if self.templates.keys() != other.templates.keys():
            return False
        return all(spelled(*item) == spelled(item[0], other.templates[item[0]]) for item in self.templates.items())

    @cached_property
    def values(self) -> dict[str, MappingValue]:
        """The headers' values by name in lower case."""
        return {name: value for name, (_, value) in self.headers.items()}

    @property
    def media_type(self) -> str | None:
        """That of its body, where it has one alone."""
        return next(iter(self.templates)) if len(self.templates) == 1 else None

    @property
    def data(self) -> Mapping[str, Any]:
        """The members of its JSON body; none where it is no object, or not one alone."""
        found = data_of(*next(iter(self.templates.items()))) if len(self.templates) == 1 else None
        return found if isinstance(found, dict) else {}


class Answers(Mapping[ResponseType, Answer]):
    """Those of all types that can be customized."""

    def __init__(self, customizations: CustomizationSet) -> None:
        deployed = customizations.minimal()  # what a status of DEFAULT_* does is said of each type
        self._answers = dict(_answers(deployed))

    def __getitem__(self, kind: ResponseType) -> Answer:
        return self._answers[kind]

    def __iter__(self) -> Iterator[ResponseType]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def same(self, other: "Answers") -> bool:
        """Whether every type answers alike."""
        return all(answer.same(other[kind]) for kind, answer in self.items())

    def common_header(self, name: str) -> MappingValue | None:
        """The value that most types have for a header; None where some customized type has none."""
        values = [answer.values.get(name) for answer in self.values() if not answer.is_built_in]
        return Counter(values).most_common(1)[0][0] if values and None not in values else None


def _answers(deployed: CustomizationSet) -> Iterator[tuple[ResponseType, Answer]]:
    for kind in CUSTOMIZABLE_TYPES:
        found = deployed.effective(kind)
        headers = {name.casefold(): (name, value) for name, value in found.headers.items()}
        yield kind, Answer(found.status_code, headers, found.templates, found.source is None)
