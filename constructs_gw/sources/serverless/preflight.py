"""The OPTIONS methods that the Serverless Framework makes of `cors` on the `http` events of functions.

As its lib/plugins/aws/package/compile/events/api-gateway/lib/{validate,cors}.js (v3, v4) and lib/plugins/aws/lib/
naming.js do it: one method a path, all events of the path together, of their origins the last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from constructs_gw.intrinsics import opaque
from constructs_gw.places import Path
from constructs_gw.template import as_mapping
from constructs_gw.tokens import has_token

_LONGEST = 2_000  # characters: nothing longer is an origin or a path

_CHOOSES = "#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)"
"""Stands for the template by which the answer names the one of several origins that asks."""


class HttpEvent(NamedTuple):
    """One `http` event of a function."""

    path: str
    cors: Any
    """As it is written, variables opaque."""
    place: Path
    """Where its `cors` stands; the event, if it has none."""

    @property
    def has_cors(self) -> bool:
        """Whether preflight is surely answered for it: what only a variable knows may be `false`."""
        return self.cors not in (None, False, "", 0) and not _is_opaque(self.cors)


class Preflight(NamedTuple):
    """The OPTIONS method of one path, and the `cors` that it is made of."""

    logical_id: str
    headers: Mapping[str, str]
    chooses_origin: bool
    place: Path
    path: str

    def resource(self, rest_api: Any) -> dict[str, Any]:
        """Its resource, as far as the rules look at it."""
        answer = {
            "StatusCode": "200",
            "ResponseParameters": {f"method.response.header.{name}": f"'{v}'" for name, v in self.headers.items()},
            "ResponseTemplates": {"application/json": _CHOOSES if self.chooses_origin else ""},
        }
        integration = {"Type": "MOCK", "IntegrationResponses": [answer]}
        properties = {"RestApiId": rest_api, "HttpMethod": "OPTIONS", "Integration": integration}
        resource = {"ResourceId": {"Ref": self.path_id}} if self.path else {}
        return {"Type": "AWS::ApiGateway::Method", "Properties": {**properties, **resource}}

    @property
    def path_id(self) -> str:
        """The logical id of its path."""
        return f"ApiGatewayResource{_resource_name(self.path)}"

    def path_resource(self, rest_api: Any) -> dict[str, Any]:
        """The resource of its path, the whole of it in one where the framework makes one for each part."""
        return {"Type": "AWS::ApiGateway::Resource", "Properties": {"RestApiId": rest_api, "PathPart": self.path}}


def preflights(events: Iterable[HttpEvent]) -> Iterator[Preflight]:
    """The method of each path that has an event with `cors`."""
    paths: dict[str, list[HttpEvent]] = {}
    for event in events:
        if event.has_cors:
            paths.setdefault(event.path[:_LONGEST].removeprefix("/").removesuffix("/"), []).append(event)
    return (_preflight(path, events) for path, events in paths.items())


def _preflight(path: str, events: list[HttpEvent]) -> Preflight:
    given = [as_mapping(event.cors) for event in events]
    origin, chooses = _origin(given)
    headers = {"Access-Control-Allow-Origin": origin}
    allowed = [value for cors in given if (value := cors.get("allowCredentials"))]
    if allowed:
        is_open = all(map(_is_opaque, allowed))
        headers["Access-Control-Allow-Credentials"] = opaque("allowCredentials") if is_open else "true"
    return Preflight(f"ApiGatewayMethod{_resource_name(path)}Options", headers, chooses, events[-1].place, path)


def _origin(given: Sequence[Mapping[str, Any]]) -> tuple[str, bool]:
    """The origin that preflight allows, the first of several, and whether it chooses among several."""
    origin = _text(given[-1].get("origin", "*"))
    if "," in origin:
        return origin.partition(",")[0].strip(), True
    several = next((origins for cors in given[::-1] if (origins := cors.get("origins"))), None)
    if isinstance(several, list):
        return _text(several[0]), True
    return origin, several is not None


def _text(origin: Any) -> str:
    return origin if isinstance(origin, str) and len(origin) <= _LONGEST else opaque("origin")


def _is_opaque(value: Any) -> bool:
    return isinstance(value, str) and (len(value) > _LONGEST or has_token(value))


def _resource_name(path: str) -> str:
    """What the framework calls a path in logical ids: `users/{id}` is `UsersIdVar`."""
    return "".join(map(_part_name, path.split("/")))


def _part_name(part: str) -> str:
    name = re.sub("[^0-9A-Za-z]", "", re.sub(r"\{([^{}]*)\}", r"\1Var", part.capitalize().replace("-", "Dash")))
    return name[:1].upper() + name[1:]
