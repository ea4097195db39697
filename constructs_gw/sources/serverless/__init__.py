"""The Serverless Framework (v3, v4, osls): services, files of their resources, and the templates that it packages.

A service is read as lib/plugins/aws/package/lib/merge-custom-provider-resources.js and lib/classes/service.js of the
framework make its template: lists merged in order, then `extensions`, without properties that are null
(strip-null-props-from-template-resources.js). Of what the framework adds, it has the API of the `http` events and what
answers preflight there.

It has no Deployment. The framework makes a new one each time, which takes up what changed (serverless#1761); nothing in
a service can make it wait for a gateway response (serverless#6210, #12694), so that nobody could act on a finding.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.places import Path
from constructs_gw.source import PreflightNote, Source, SourceMap
from constructs_gw.sources import cloudformation
from constructs_gw.sources.serverless.preflight import HttpEvent, preflights
from constructs_gw.sources.serverless.variables import (
    MAX_HOPS,
    CustomTexts,
    Variables,
    has_framework_variables,
    own_path,
)
from constructs_gw.template import as_list, as_mapping, values_in

PACKAGE = "run serverless package, then give .serverless/cloudformation-template-update-stack.json"
"""What to read instead of a service that only the framework can read."""

REST_API = "ApiGatewayRestApi"
"""The logical id of the API that the framework makes of `http` events."""

_DEPLOYMENT = re.compile(r"ApiGatewayDeployment[0-9]+")
_WRITERS = {
    "serverless-plugin-default-api-gateway-cors-response": PACKAGE,
    "@keboola/serverless-default-error-responses": PACKAGE,
    "serverless-apigateway-plugin": "it does so after deployment, where no template shows it",
}
"""The plugins that make gateway responses (by their pages on npm), and where to read those."""

MAX_VALUES = 200_000
"""Variables that stand for more than this, all together, are not followed any further."""

_DATA_FILE = re.compile(r"\$\{file\([^,]*\.(?:json|ya?ml)\):?([^.,]*).*\}", re.DOTALL)
"""What is in a file of data, and the section of it; where it is the section that is wanted, the file is a template."""

_LONGEST = 200  # characters of a variable in a note


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it is a service, or resources with what only the framework writes."""
    if not isinstance(data.get("Resources"), Mapping):
        return "service" in data and "provider" in data
    return _is_packaged(data) or has_framework_variables([data.get("Conditions"), *_gateway_resources(data)])


def read(document: Document) -> Source:
    """The template that the framework makes of it, as far as gateway responses go."""
    data = document.data
    if not isinstance(data.get("Resources"), Mapping):
        return _Service(data).source(document)
    if not _is_packaged(data):
        return replace(cloudformation.read(Document(document.name, Variables().opaque(data))), document=document)
    resources = {name: value for name, value in data["Resources"].items() if not _DEPLOYMENT.fullmatch(str(name))}
    packaged = cloudformation.read(Document(document.name, {**data, "Resources": resources}))
    return replace(packaged, document=document, is_generated=True)


def _is_packaged(data: Mapping[str, Any]) -> bool:
    return any("ApiGatewayDeployment" in name and _DEPLOYMENT.fullmatch(name) for name in map(str, data["Resources"]))


def _gateway_resources(data: Mapping[str, Any]) -> Iterator[Any]:
    """The resources that rules look at: it is these that are worth a search."""
    for resource in data["Resources"].values():
        if str(as_mapping(resource).get("Type")).startswith("AWS::ApiGateway::"):
            yield resource


class _Service:
    """A service while its template is made."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.template: dict[str, Any] = {"Resources": {}}
        self.written = SourceMap()
        self.unread: dict[str, None] = {}
        self.is_partial = False
        self.variables = Variables()
        self.left = MAX_VALUES
        self.texts = CustomTexts(data)
        self.sizes: dict[Path, int] = {}

    def source(self, document: Document) -> Source:
        """The template, and where its parts were written."""
        self.add_api()
        parts = list(self.parts(self.data.get("resources"), ("resources",), self.miss))
        for part, place in parts:
            for name, value in part.items():
                if name != "extensions":
                    self.add_section(name, value, (*place, name))
        for part, place in parts:
            self.extend(part.get("extensions"), (*place, "extensions"))
        self.note_plugins()
        _strip_nulls(self.template["Resources"])
        made = cloudformation.read(Document(document.name, self.template))
        return Source(
            document,
            made.data,
            lambda path: self.written.source(made.written(path)),
            unread=[*self.unread, *made.unread],
            is_partial=self.is_partial or made.is_partial,
        )

    def add_api(self) -> None:
        """The API that the framework makes of `http` events, unless it is made elsewhere, and its preflight answers."""
        provider, _ = self.followed(self.data.get("provider"), ("provider",))
        settings, _ = self.followed(as_mapping(provider).get("apiGateway"), ("provider", "apiGateway"))
        elsewhere = as_mapping(settings).get("restApiId")
        events = list(self.events())
        resources = self.template["Resources"]
        if events and not elsewhere and not isinstance(settings, str):
            place = next((event.place for event in events if event.has_cors), events[0].place)
            resources[REST_API] = {"Type": "AWS::ApiGateway::RestApi"}
            self.written.put(("Resources", REST_API), place)
        for preflight in preflights(events):
            rest_api = self.variables.opaque(elsewhere) if elsewhere else {"Ref": REST_API}
            resources[preflight.logical_id] = preflight.resource(rest_api)
            if preflight.path:
                resources.setdefault(preflight.path_id, preflight.path_resource(rest_api))
            self.written.put(("Resources", preflight.logical_id), preflight.place)

    def events(self) -> Iterator[HttpEvent]:
        """The `http` events of its functions, which make its API."""
        for functions, at in self.parts(self.data.get("functions"), ("functions",), self.miss_events):
            for name, value in functions.items():
                for function, here in self.parts(value, (*at, name), self.miss_events):
                    place = (*here, "events")
                    for event, there in self.parts(function.get("events"), place, self.miss_events):
                        if event.get("http"):
                            yield self.http_event(event["http"], (*there, "http"))

    def http_event(self, value: Any, place: Path) -> HttpEvent:
        """One `http` event, in its long form or as `GET path`."""
        http, place = self.followed(value, place)
        if not isinstance(http, dict) or "cors" not in http:
            return HttpEvent("", None, place)
        cors, _ = self.followed(http["cors"], (*place, "cors"))
        path = http.get("path")
        return HttpEvent(path if isinstance(path, str) else "", self.variables.opaque(cors), (*place, "cors"))

    def parts(self, value: Any, place: Path, miss: Callable[[str], None]) -> Iterator[tuple[Mapping[str, Any], Path]]:
        """The mappings that a value is or lists, and where each was written; `miss` is told of what is not read."""
        value, place = self.followed(value, place)
        listed = [(item, (*place, i)) for i, item in enumerate(value)] if isinstance(value, list) else [(value, place)]
        for item, at in listed:
            item, at = self.followed(item, at)
            if isinstance(item, dict):
                yield item, at
            elif isinstance(item, str) and item.startswith("${"):
                miss(item[:_LONGEST])

    def followed(self, value: Any, place: Path) -> tuple[Any, Path]:
        """A value and its place, or the mapping or list of this service that `${self:PATH}` in its stead stands for."""
        found, at = value, place
        for _ in range(MAX_HOPS):
            if not (path := own_path(found)):
                return (found, at) if isinstance(found, dict | list | bool) else (value, place)
            found, at = self.data, path
            for name in path:
                found = as_mapping(found).get(name)
            self.left -= self.size(path, found)
            if self.left < 0:
                break
        return value, place

    def size(self, path: Path, value: Any) -> int:
        """How many values a variable stands for."""
        if path not in self.sizes:
            self.sizes[path] = sum(1 for _ in values_in(value))
        return self.sizes[path]

    def add_section(self, name: str, value: Any, place: Path) -> None:
        """What a part of `resources` has of one section of a template."""
        value, place = self.followed(value, place)
        if not isinstance(value, dict):
            if name == "Resources" and isinstance(value, str):
                self.miss(value[:_LONGEST], name)
            elif name != "Resources":
                self.template[name] = self.variables.opaque(value)
            return
        into = self.template.setdefault(name, {})
        for member, inner in value.items() if isinstance(into, dict) else ():
            inner, at = self.followed(inner, (*place, member))
            if name == "Resources" and isinstance(inner, str):
                self.miss(inner[:_LONGEST], name)
                continue
            if isinstance(inner, dict):
                into.setdefault(member, {})  # so that the lines below say of each attribute where it was written
            followed = self.with_maps(inner, (name, member), at) if name == "Resources" else inner
            self.merge(into, member, self.variables.opaque(followed), (name, member), at)
            self.written.put((name, member), at)

    def with_maps(self, resource: Any, made: Path, place: Path) -> Any:
        """A resource with the mappings and texts that variables in its properties stand for."""
        properties = as_mapping(resource).get("Properties")
        if not isinstance(properties, dict):
            return resource
        found = {}
        for name, value in properties.items():
            there, at = self.followed(value, (*place, "Properties", name))
            if isinstance(there, dict):
                self.written.put((*made, "Properties", name), at)
                found[name] = {member: self.texts.put_into(inner) for member, inner in there.items()}
            else:
                found[name] = self.texts.put_into(value)
        return {**resource, "Properties": found}

    def merge(self, into: dict[str, Any], name: str, value: Any, made: Path, source: Path) -> None:
        """Add a member; to a mapping that is there, what is in it. Lists, which the framework merges, are replaced."""
        there = into.get(name)
        if isinstance(there, dict) and isinstance(value, dict):
            for member, inner in value.items():
                self.merge(there, member, inner, (*made, member), (*source, member))
        else:
            into[name] = value
            self.written.put(made, source)

    def extend(self, extensions: Any, place: Path) -> None:
        """Set what `extensions` says of resources that the framework makes."""
        for name, attributes in as_mapping(extensions).items():
            resource = self.template["Resources"].get(name)
            for attribute, value in as_mapping(attributes).items() if isinstance(resource, dict) else ():
                at = (*place, name, attribute)
                if attribute not in ("Properties", "Metadata"):
                    resource[attribute] = self.variables.opaque(value)
                elif isinstance(value, dict) and isinstance(resource.setdefault(attribute, {}), dict):
                    for member, inner in value.items():
                        resource[attribute][member] = self.variables.opaque(inner)
                        self.written.put(("Resources", name, attribute, member), (*at, member))

    def note_plugins(self) -> None:
        """Say which plugins make gateway responses that nobody sees here."""
        listed = as_mapping(self.data.get("plugins")).get("modules", self.data.get("plugins"))
        for name in as_list(listed):
            if isinstance(name, str) and name in _WRITERS:
                self.unread[f"the plugin {name} makes gateway responses that are not read; {_WRITERS[name]}"] = None
                self.is_partial = True

    def miss(self, variable: str, section: str = "") -> None:
        """Take note of resources that are not read, or of what a section of them is to hold."""
        file = _DATA_FILE.fullmatch(variable)
        also = "give that file too, or " if file and file[1] == section else ""
        self.unread[f"what {variable} stands for is not read; {also}{PACKAGE}"] = None
        self.is_partial = True

    def miss_events(self, variable: str) -> None:
        """Take note of events that are not read; none of them makes a gateway response."""
        note = f"whether the events in {variable} answer preflight is not known; {PACKAGE}"
        self.unread[PreflightNote(note)] = None


def _strip_nulls(value: Any) -> None:
    """Take out the members that are null: the framework does so in the properties of resources."""
    if isinstance(value, dict):
        for name in [name for name, member in value.items() if member is None]:
            del value[name]
    for member in value.values() if isinstance(value, dict) else as_list(value):
        _strip_nulls(member)
