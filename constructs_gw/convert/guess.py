"""A call of a preset's function that may have made a set of customizations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw import presets
from constructs_gw.convert.answers import Answers
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Preset
from constructs_gw.response_types import ResponseType


@dataclass(frozen=True)
class Guess:
    """A call of a preset's function, and what it gives."""

    name: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]
    preset: Preset


def guess(name: str, *arguments: Any, **options: Any) -> Iterator[Guess]:
    """The call of a preset's function with those options that are not None; nothing where it refuses them."""
    given = {key: value for key, value in options.items() if value is not None}
    yield from called(name, arguments, given)


def called(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Iterator[Guess]:
    """The call with exactly these options; nothing where the preset's function refuses them."""
    try:
        yield Guess(name, arguments, options, getattr(presets, name)(*arguments, **options))
    except GatewayResponseError:
        return


def plain(value: MappingValue) -> MappingValue | str:
    """Static text as text, where that means the same."""
    try:
        return value.text if value.is_static and MappingValue.static(value.text) == value else value
    except GatewayResponseError:
        return value


def reference(answers: Answers) -> ResponseType:
    """A type that shows what all have: DEFAULT_4XX where it is customized."""
    kinds = (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX)
    return next((kind for kind in kinds if not answers[kind].is_built_in), ResponseType.UNAUTHORIZED)
