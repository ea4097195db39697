"""Which resource and method of an API a request is for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    wanted = [*map(unquote, _parts(path))]
    if len(wanted) > MAX_SEGMENTS:
        return None
    for position, resource in enumerate(_matches(_tree(resources), wanted)):
        method = _method(resource, http_method)
        if method and (position == 0 or resource.path.endswith("+}")):
            return resource, method, _parameters(resource, wanted)
    return None


def _method(resource: Resource, http_method: str) -> Method | None:
    found = resource.methods.get(http_method) if http_method != "ANY" else None
    return found or (resource.methods.get("ANY") if http_method in ANY_COVERS else None)


@dataclass(slots=True)
class _Node:
    """What has a path, and what goes on from there."""

    resources: tuple[Resource, ...] = ()
    below: dict[str | None, "_Node"] = field(default_factory=dict)
    """By the next segment; None is a `{parameter}`, whatever its name."""
    greedy: tuple[Resource, ...] = ()
    """Those that take the rest, by `{proxy+}`."""


_WITHOUT_METHODS = Resource("", {})
"""What is above a resource is one too, which a definition may not name."""

_LATEST: list[tuple[tuple[Resource, ...], _Node]] = []
"""What was made of the resources that were asked for last: an API's do not change while it is served."""


def _tree(resources: tuple[Resource, ...]) -> _Node:
    found = next((root for of, root in _LATEST if of is resources), None)
    if found is None:
        found = _Node()
        for resource in resources:
            _add(resource, found)
        _LATEST[:] = [(resources, found), *_LATEST[:9]]
    return found


def _add(resource: Resource, node: _Node) -> None:
    for part in _parts(resource.path):
        if part.endswith("+}"):
            node.greedy += (resource,)
            return
        node = node.below.setdefault(None if _is_parameter(part) else part, _Node())
    node.resources += (resource,)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _is_parameter(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _matches(node: _Node, wanted: list[str], position: int = 0) -> Iterator[Resource]:
    """The resources that a path can be of, the most specific first."""
    if position == len(wanted):
        yield from node.resources or (_WITHOUT_METHODS,)
        return
    for segment in (wanted[position], None):
        if segment in node.below:
            yield from _matches(node.below[segment], wanted, position + 1)
    yield from node.greedy


def _parameters(resource: Resource, wanted: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for position, part in enumerate(_parts(resource.path)):
        if part.endswith("+}"):
            found[part[1:-2]] = "/".join(wanted[position:])
        elif _is_parameter(part):
            found[part[1:-1]] = wanted[position]
    return found
