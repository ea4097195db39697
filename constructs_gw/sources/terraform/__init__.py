"""Plans and states of Terraform and OpenTofu, as `terraform show -json` writes them.

What the resources of the AWS provider do with their arguments: its source, internal/service/apigateway (read).
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from constructs_gw.documents import Document, read_document
from constructs_gw.errors import GatewayResponseError, listed
from constructs_gw.intrinsics import opaque
from constructs_gw.places import Path
from constructs_gw.source import Source, SourceMap
from constructs_gw.sources.terraform.literals import Literals
from constructs_gw.sources.terraform.plan import Resource, read_plan
from constructs_gw.sources.terraform.references import Node, Origin, References, node_of
from constructs_gw.sources.terraform.refusals import check
from constructs_gw.template import as_mapping
from constructs_gw.terms import Terms

_TERMS = Terms(
    has_sub=False,
    dependency=(
        "name {response} in triggers of {deployments}, such as redeployment = sha1(jsonencode([...])); "
        "depends_on makes it wait, and redeploys nothing"
    ),
    lost="each change of body removes {responses} when it is applied, and only the next plan shows that",
    inside=(
        "move into body what stands beside it, under x-amazon-apigateway-gateway-responses, "
        'or write put_rest_api_mode = "merge"'
    ),
)
"""`lost`: the provider imports with the mode `overwrite` unless told otherwise; only a refresh looks at a response."""

_REST_API = "aws_api_gateway_rest_api"
_RESPONSE = "aws_api_gateway_gateway_response"
_DEPLOYMENT = "aws_api_gateway_deployment"
_PREFLIGHT = "aws_api_gateway_integration_response"
_INTEGRATION = "aws_api_gateway_integration"
_IMPORT = "aws_api_gateway_rest_api_put"

_PROPERTIES: Mapping[str, tuple[str, Mapping[str, Path]]] = {
    _REST_API: ("RestApi", {"put_rest_api_mode": ("Mode",), "body": ("Body",)}),
    _RESPONSE: (
        "GatewayResponse",
        {
            "response_type": ("ResponseType",),
            "status_code": ("StatusCode",),
            "response_parameters": ("ResponseParameters",),
            "response_templates": ("ResponseTemplates",),
        },
    ),
    _PREFLIGHT: (
        "Method",
        {
            "http_method": ("HttpMethod",),
            "response_parameters": ("Integration", "IntegrationResponses", 0, "ResponseParameters"),
            "response_templates": ("Integration", "IntegrationResponses", 0, "ResponseTemplates"),
        },
    ),
    _DEPLOYMENT: ("Deployment", {}),
    "aws_api_gateway_stage": ("Stage", {"stage_name": ("StageName",), "variables": ("Variables",)}),
}
"""What each resource is in CloudFormation, with the property that each of its arguments is."""

_OWN = re.compile(r"(?:^|\.)(?:count|each|self)\.")
"""A reference that means something else in each instance."""

_UNREAD = {"Fn::Transform": {"Name": "unread"}}
_DEFINITION = "give the OpenAPI document itself as well"
_APPLIED = "give a later plan as well"

_MAX_PAIRS = 100_000
"""With more deployments times responses than this it would take too long to say which waits for which."""


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it has the version of one of Terraform's formats."""
    return "format_version" in data and "Resources" not in data


def read(document: Document) -> Source:
    """The resources of a plan or a state; raises GatewayResponseError for another version of the format."""
    check(document)
    return _Reader(document).source()


class _Reader:
    """One plan or state, and the template that is made of it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._plan = read_plan(document.data)
        self._references = References(self._plan)
        self._literals = Literals()
        self._written = SourceMap()
        self._unread: dict[str, None] = {}
        self._is_partial = False
        self._strays: list[str] = []
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        for resource in self._plan.resources:
            self._by_type[resource.type].append(resource)
        apis = self._by_type[_REST_API]
        self._by_id = {api.values["id"]: api.address for api in apis if api.is_known("id")}
        self._new = frozenset(api.address for api in apis if api.unknown.get("id") is True)
        self._responses: dict[Node, list[str]] = defaultdict(list)
        for response in self._by_type[_RESPONSE]:
            self._responses[node_of(response)].append(response.address)
        self._mocks = {
            self._operation(integration)
            for integration in self._by_type[_INTEGRATION]
            if str(integration.values.get("type")).upper() == "MOCK"
        }

    def source(self) -> Source:
        """The template."""
        self._note_what_is_missing()
        made = {
            resource.address: self._resource(resource) for resource in self._plan.resources if self._reads(resource)
        }
        for deployment in self._by_type[_DEPLOYMENT]:
            if deployment.values.get("stage_name"):
                made[f"{deployment.address}.stage_name"] = self._stage(deployment)
        if self._strays:
            self._note(f"which API is meant by {listed(self._strays)} shows once it has been made; {_APPLIED}", True)
        data = {"Mappings": self._literals.mappings, "Resources": made}
        unread, is_partial = tuple(self._unread), self._is_partial
        return Source(
            self._document,
            data,
            self._written.source,
            {(): _TERMS},
            unread=unread,
            is_partial=is_partial,
            is_generated=True,
        )

    def _reads(self, resource: Resource) -> bool:
        """Whether a resource says something of error answers."""
        if resource.type == _PREFLIGHT:
            return self._operation(resource) in self._mocks
        if resource.type == _DEPLOYMENT:
            return len(self._by_type[_DEPLOYMENT]) * len(self._by_type[_RESPONSE]) <= _MAX_PAIRS
        return resource.type in _PROPERTIES

    def _note_what_is_missing(self) -> None:
        data = self._document.data
        if data.get("complete") is False or data.get("errored") is True:
            self._note("the plan leaves resources out; give one without errors, made without -target", True)
        for found in self._by_type[_IMPORT]:
            self._note(f"the body of {found.address} is not read; give it as an OpenAPI document as well", True)

    def _note(self, what: str, is_partial: bool = False) -> None:
        self._unread[what] = None
        self._is_partial = self._is_partial or is_partial

    def _resource(self, resource: Resource) -> Mapping[str, Any]:
        kind, names = _PROPERTIES[resource.type]
        place = ("Resources", resource.address)
        self._written.put(place, resource.path)
        self._written.put((*place, "Properties"), resource.path)
        properties: dict[str, Any] = {} if resource.type == _REST_API else {"RestApiId": self._api(resource)}
        for attribute, path in names.items():
            self._written.put((*place, "Properties", *path), (*resource.path, attribute))
            if attribute == "body":
                value = self._definition(resource)
            else:
                value = self._literals.of(self._value(resource, attribute))
            if value is not None and value != "":  # to the provider both are as good as not there
                properties[str(path[-1])] = value
        made = {"Type": f"AWS::ApiGateway::{kind}", "Properties": properties}
        if resource.type == _PREFLIGHT:
            integration = {"Type": "MOCK", "IntegrationResponses": [properties]}
            return {**made, "Properties": {**properties, "Integration": integration}}
        return {**made, "DependsOn": self._awaited(resource)} if resource.type == _DEPLOYMENT else made

    def _stage(self, deployment: Resource) -> Mapping[str, Any]:
        """The stage that a deployment makes itself, as it could before version 6 of the provider."""
        names = {"stage_name": "StageName", "variables": "Variables"}
        values = {name: self._literals.of(self._value(deployment, attribute)) for attribute, name in names.items()}
        return {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": self._api(deployment), **values}}

    def _value(self, resource: Resource, attribute: str) -> Any:
        """A value, opaque where it is not known or secret; None where API Gateway is to choose it."""
        if resource.unknown.get(attribute) is True and not self._references.is_set(resource, attribute):
            return None
        names = self._references.named(resource, attribute)
        name = names[0] if len(names) == 1 else f"{resource.address}.{attribute}"
        value, unknown, secret = (
            part.get(attribute) for part in (resource.values, resource.unknown, resource.sensitive)
        )
        return _seen(value, unknown, secret, name, is_alone=len(names) == 1)

    def _definition(self, resource: Resource) -> Any:
        """The definition in a body; in place of one that cannot be read, what no template can hold."""
        name = f"the body of {resource.address}"
        text = self._value(resource, "body")
        if not isinstance(text, str) or not text.strip():
            return None
        if not resource.is_known("body"):
            self._note(f"{name} is not known before it is applied, or secret; {_DEFINITION}")
            return _UNREAD
        try:
            document = read_document(text.encode(errors="replace"), name)
        except GatewayResponseError as error:
            self._note(f"{error.problems[0].message}; {_DEFINITION}")
            return _UNREAD
        if not isinstance(document.data, dict):
            self._note(f"{name} is not an OpenAPI document; {_DEFINITION}")
            return _UNREAD
        return self._literals.of(document.data)

    def _api(self, resource: Resource) -> Any:
        """What stands for the API that a resource belongs to."""
        given = resource.values.get("rest_api_id")
        api_id = given if isinstance(given, str) else None
        if api_id in self._by_id:
            return {"Ref": self._by_id[api_id]}
        if resource.is_known("rest_api_id"):
            return self._literals.of(api_id)
        origins = self._references.origins(resource, "rest_api_id")
        meant = frozenset() if api_id is not None else self._meant(origins)
        if len(meant) == 1:
            return {"Ref": min(meant)}
        if resource.type == _RESPONSE:
            self._strays.append(resource.address)
        names = sorted(name for _, name in origins)
        is_shared = names and not any(address or _OWN.search(name) for address, name in origins)
        return {"Ref": " or ".join(names) if is_shared else f"{resource.address}.rest_api_id"}

    def _meant(self, origins: frozenset[Origin]) -> frozenset[str]:
        """The APIs that an id which is not known can be of: what makes it unknown is that its API is new."""
        addresses = {address for address, _ in origins if address}
        looked_up = {address for address in addresses if "data" in address.split(".")}
        return frozenset(addresses & self._new or looked_up or self._new)

    def _operation(self, resource: Resource) -> tuple[Any, ...]:
        """What a method is known by, the same for all of its parts."""
        return tuple(self._identity(resource, name) for name in ("resource_id", "http_method"))

    def _identity(self, resource: Resource, attribute: str) -> Any:
        """A value, or what stands for one that is not known: equal for two values that are."""
        if isinstance(value := resource.values.get(attribute), str):
            return value
        origins = self._references.origins(resource, attribute)
        is_found = origins and all(address for address, _ in origins)
        return origins if is_found else (origins, resource.module, resource.index)

    def _awaited(self, deployment: Resource) -> list[str]:
        """The gateway responses that a deployment waits for; all of them where that is not known."""
        nodes = self._references.awaited(deployment)
        found = [node for node in self._responses if nodes is None or node in nodes]
        return [address for node in found for address in self._responses[node]]


def _seen(value: Any, unknown: Any, secret: Any, name: str, is_alone: bool = True) -> Any:
    """A value with what nobody may know of it as opaque text."""
    if unknown is True or (secret is True and value is not None):
        return opaque(name)
    if not isinstance(value, dict):
        return value
    unknowns, secrets = as_mapping(unknown), as_mapping(secret)
    members = dict.fromkeys([*value, *(key for key, is_unknown in unknowns.items() if is_unknown)])
    seen = {
        key: _seen(value.get(key), unknowns.get(key), secrets.get(key), name if is_alone else f"{name}.{key}")
        for key in members
    }
    return {key: member for key, member in seen.items() if member is not None}
