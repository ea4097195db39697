"""Which resource and method of an API a request is for."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from constructs_gw.local.declarations import Method, Resource

ANY_COVERS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))
"""The methods that `ANY` stands for (developer guide, api-gateway-method-settings-method-request)."""

MAX_SEGMENTS = 300
"""A longer path is nobody's: the 10,240 bytes of a request line hold no more that mean something."""

Found: TypeAlias = tuple[Resource, Method, Mapping[str, str]]


def route(resources: tuple[Resource, ...], path: str, http_method: str) -> Found | None:
    """The resource of a path as it was sent, its method and the path parameters; None where there is none.

    A fixed segment goes before a `{parameter}`, and that before `{proxy+}`. The resource found that way gives way only
    to a `{proxy+}` that has the method (observed: MiniStack, measured on an AWS account). HEAD and OPTIONS are methods
    like any other: GET does not bring them.
    """
    wanted = [unquote(segment) for segment in path.split("/") if segment]
    if len(wanted) > MAX_SEGMENTS:
        return None
    matches = sorted(_matches(_known(resources), wanted), key=lambda match: _rank(match[0]))
    for position, (resource, parameters) in enumerate(matches):
        method = _method(resource, http_method)
        if method and (position == 0 or resource.path.endswith("+}")):
            return resource, method, parameters
    return None


def _method(resource: Resource, http_method: str) -> Method | None:
    found = resource.methods.get(http_method) if http_method != "ANY" else None
    return found or (resource.methods.get("ANY") if http_method in ANY_COVERS else None)


_Known: TypeAlias = tuple[tuple[Resource, tuple[str, ...]], ...]
_LATEST: list[tuple[tuple[Resource, ...], _Known]] = []
"""What was made of the resources that were asked for last: an API's do not change while it is served."""


def _known(resources: tuple[Resource, ...]) -> _Known:
    """The resources with the parts of their paths, and those above them, which a definition may not name."""
    found = next((known for of, known in _LATEST if of is resources), None)
    if found is None:
        found = tuple((one, _parts(one.path)) for one in _with_parents(resources))
        _LATEST[:] = [(resources, found), *_LATEST[:9]]
    return found


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part)


def _with_parents(resources: tuple[Resource, ...]) -> Iterator[Resource]:
    known = {resource.path: resource for resource in resources}
    for parts in list(map(_parts, known)):
        for length in range(1, len(parts)):
            above = "/" + "/".join(parts[:length])
            known.setdefault(above, Resource(above, {}))
    return iter(known.values())


def _matches(known: _Known, wanted: list[str]) -> Iterator[tuple[Resource, dict[str, str]]]:
    for resource, parts in known:
        parameters = _parameters(parts, wanted)
        if parameters is not None:
            yield resource, parameters


def _parameters(declared: tuple[str, ...], wanted: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for position, part in enumerate(declared):
        if part.endswith("+}") and wanted[position:]:
            return {**found, part[1:-2]: "/".join(wanted[position:])}
        if position >= len(wanted):
            return None
        if part.startswith("{") and part.endswith("}"):
            found[part[1:-1]] = wanted[position]
        elif part != wanted[position]:
            return None
    return found if len(declared) == len(wanted) else None


def _rank(resource: Resource) -> list[int]:
    return [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in _parts(resource.path)]
