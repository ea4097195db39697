"""Which resource and method of an API a request is for."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from constructs_gw.local.declarations import Method, Resource


def route(
    resources: Iterable[Resource], path: str, http_method: str
) -> tuple[Resource, Method, Mapping[str, str]] | None:
    """The resource, its method and the path parameters; None where no resource has this path and method.

    A fixed segment goes before a `{parameter}`, and that before `{proxy+}`; a resource without the method gives way
    to a `{proxy+}` that has it (observed: MiniStack, measured on an AWS account).
    """
    wanted = [unquote(segment) for segment in path.split("/") if segment]
    for resource, parameters in sorted(_matches(resources, wanted), key=lambda match: _rank(match[0])):
        method = resource.methods.get(http_method) or resource.methods.get("ANY")
        if method:
            return resource, method, parameters
    return None


def _matches(resources: Iterable[Resource], wanted: list[str]) -> Iterator[tuple[Resource, dict[str, str]]]:
    for resource in resources:
        parameters = _parameters([part for part in resource.path.split("/") if part], wanted)
        if parameters is not None:
            yield resource, parameters


def _parameters(declared: list[str], wanted: list[str]) -> dict[str, str] | None:
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
    kinds = (part for part in resource.path.split("/") if part)
    return [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in kinds]
