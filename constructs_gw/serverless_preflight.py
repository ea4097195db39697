"""The OPTIONS methods that the Serverless Framework makes of `cors` on the `http` events of functions.

As its lib/plugins/aws/package/compile/events/api-gateway/lib/{validate,cors}.js (v3, v4) and lib/plugins/aws/lib/
naming.js do it: one method a path, all events of the path together, of their origins the last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from constructs_gw.intrinsics import opaque
from constructs_gw.source import Path
from constructs_gw.template import as_mapping
from constructs_gw.tokens import has_token

_HEADERS = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amz-User-Agent"]
"""What preflight allows unless told; v4 adds X-Amzn-Trace-Id."""

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
        is_known = not isinstance(self.cors, str) or not has_token(self.cors)
        return self.cors not in (None, False, "", 0) and is_known


class Preflight(NamedTuple):
    """The OPTIONS method of one path, and the `cors` that it is made of."""

    logical_id: str
    headers: Mapping[str, str]
    chooses_origin: bool
    place: Path

    def resource(self, rest_api: Any) -> dict[str, Any]:
        """Its resource, as far as the rules look at it."""
        answer = {
            "StatusCode": "200",
            "ResponseParameters": {f"method.response.header.{name}": f"'{v}'" for name, v in self.headers.items()},
            "ResponseTemplates": {"application/json": _CHOOSES if self.chooses_origin else ""},
        }
        integration = {"Type": "MOCK", "IntegrationResponses": [answer]}
        properties = {"RestApiId": rest_api, "HttpMethod": "OPTIONS", "Integration": integration}
        return {"Type": "AWS::ApiGateway::Method", "Properties": properties}


def preflights(events: Iterable[HttpEvent]) -> Iterator[Preflight]:
    """The method of each path that has an event with `cors`."""
    paths: dict[str, list[HttpEvent]] = {}
    for event in events:
        if event.has_cors:
            paths.setdefault(event.path.removeprefix("/").removesuffix("/"), []).append(event)
    return (_preflight(path, events) for path, events in paths.items())


def _preflight(path: str, events: list[HttpEvent]) -> Preflight:
    given = [as_mapping(event.cors) for event in events]
    origin, origins = _origin(given)
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Headers": ",".join(name for cors in given for name in _listed(cors, "headers", _HEADERS)),
    }
    allowed = [value for cors in given if (value := cors.get("allowCredentials"))]
    if allowed:
        is_sure = any(not isinstance(value, str) or not has_token(value) for value in allowed)
        headers["Access-Control-Allow-Credentials"] = "true" if is_sure else str(allowed[0])
    return Preflight(f"ApiGatewayMethod{_resource_name(path)}Options", headers, bool(origins), events[-1].place)


def _origin(given: Sequence[Mapping[str, Any]]) -> tuple[str, Sequence[str]]:
    """The origin that preflight allows, and those among which it chooses, if any."""
    origin = given[-1].get("origin", "*")
    text = origin if isinstance(origin, str) else opaque("origin")
    origins = [name.strip() for name in text.split(",")] if "," in text else []
    origins = origins or [name for cors in given[::-1] for name in _listed(cors, "origins", ())]
    return (origins[0] if origins else text), origins


def _listed(cors: Mapping[str, Any], name: str, otherwise: Sequence[str]) -> Sequence[str]:
    value = cors.get(name) or otherwise
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else otherwise


def _resource_name(path: str) -> str:
    """What the framework calls a path in logical ids: `users/{id}` is `UsersIdVar`."""
    return "".join(map(_part_name, path.split("/")))


def _part_name(part: str) -> str:
    name = re.sub("[^0-9A-Za-z]", "", re.sub(r"\{([^{}]*)\}", r"\1Var", part.capitalize().replace("-", "Dash")))
    return name[:1].upper() + name[1:]
