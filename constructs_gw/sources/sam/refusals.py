"""What SAM refuses and no rule tells of: it is left out here, and would pass for sound.

SAM refuses more than that (aws-sam-translator 1.115.0, model/api/api_generator; a test compares).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_gw.openapi import PROPERTIES
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Path
from constructs_gw.sources.sam.definition import TARGETS, is_inline
from constructs_gw.sources.sam.globals import is_members
from constructs_gw.template import as_mapping

_CORS = ("AllowOrigin", "AllowHeaders", "AllowMethods", "MaxAge", "AllowCredentials")


def refused(properties: Mapping[str, Any], definition: Any) -> Iterator[tuple[Path, str]]:
    """What SAM refuses, by its path in the properties of an API, each with what to write instead."""
    for name in ("GatewayResponses", "Cors"):
        if properties.get(name) and not is_inline(definition):
            yield (name,), "give the API a DefinitionBody that has paths"
    if properties.get("DefinitionBody") and properties.get("DefinitionUri"):
        yield ("DefinitionUri",), "give either DefinitionBody or DefinitionUri"
    yield from _in_cors(properties.get("Cors"))
    yield from _in_responses(properties.get("GatewayResponses"))


def _in_cors(cors: Any) -> Iterator[tuple[Path, str]]:
    if is_members(cors):
        yield from _unknown(cors, _CORS, ("Cors",))
    elif cors and not isinstance(cors, str | dict):
        yield ("Cors",), "write {AllowOrigin: ...}"


def _in_responses(given: Any) -> Iterator[tuple[Path, str]]:
    if given and not isinstance(given, dict):
        yield ("GatewayResponses",), "write {TYPE: {StatusCode: ...}}"
    for kind, entry in as_mapping(given).items():
        if kind != TRANSFORM and TRANSFORM not in as_mapping(entry):
            yield from _in_response(entry, ("GatewayResponses", str(kind)))


def _in_response(entry: Any, at: Path) -> Iterator[tuple[Path, str]]:
    if not is_members(entry):
        yield at, f"write its members: {', '.join(PROPERTIES)}"
        return
    yield from _unknown(entry, PROPERTIES, at)
    yield from _in_parameters(entry.get("ResponseParameters"), (*at, "ResponseParameters"))
    if isinstance(entry.get("StatusCode"), dict):
        yield (*at, "StatusCode"), 'write the status itself, such as "404"'


def _in_parameters(parameters: Any, at: Path) -> Iterator[tuple[Path, str]]:
    yield from _unknown(parameters, TARGETS, at)
    if parameters and not isinstance(parameters, dict):
        yield at, "write {Headers: {NAME: ...}}"
    for name, values in as_mapping(parameters).items():
        if name in TARGETS and not isinstance(values, dict):
            yield (*at, name), "write names and their values, or leave it out"


def _unknown(members: Any, known: Iterable[str], at: Path) -> Iterator[tuple[Path, str]]:
    for name in as_mapping(members):
        if name not in known and name != TRANSFORM:
            yield (*at, name), f"write one of {', '.join(known)}"
