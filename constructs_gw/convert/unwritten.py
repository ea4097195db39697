"""What no document is given of a source: what API Gateway rejects, does not know or makes nothing of, and secrets."""

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.convert.declared import Loss
from constructs_gw.customization import HEADER_PREFIX
from constructs_gw.intrinsics import ABSENT, Scope
from constructs_gw.openapi import MEMBERS, PROPERTIES
from constructs_gw.places import Place
from constructs_gw.rest_api_view import Refusal
from constructs_gw.template import is_secret

_OWN = ("RestApiId", "ResponseType")
_IGNORED = ("x-", "Fn::")
"""How names begin that are an author's own (OpenAPI, specification extensions), or functions."""


def unwritten(at: str, resource: Mapping[str, Any], place: Place, scope: Scope) -> Iterator[Loss]:
    """Members that no gateway response has, and parameters that no answer has, of a resource or in its definition."""
    entry, names = scope.mapping(resource.get("Properties")), PROPERTIES
    if not place.is_resource:
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


def refused(refusal: Refusal) -> list[Loss]:
    """What API Gateway would reject, in the words of who refused it."""
    what = "the whole response is left out" if refusal.place else "the last one counts"
    return [Loss(f"{what}: {problem.message}", problem.fix, str(problem.at)) for problem in refusal.error.problems]


def without_secret(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    """A parameter as it can be written."""
    return {k: v for k, v in parameter.items() if k != "Default"} if is_secret(parameter) else parameter


def secret_defaults(api: str, parameters: Mapping[str, Mapping[str, Any]]) -> Iterator[Loss]:
    """The defaults that `without_secret` takes out of the parameters of an API."""
    for name, parameter in parameters.items():
        if is_secret(parameter) and "Default" in parameter:
            what = f"the default of the parameter {name} is not written, since it has NoEcho"
            yield Loss(what, "give its value", api)
