"""What all GatewayResponses of one stack have set, API by API, and the wiring of its Deployments.

State is kept by the identity of the JavaScript objects: objects made in JavaScript come back as a new Python proxy
at each access. The wiring is done by one aspect a stack, at synthesis, when every Deployment and every value is there.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsii
from aws_cdk import (
    Annotations,
    AspectPriority,
    Aspects,
    CfnResource,
    ConstructSelector,
    IAspect,
    IConstructSelector,
    Stack,
    Token,
)
from aws_cdk import aws_apigateway as apigateway
from constructs import IConstruct

from constructs_gw.cdk.rest_api import reference, same
from constructs_gw.composition import Preset, compose
from constructs_gw.customization import HEADER_PREFIX, Customization, CustomizationSet
from constructs_gw.errors import Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import NUMBER_TOKEN, number_token

DEPLOYMENT = "AWS::ApiGateway::Deployment"
GATEWAY_RESPONSE = "AWS::ApiGateway::GatewayResponse"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the GatewayResponses of one API declare together."""

    presets: tuple[Preset, ...] = ()
    customizations: tuple[Customization, ...] = ()
    entries: CustomizationSet = field(default_factory=CustomizationSet)
    """The customization of every type that has one, whether or not it needs a resource."""
    minimal: CustomizationSet = field(default_factory=CustomizationSet)
    """The customizations that need a resource."""

    def plus(self, presets: tuple[Preset, ...], customizations: tuple[Customization, ...]) -> "Declared":
        """The same and more; raises GatewayResponseError where the two contradict."""
        presets, customizations = self.presets + presets, self.customizations + customizations
        full = compose(presets, customizations)
        minimal = full.minimal()
        return Declared(presets, customizations, CustomizationSet({**full, **minimal}.values()), minimal)


@dataclass(slots=True)
class ApiResponses:
    """The gateway responses of one REST API."""

    rest_api_id: str
    is_imported: bool
    declared: Declared = field(default_factory=Declared)
    resources: dict[ResponseType, apigateway.CfnGatewayResponse] = field(default_factory=dict)
    handed_out: set[ResponseType] = field(default_factory=set)
    """Types whose resource the user has in hand, and may have changed."""
    deployments: list[apigateway.CfnDeployment] = field(default_factory=list)
    """Deployments that the user named."""

    @property
    def path(self) -> str:
        """The construct that speaks for them: the first one."""
        return next(iter(self.resources.values())).node.path.rpartition("/")[0]

    @property
    def messages(self) -> Annotations:
        """Where to say what is wrong with them."""
        return Annotations.of(self.resources[min(self.resources)])

    def content(self) -> dict[str, Any]:
        """The properties of every resource: what the Deployment has to follow."""
        return {
            kind.value: _read(resource) if kind in self.handed_out else properties(self.declared.entries[kind])
            for kind, resource in sorted(self.resources.items())
        }


def properties(customization: Customization) -> dict[str, Any]:
    """The changeable CloudFormation properties of a customization, as keyword arguments of CfnGatewayResponse."""
    headers = {f"{HEADER_PREFIX}{name}": _text(str(value)) for name, value in customization.headers.items()}
    templates = {content_type: _text(body) for content_type, body in customization.templates.items()}
    return {
        "status_code": customization.status_code and _text(customization.status_code),
        "response_parameters": headers or None,
        "response_templates": templates or None,
    }


def _read(resource: apigateway.CfnGatewayResponse) -> dict[str, Any]:
    names = ("status_code", "response_parameters", "response_templates")
    return {name: getattr(resource, name) for name in names}


def _text(text: str) -> str:
    """The text with number tokens as CDK's own string tokens."""
    return NUMBER_TOKEN.sub(lambda token: Token.as_string(number_token(token[0])), text)


_STACKS: dict[str, "StackResponses"] = {}


@jsii.implements(IAspect)
class StackResponses:
    """The REST APIs of one stack whose gateway responses this library made."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._apis: dict[str, ApiResponses] = {}
        self._api_ids: dict[str, str | None] = {}
        self._mine: set[str] = set()
        self._wired: set[str] = set()
        self._is_attached = False

    @classmethod
    def of(cls, stack: Stack) -> "StackResponses":
        """The one of this stack."""
        return _STACKS.setdefault(reference(stack), cls(stack))

    def api(self, rest_api_id: str, *, is_imported: bool) -> ApiResponses:
        """What is set on an API so far."""
        return self._apis.setdefault(rest_api_id, ApiResponses(rest_api_id, is_imported))

    def attach(self, resources: Sequence[CfnResource]) -> None:
        """Know these as ours, and have the wiring done at synthesis, by one aspect on one of them: visits cost time."""
        self._mine.update(map(reference, resources))
        if not self._is_attached:
            Aspects.of(resources[0]).add(self, priority=_after_changes())
            self._is_attached = True

    def conflicts(self, rest_api_id: str, declared: Declared) -> list[Problem]:
        """A problem for each type that a resource not of ours customizes on this API too."""
        return self._conflicts(rest_api_id, declared, self._others())

    def visit(self, node: IConstruct) -> None:
        """Wire the Deployments of every API, and say what cannot reach a client."""
        others, deployments = self._others(), self._select(DEPLOYMENT)
        for api in self._apis.values():
            if not api.resources:
                continue  # its construct was refused
            for problem in self._conflicts(api.rest_api_id, api.declared, others):
                api.messages.add_error(f"{api.path}: {problem}")
            found = [d for d in deployments if self._is_of(d, api.rest_api_id) and same(Stack.of(d), self._stack)]
            for deployment in [*api.deployments, *found]:
                self._wire(deployment, api)
            if not api.deployments and not found:
                api.messages.add_warning_v2("constructs-gw:no-deployment", f"{api.path}: {_no_deployment(api)}")

    def _conflicts(self, rest_api_id: str, declared: Declared, others: list[Any]) -> list[Problem]:
        types = {str(other.response_type): other.node.path for other in others if self._is_of(other, rest_api_id)}
        return [_conflict(kind, types[kind]) for kind in declared.entries if kind in types]

    def _wire(self, deployment: apigateway.CfnDeployment, api: ApiResponses) -> None:
        if reference(deployment) in self._wired:
            return
        self._wired.add(reference(deployment))
        node = deployment.node
        node.add_dependency(*api.resources.values())
        parent = node.scope
        if isinstance(parent, apigateway.Deployment):
            parent.add_to_logical_id({"GatewayResponses": api.content()})
        else:
            text = json.dumps(self._stack.resolve(api.content()), sort_keys=True)
            digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
            deployment.override_logical_id(f"{self._stack.get_logical_id(deployment)}{digest}")

    def _others(self) -> list[Any]:
        """The gateway responses of the stack that are not ours."""
        return [resource for resource in self._select(GATEWAY_RESPONSE) if reference(resource) not in self._mine]

    def _select(self, resource_type: str) -> list[Any]:
        return list(_selector(resource_type).select(self._stack))

    def _is_of(self, resource: Any, rest_api_id: str) -> bool:
        key = reference(resource)
        if key not in self._api_ids:
            self._api_ids[key] = getattr(resource, "rest_api_id", None)
        return self._api_ids[key] == rest_api_id


@cache
def _after_changes() -> int | float:
    """The priority after that of aspects which change values."""
    return AspectPriority.READONLY


@cache
def _selector(resource_type: str) -> IConstructSelector:
    return ConstructSelector.resources_of_type(resource_type)


def _conflict(kind: ResponseType, path: str) -> Problem:
    fix = f"give it as customizations=[Customization({kind.value!r}, ...)] instead, so that the two are merged"
    return Problem(f"{kind} is customized by {path} already", fix)


def _no_deployment(api: ApiResponses) -> str:
    if api.is_imported:
        return (
            "the API is imported, so clients see these answers only once the stack that owns it deploys it again; "
            "pass deployment=apigateway.Deployment(...) to deploy it from here"
        )
    return "no Deployment of the API is in its stack, so no client sees these answers; create one, or pass deployment="
