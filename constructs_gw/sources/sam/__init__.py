"""AWS SAM templates: each AWS::Serverless::Api as the RestApi that the transform makes of it.

What the transform makes is what aws-sam-translator 1.115.0 makes (observed; a test compares).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from constructs_gw.documents import Document
from constructs_gw.openapi import EXTENSION
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Path
from constructs_gw.source import Source, SourceMap
from constructs_gw.sources import cloudformation
from constructs_gw.sources.sam.auth import usage_plan
from constructs_gw.sources.sam.definition import NO_VALUE, is_inline, responses, with_preflight
from constructs_gw.sources.sam.globals import PLACE, api_globals, with_globals
from constructs_gw.sources.sam.operations import is_openapi_3, method_name, operation_of
from constructs_gw.sources.sam.refusals import refused
from constructs_gw.sources.sam.requests import with_override, with_requests
from constructs_gw.template import as_mapping, items_of
from constructs_gw.terms import CLOUDFORMATION, Terms

_SAM = "AWS::Serverless-2016-10-31"
_API = "AWS::Serverless::Api"
_FUNCTION = "AWS::Serverless::Function"
_CALLED = (_FUNCTION, "AWS::Serverless::StateMachine")
_IMPLICIT = "ServerlessRestApi"
"""The API of the events that name none; it takes the place of a resource that has its name."""

_IN_NAMES = str.maketrans({"/": "SLASH", "{": "OB", "}": "CB"})
"""What SAM writes for the characters of a path in the name of a condition."""

_DEPLOYED = "move it into {} of the API, whose Deployment is made by SAM and waits for no resource beside it"
_INLINE = Terms(
    has_prefixed_headers=False,
    dependency=_DEPLOYED.format("GatewayResponses"),
    lost="SAM gives the API a definition, whose next import removes {responses}; CloudFormation does not notice",
    inside="move what stands beside the API into its GatewayResponses",
)
_ELSEWHERE = CLOUDFORMATION._replace(dependency=_DEPLOYED.format("the definition"))


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it names the transform, or has resources that only the transform knows."""
    resources = data.get("Resources")
    types = (str(as_mapping(resource).get("Type")) for resource in as_mapping(resources).values())
    is_named = _SAM in items_of(data.get("Transform"))
    return isinstance(resources, Mapping) and (is_named or any(kind.startswith("AWS::Serverless::") for kind in types))


def read(document: Document) -> Source:
    """A template with what the transform makes of its APIs; all else stays as it is."""
    base = cloudformation.read(document)
    template = _Template(base)
    return template.source() if template.apis else base


class _Operation(NamedTuple):
    """An event that has an API call a function."""

    path: str
    method: str
    condition: str | None
    calls_function: bool
    """Rather than a state machine."""
    place: Path
    properties: Mapping[str, Any]

    def made(self, is_openapi_3: bool) -> dict[str, Any]:
        """The operation that SAM makes of it."""
        return operation_of(self.properties, calls_function=self.calls_function, is_openapi_3=is_openapi_3)


def _operations(resources: Mapping[str, Any]) -> dict[str, list[_Operation]]:
    """The events of functions and state machines by the API that they are for."""
    found: dict[str, list[_Operation]] = {}
    called = {name: given for name, given in resources.items() if as_mapping(given).get("Type") in _CALLED}
    for name, resource in called.items():
        events = as_mapping(as_mapping(resource.get("Properties")).get("Events"))
        condition = resource.get("Condition")
        made_if = condition if isinstance(condition, str) and condition else None
        for event, given in events.items():
            match given:
                case {"Type": "Api", "Properties": {"Path": str(path), "Method": str(method), **others}}:
                    place = ("Resources", name, "Properties", "Events", event)
                    calls_function = resource["Type"] == _FUNCTION
                    operation = _Operation(path, method, made_if, calls_function, place, given["Properties"])
                    match others.get("RestApiId", _IMPLICIT):
                        case str(api) | {"Ref": str(api)}:
                            found.setdefault(api, []).append(operation)
    return found


class _Template:
    """A template while the resources of its APIs are made."""

    def __init__(self, base: Source) -> None:
        self._base = base
        self._resources = dict(as_mapping(base.data.get("Resources")))
        self._conditions = dict(as_mapping(base.data.get("Conditions")))
        self._operations = _operations(self._resources)
        if _IMPLICIT in self._operations:
            self._resources[_IMPLICIT] = self._implicit()
        self.apis = [name for name, given in self._resources.items() if as_mapping(given).get("Type") == _API]
        self._globals, self._has_too_much = api_globals(base.data, len(self.apis))
        self._given = SourceMap()
        """Where what the APIs have, their globals included, was written."""
        self._made = SourceMap()
        """Which of that the template was made of."""
        self._terms: dict[Path, Terms] = {}
        self._unread: list[str] = []

    def source(self) -> Source:
        """The template, and where its author wrote it."""
        for name in self.apis:
            self._add(name, self._resources[name])
        notes = [*self._base.unread, *dict.fromkeys(self._unread)]
        if self._has_too_much:
            notes.append("what Globals give to so many APIs is not read; give each template fewer of them")
        return replace(
            self._base,
            data={**self._base.data, "Resources": self._resources, "Conditions": self._conditions},
            written=lambda path: self._written(self._made.source(path)),
            terms=self._terms,
            unread=notes,
            is_partial=self._base.is_partial or self._has_too_much,
        )

    def _written(self, path: Path) -> Path:
        return self._base.written(self._given.source(path))

    def _implicit(self) -> dict[str, Any]:
        """The API of the events that name none; it is made if one of their functions is."""
        conditions = {operation.condition for operation in self._operations[_IMPLICIT]}
        resource = {"Type": _API, "Properties": {"StageName": "Prod"}}
        made_if = self._any_of(conditions, f"{_IMPLICIT}Condition")
        return {**resource, "Condition": made_if} if made_if else resource

    def _any_of(self, conditions: set[str | None], name: str) -> str | None:
        """The condition that one of several is met; None where there is one thing without a condition."""
        names = sorted(filter(None, conditions))
        if None in conditions:
            return None
        if len(names) > 1:
            self._conditions[name] = {"Fn::Or": [{"Condition": one} for one in names]}
        return name if len(names) > 1 else names[0]

    def _add(self, name: str, resource: Mapping[str, Any]) -> None:
        """Put what is made of an API in its place."""
        at: Path = ("Resources", name)
        own = as_mapping(resource.get("Properties"))
        given = with_globals(resource, self._globals, (*at, "Properties"), self._given)
        is_managed = not own.get("DefinitionBody") and not given.get("DefinitionUri")
        definition = {"paths": {}} if is_managed else given.get("DefinitionBody")
        self._locate(name, "" if is_managed else "DefinitionBody")
        self._note(name, given, definition)
        properties = {
            TRANSFORM: given.get(TRANSFORM),
            "Name": given.get("Name"),
            "ApiKeySourceType": given.get("ApiKeySourceType"),
            "Body": self._body(name, given, definition, is_managed),
            "BodyS3Location": given.get("DefinitionUri"),
            "Mode": given.get("Mode"),
        }
        made = {member: value for member, value in properties.items() if value is not None}
        self._resources[name] = {**resource, "Type": "AWS::ApiGateway::RestApi", "Properties": made}
        self._add_deployment(name, given, resource.get("Condition"))

    def _locate(self, name: str, definition: str) -> None:
        """Say where an API and the parts of it are written, or would be."""
        at: Path = ("Resources", name)
        made: Path = (*at, "Properties")
        home = at
        if name == _IMPLICIT and _IMPLICIT in self._operations:
            home = (*PLACE, "Cors") if "Cors" in self._globals else self._operations[name][0].place
            self._made.put(at, home)
            self._given.put(made, PLACE)
        self._made.put((*made, "Body"), (*made, definition) if definition else home)
        self._made.put((*made, "BodyS3Location"), (*made, "DefinitionUri"))

    def _body(self, name: str, given: Mapping[str, Any], definition: Any, is_managed: bool) -> Any:
        """The definition of an API with what SAM puts into it."""
        self._terms["Resources", name] = _INLINE if is_inline(definition) else _ELSEWHERE
        if not is_inline(definition):
            return definition
        source: Path = ("Resources", name, "Properties")
        made: Path = (*source, "Body")
        there, place = definition.get(EXTENSION), (*made, EXTENSION)
        if not there:
            self._made.put(place, (*source, "GatewayResponses"))
        added = as_mapping(given.get("GatewayResponses"))
        entries = responses(added, place, (*source, "GatewayResponses"), self._made)
        self._terms |= {(*place, kind): CLOUDFORMATION for kind in as_mapping(there) if kind not in entries}
        body = {**definition, EXTENSION: {**as_mapping(there), **entries} if entries else there}
        if isinstance(definition.get("paths"), dict):
            paths = self._paths(name, given, definition["paths"], is_managed)
            body["paths"] = with_preflight(paths, given["Cors"]) if given.get("Cors") else paths
            operations = self._operations.get(name, ())
            for operation in () if is_managed else operations:
                auth = operation.properties.get("Auth") if operation.calls_function else None
                body = with_override(body, operation.path, method_name(operation.method), auth)
            body = with_requests(body, given, [one.made(False) for one in operations] if is_managed else ())
        return {member: value for member, value in body.items() if value is not None}

    def _paths(
        self, name: str, given: Mapping[str, Any], there: Mapping[str, Any], is_managed: bool
    ) -> Mapping[str, Any]:
        """The paths of an API with those of the events that SAM adds."""
        found = dict(there)
        added: dict[str, list[_Operation]] = {}
        is_merged = given.get("MergeDefinitions") and there  # SAM loses what it merges into empty paths
        for operation in self._operations.get(name, ()):
            if is_managed or (is_merged and operation.calls_function):
                added.setdefault(operation.path, []).append(operation)
        for path, operations in added.items():
            item = dict(as_mapping(found.get(path)))
            for operation in operations:
                made = operation.made(is_managed and is_openapi_3(given.get("OpenApiVersion")))
                if operation.condition:
                    made = {"Fn::If": [operation.condition, made, NO_VALUE]}
                name_there = method_name(operation.method) if is_managed else operation.method.lower()
                item[name_there] = {**as_mapping(item.get(name_there)), **made}
            found[path] = item
            condition = f"{name}{path.translate(_IN_NAMES)}PathCondition"
            made_if = self._any_of({operation.condition for operation in operations}, condition)
            if is_managed and made_if:
                found[path] = {"Fn::If": [made_if, item, NO_VALUE]}
        return found

    def _add_deployment(self, name: str, given: Mapping[str, Any], condition: Any) -> None:
        """Add the Deployment, which makes a stage too, the Stage and the usage plan that SAM makes of an API."""
        stage_name = given.get("StageName")
        prefix = stage_name if isinstance(stage_name, str) and stage_name.isalnum() else ""
        extra: dict[str, Any] = {} if given.get("OpenApiVersion") else {"StageName": "Stage"}
        stage = {member: given.get(member) for member in ("StageName", "Variables", "MethodSettings")}
        made_if = {"Condition": condition} if condition else {}
        stage_id = f"{name}{prefix}Stage"
        ids = {"Deployment": (f"{name}Deployment", extra), "Stage": (stage_id, stage)}
        for kind, (logical_id, properties) in ids.items():
            found = {"RestApiId": {"Ref": name}, **properties}
            made = {"Type": f"AWS::ApiGateway::{kind}", **made_if, "Properties": found}
            self._resources.setdefault(logical_id, made)
        self._resources |= usage_plan(name, stage_id, given.get("Auth"), self._resources)

    def _note(self, name: str, given: Mapping[str, Any], definition: Any) -> None:
        """Say what of an API is not read."""
        elsewhere = given.get("DefinitionUri") or as_mapping(definition).get(TRANSFORM)
        if elsewhere:
            where = _location(elsewhere)
            what = f"the definition of {name}" + (f" in {where}" if where else "")
            is_here = where and "://" not in where
            self._unread.append(f"{what} is not read; validate {'it' if is_here else 'that document'} as well")
        for path, fix in refused(given, definition):
            place = ".".join(map(str, self._written(("Resources", name, "Properties", *path))))
            self._unread.append(f"{place} is not read, and SAM refuses it; {fix}")


def _location(given: Any) -> str:
    """The file or object that a definition is in; empty where only the deployment knows."""
    match given:
        case str():
            return given
        case {"Bucket": str(bucket), "Key": str(key)}:
            return f"s3://{bucket}/{key}"
        case {"Parameters": {"Location": str(location)}}:
            return location
    return ""
