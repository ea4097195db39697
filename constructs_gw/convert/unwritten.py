"""What a source says of a gateway response that API Gateway does not know or makes nothing of: no document has it."""

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.convert.declared import Loss
from constructs_gw.customization import HEADER_PREFIX
from constructs_gw.intrinsics import ABSENT, Scope
from constructs_gw.openapi import MEMBERS, PROPERTIES
from constructs_gw.places import Place

_OF_A_RESOURCE = 2
_OWN = ("RestApiId", "ResponseType")
_IGNORED = ("x-", "Fn::")
"""How names begin that are an author's own (OpenAPI, specification extensions), or functions."""


def unwritten(at: str, resource: Mapping[str, Any], place: Place, scope: Scope) -> Iterator[Loss]:
    """Members that no gateway response has, and parameters that no answer has, of a resource or in its definition."""
    entry, names = scope.mapping(resource.get("Properties")), PROPERTIES
    if len(place.path) > _OF_A_RESOURCE:
        names = MEMBERS
        for member in place.path[3:]:
            entry = scope.mapping(entry.get(str(member)))
    for name, value in entry.items():
        is_known = name in names or (names is PROPERTIES and name in _OWN)
        if not is_known and not str(name).startswith(_IGNORED) and scope.value(value) is not ABSENT:
            yield Loss("left out: no gateway response has it", f"write one of {', '.join(names)}", f"{at} {name}")
    for name in scope.mapping(entry.get(names[1])):
        if not name.startswith((HEADER_PREFIX, *_IGNORED)):
            yield Loss("left out: no answer has such a part", "write a header if one is meant", f"{at} {name}")
