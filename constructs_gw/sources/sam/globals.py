"""What the `Globals` of a SAM template give to its APIs.

Mappings are merged, and so are lists; of any other two values, functions included, the API's own wins
(aws-sam-translator 1.115.0, plugins/globals, observed).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from constructs_gw.intrinsics import is_function
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Path
from constructs_gw.source import SourceMap
from constructs_gw.template import as_list, as_mapping, values_in

PLACE = ("Globals", "Api")

_READ = (
    "Auth",
    "Cors",
    "DefinitionUri",
    "GatewayResponses",
    "MergeDefinitions",
    "MethodSettings",
    "Name",
    "OpenApiVersion",
    "Variables",
    TRANSFORM,
)
MAX_VALUES = 100_000
"""More than this is not given to the APIs; of the 500 resources that a stack can have, each API takes three."""

_LONG = 100  # text counts as a value for each so many characters


def api_globals(template: Mapping[str, Any], apis: int) -> tuple[Mapping[str, Any], bool]:
    """What a template gives to each of so many APIs, and whether it is left out for making too much of them."""
    sections = as_mapping(template.get("Globals"))
    found = as_mapping(sections.get("Api"))
    common = {name: found[name] for name in _READ if name in found}
    if TRANSFORM in sections:
        common[TRANSFORM] = sections[TRANSFORM]
    is_too_much = apis * _weight(common) > MAX_VALUES
    return ({}, True) if is_too_much else (common, False)


def with_globals(
    resource: Mapping[str, Any], common: Mapping[str, Any], properties: Path, written: SourceMap
) -> dict[str, Any]:
    """The properties of an API with what it takes from the globals."""
    ignored = resource.get("IgnoreGlobals")
    names: Iterable[Any] = common if ignored == "*" else as_list(ignored)
    taken = {name: value for name, value in common.items() if name not in names}
    return _merged(taken, as_mapping(resource.get("Properties")), properties, PLACE, written)


def is_members(value: Any) -> bool:
    """Whether a value is a mapping of members rather than a function."""
    return isinstance(value, dict) and not (len(value) == 1 and is_function(next(iter(value))))


def _merged(
    common: Mapping[str, Any], own: Mapping[str, Any], made: Path, source: Path, written: SourceMap
) -> dict[str, Any]:
    found = {**common, **own}
    for name, value in common.items():
        if name not in own:
            written.put((*made, name), (*source, name))
        elif is_members(value) and is_members(own[name]):
            found[name] = _merged(value, own[name], (*made, name), (*source, name), written)
        elif isinstance(value, list) and isinstance(own[name], list):
            found[name] = [*value, *own[name]]
    return found


def _weight(value: Any) -> int:
    """How many values there are in one, its own included."""
    return sum(1 + len(found) // _LONG if isinstance(found, str) else 1 for found in values_in(value))
