"""What is set on the REST APIs of one stack, and the wiring of their Deployments.

State is kept by the identity of the JavaScript objects: objects made in JavaScript come back as a new Python proxy
at each access. The wiring is done by one aspect a stack, at synthesis, when every Deployment and every value is there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsii
from aws_cdk import (
    Annotations,
    AspectPriority,
    Aspects,
    ConstructSelector,
    IAspect,
    IConstructSelector,
    Stack,
)
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct, IConstruct

from constructs_gw.cdk.declared import Declaration, Declared
from constructs_gw.cdk.definition import definition_text, read_definition, string_token, write_definition
from constructs_gw.cdk.rest_api import Target, reference, same
from constructs_gw.customization import Customization, CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.openapi import EXTENSION, merge_responses, read_responses
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.tokens import NUMBER_TOKEN, number_token

DEPLOYMENT = "AWS::ApiGateway::Deployment"
GATEWAY_RESPONSE = "AWS::ApiGateway::GatewayResponse"


@dataclass(slots=True)
class ApiResponses:
    """The gateway responses of one REST API."""

    target: Target
    definition: Mapping[str, Any] | None
    """The API's OpenAPI definition as the user wrote it; None for an API made of resources."""
    declared: Declared
    speaker: Construct | None = None
    """The construct that speaks for them: the first one."""
    resources: dict[ResponseType, apigateway.CfnGatewayResponse] = field(default_factory=dict)
    handed_out: set[ResponseType] = field(default_factory=set)
    """Types whose resource the user has in hand, and may have changed."""
    deployments: list[apigateway.CfnDeployment] = field(default_factory=list)
    """Deployments that the user named."""

    def set(
        self, declared: Declared, holder: Construct, *, chain: bool, logical_ids: Mapping[ResponseType, str]
    ) -> None:
        """Make what is declared so: resources below the holder, or entries in the API's definition."""
        self.speaker = self.speaker or holder
        if self.definition is None:
            self._update_resources(declared)
            self._create_resources(declared, holder, chain=chain, logical_ids=logical_ids)
        elif self.target.defined_by is not None:
            entries = CustomizationSet(map(_with_cdk_tokens, declared.minimal.values()))
            document = merge_responses(self._current_definition(), entries, text=definition_text)
            write_definition(self.target.defined_by, document)
        self.declared = declared

    def _current_definition(self) -> Mapping[str, Any]:
        """The definition as it is now, with the gateway responses that the user wrote."""
        body = self.target.defined_by and self.target.defined_by.body
        if self.definition is None or not isinstance(body, Mapping):
            return self.definition or {}
        return {**body, EXTENSION: self.definition.get(EXTENSION)}

    def _update_resources(self, declared: Declared) -> None:
        """Give the resources of earlier constructs what a later one adds to them."""
        for kind, resource in self.resources.items():
            if declared.entries[kind] != self.declared.entries[kind]:
                for name, value in properties(declared.entries[kind]).items():
                    setattr(resource, name, value)

    def _create_resources(
        self, declared: Declared, holder: Construct, *, chain: bool, logical_ids: Mapping[ResponseType, str]
    ) -> None:
        for kind, entry in declared.minimal.items():
            if kind in self.resources:
                continue
            resource = apigateway.CfnGatewayResponse(
                holder, kind.value, rest_api_id=self.target.rest_api_id, response_type=kind.value, **properties(entry)
            )
            if kind in logical_ids:
                resource.override_logical_id(logical_ids[kind])
            if chain and self.resources:
                resource.add_dependency(list(self.resources.values())[-1])
            self.resources[kind] = resource

    def is_lost(self) -> bool:
        """Whether the definition that the responses were written into was replaced afterwards."""
        if self.target.defined_by is None:
            return False
        body = self.target.defined_by.body
        entries = body.get(EXTENSION) if isinstance(body, Mapping) else None
        return not isinstance(entries, Mapping) or not entries.keys() >= {*self.declared.minimal}

    def content(self) -> dict[str, Any]:
        """The properties of every response: what the Deployment has to follow."""
        return {
            kind.value: _read(self.resources[kind]) if kind in self.handed_out else properties(entry)
            for kind, entry in self.declared.minimal.items()
        }


def properties(customization: Customization) -> dict[str, Any]:
    """The changeable CloudFormation properties of a customization, as keyword arguments of CfnGatewayResponse."""
    entry = _with_cdk_tokens(customization)
    return {
        "status_code": entry.status_code,
        "response_parameters": entry.response_parameters or None,
        "response_templates": dict(entry.templates) or None,
    }


def _read(resource: apigateway.CfnGatewayResponse) -> dict[str, Any]:
    names = ("status_code", "response_parameters", "response_templates")
    return {name: getattr(resource, name) for name in names}


def _with_cdk_tokens(entry: Customization) -> Customization:
    """The customization with number tokens as CDK's own string tokens."""
    texts = [entry.status_code or "", *(value.text for value in entry.headers.values()), *entry.templates.values()]
    if not any(map(NUMBER_TOKEN.search, texts)):
        return entry
    return Customization.parse(
        entry.response_type,
        status_code=entry.status_code and _string_tokens(entry.status_code),
        response_parameters={key: _string_tokens(value) for key, value in entry.response_parameters.items()},
        response_templates={content_type: _string_tokens(body) for content_type, body in entry.templates.items()},
    )


def _string_tokens(text: str) -> str:
    return NUMBER_TOKEN.sub(lambda token: string_token(number_token(token[0])), text)


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

    def api(self, target: Target) -> ApiResponses:
        """What is set on an API so far; raises GatewayResponseError if its definition cannot be completed."""
        if target.rest_api_id not in self._apis:
            definition = None if target.defined_by is None else read_definition(target.defined_by)
            entries = None if definition is None else read_responses(definition, text=definition_text)
            declared = Declared(definition=entries or CustomizationSet())
            self._apis[target.rest_api_id] = ApiResponses(target, definition, declared)
        return self._apis[target.rest_api_id]

    def attach(self, api: ApiResponses) -> None:
        """Know an API's resources as ours, and have the wiring done at synthesis.

        One aspect on one resource does it for the whole stack: each visit costs a call into Python.
        """
        self._mine.update(map(reference, api.resources.values()))
        if not self._is_attached:
            leaves: list[IConstruct | None] = [api.target.defined_by, *api.resources.values(), api.speaker]
            Aspects.of(next(leaf for leaf in leaves if leaf)).add(self, priority=_after_changes())
            self._is_attached = True

    def foreign(self, api: ApiResponses) -> dict[ResponseType, apigateway.CfnGatewayResponse]:
        """The resources not of ours that customize a type of this API."""
        return self._foreign(api, self._others())

    def visit(self, node: IConstruct) -> None:
        """Wire the Deployments of every API, and say what cannot reach a client."""
        others, deployments = self._others(), self._select(DEPLOYMENT)
        for api in self._apis.values():
            if api.speaker is None:
                continue  # its construct was refused
            path, messages = api.speaker.node.path, Annotations.of(api.speaker)
            foreign = self._foreign(api, others)
            if api.is_lost():
                messages.add_error(f"{path}: {_LOST}")
            for problem in conflicts(foreign, api.declared.entries):
                messages.add_error(f"{path}: {problem}")
            for message in _left_alone(api, foreign):
                messages.add_warning_v2("constructs-gw:left-alone", f"{path}: {message}")
            found = [d for d in deployments if self._is_of(d, api.target) and same(Stack.of(d), self._stack)]
            for deployment in [*api.deployments, *found]:
                self._wire(deployment, api)
            if not api.deployments and not found:
                messages.add_warning_v2("constructs-gw:no-deployment", f"{path}: {_no_deployment(api.target)}")

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

    def _foreign(self, api: ApiResponses, others: list[Any]) -> dict[ResponseType, apigateway.CfnGatewayResponse]:
        found = {str(other.response_type): other for other in others if self._is_of(other, api.target)}
        return {kind: found[kind] for kind in ResponseType if kind in found}

    def _others(self) -> list[Any]:
        """The gateway responses of the stack that are not ours."""
        return [resource for resource in self._select(GATEWAY_RESPONSE) if reference(resource) not in self._mine]

    def _select(self, resource_type: str) -> list[Any]:
        return list(_selector(resource_type).select(self._stack))

    def _is_of(self, resource: Any, target: Target) -> bool:
        key = reference(resource)
        if key not in self._api_ids:
            self._api_ids[key] = getattr(resource, "rest_api_id", None)
        return self._api_ids[key] in (target.rest_api_id, target.other_id or target.rest_api_id)


@cache
def _after_changes() -> int | float:
    """The priority after that of aspects which change values."""
    return AspectPriority.READONLY


@cache
def _selector(resource_type: str) -> IConstructSelector:
    return ConstructSelector.resources_of_type(resource_type)


def conflicts(
    foreign: Mapping[ResponseType, apigateway.CfnGatewayResponse], entries: CustomizationSet
) -> list[Problem]:
    """A problem for each type that a resource not of ours customizes too."""
    return [
        Problem(
            f"{kind} is customized by {resource.node.path} already",
            f"give it as customizations=[Customization({kind.value!r}, ...)] instead, so that the two are merged",
        )
        for kind, resource in foreign.items()
        if kind in entries
    ]


def _left_alone(api: ApiResponses, foreign: Mapping[ResponseType, apigateway.CfnGatewayResponse]) -> list[str]:
    """What answers that the API customized itself lack of those that a platform gives, each in a sentence."""
    declared = api.declared
    others = {kind: (r.node.path, _answer(kind, r)) for kind, r in foreign.items() if kind in declared.left_alone}
    own = {
        kind: ("the API itself", declared.entries[kind]) for kind in declared.own_entries if kind in declared.entries
    }
    types: dict[tuple[str, ...], list[str]] = {}
    for kind, (where, answer) in {**own, **others}.items():
        parts = declared.lacks(kind, answer)
        if parts:
            types.setdefault((where, *parts), []).append(kind)
    return [
        f"{_types(kinds)} customized by {where} and left alone; what is lacking there: {', '.join(parts)}"
        for (where, *parts), kinds in types.items()
    ]


_LOST = Problem(
    "the API's body was replaced after the gateway responses were put into it, so they are lost",
    "create the GatewayResponses after it, or change the body with add_property_override",
)


def _types(kinds: list[str]) -> str:
    others = [kind for kind in CUSTOMIZABLE_TYPES if kind not in kinds]
    if not others:
        return "every type is"
    if len(others) < 6:
        return f"every type but {', '.join(others)} is"
    return f"{', '.join(kinds)} {'is' if len(kinds) == 1 else 'are'}"


def _answer(kind: ResponseType, resource: apigateway.CfnGatewayResponse) -> Customization:
    """What a resource of someone else answers with; nothing where it cannot be read."""
    parameters, templates = resource.response_parameters, resource.response_templates
    try:
        return Customization.parse(
            kind,
            status_code=resource.status_code,
            response_parameters=parameters if isinstance(parameters, Mapping) else None,
            response_templates=templates if isinstance(templates, Mapping) else None,
        )
    except GatewayResponseError:
        return Customization(kind)


def warn_of_no_effect(holder: Construct, declaration: Declaration) -> None:
    """Say which customizations change nothing."""
    if any(not entry.response_type.is_customizable for entry in declaration.customizations):
        message = "a customization of REQUEST_TOO_LARGE reaches no client (developer guide, known issues)"
        message = f"{holder.node.path}: {message}"
        Annotations.of(holder).add_warning_v2("constructs-gw:request-too-large", message)


def _no_deployment(target: Target) -> str:
    if target.is_imported:
        return (
            "the API is imported, so clients see these answers only once the stack that owns it deploys it again; "
            "pass deployment=apigateway.Deployment(...) to deploy it from here"
        )
    return "no Deployment of the API is in its stack, so no client sees these answers; create one, or pass deployment="
