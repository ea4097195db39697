"""The REST APIs of one stack whose gateway responses are ours, and the wiring of their Deployments.

State is kept by the identity of the JavaScript objects: objects made in JavaScript come back as a new Python proxy
at each access. The wiring is done by one aspect a stack, at synthesis, when every Deployment and every value is there.
"""

import hashlib
import json
from functools import cache
from typing import Any, TypeAlias

import jsii
from aws_cdk import AspectPriority, Aspects, ConstructSelector, IAspect, IConstructSelector, Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import IConstruct

from constructs_gw.cdk.api_responses import ApiResponses
from constructs_gw.cdk.declared import Declared
from constructs_gw.cdk.definition import definition_text, read_definition
from constructs_gw.cdk.messages import report, stage_variables, warn_of_stage_variables
from constructs_gw.cdk.rest_api import Target, reference, same
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.openapi import read_responses
from constructs_gw.response_types import ResponseType

_OfAnApi: TypeAlias = apigateway.CfnDeployment | apigateway.CfnGatewayResponse | apigateway.CfnStage

_STACKS: dict[str, "StackResponses"] = {}


@jsii.implements(IAspect)
class StackResponses:
    """The REST APIs of one stack whose gateway responses this library made."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._apis: dict[str, ApiResponses] = {}
        self._api_ids: dict[str, str | None] = {}
        self._api_names: dict[str, str] = {}
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
            leaf = next(leaf for leaf in leaves if leaf)
            Aspects.of(leaf).add(self, priority=_after_changes())
            self._is_attached = True

    def foreign(self, api: ApiResponses) -> dict[ResponseType, apigateway.CfnGatewayResponse]:
        """The resources not of ours that customize a type of this API."""
        return self._foreign(api, self._select(_RESPONSES))

    def visit(self, node: IConstruct) -> None:
        """Wire the Deployments of every API, and say what cannot reach a client."""
        found = self._select(_ALL)
        for api in self._apis.values():
            if api.speaker is None:
                continue  # its construct was refused
            deployments = [*api.deployments, *self._deployments(api, found)]
            for deployment in deployments:
                self._wire(deployment, api)
            report(api, self._foreign(api, found), is_deployed=bool(deployments))
            warn_of_stage_variables(api, self._stages(api))

    def _stages(self, api: ApiResponses) -> list[apigateway.CfnStage]:
        """Those of an API in this stack, where its headers depend on them."""
        if not stage_variables(api.declared.minimal):
            return []
        return [stage for stage in self._select(_STAGES) if self._is_of(stage, api.target)]

    def _deployments(self, api: ApiResponses, found: list[Any]) -> list[apigateway.CfnDeployment]:
        """Those of an API in this stack, without those of nested stacks, which nothing here may depend on."""
        candidates = (item for item in found if isinstance(item, apigateway.CfnDeployment))
        return [d for d in candidates if self._is_of(d, api.target) and same(Stack.of(d), self._stack)]

    def _wire(self, deployment: apigateway.CfnDeployment, api: ApiResponses) -> None:
        if reference(deployment) in self._wired:
            return
        self._wired.add(reference(deployment))
        node = deployment.node
        if api.resources:
            node.add_dependency(*api.resources.values())
        parent = node.scope
        if isinstance(parent, apigateway.Deployment):
            parent.add_to_logical_id({"GatewayResponses": api.content()})
        else:
            text = json.dumps(self._stack.resolve(api.content()), sort_keys=True)
            digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
            own_id = self._stack.resolve(deployment.logical_id)  # get_logical_id() does not know of an override
            deployment.override_logical_id(f"{own_id}{digest}")

    def _foreign(self, api: ApiResponses, found: list[Any]) -> dict[ResponseType, apigateway.CfnGatewayResponse]:
        responses = (item for item in found if isinstance(item, apigateway.CfnGatewayResponse))
        others = (r for r in responses if reference(r) not in self._mine and self._is_of(r, api.target))
        types = {str(other.response_type): other for other in others}
        return {kind: types[kind] for kind in ResponseType if kind in types}

    def _select(self, selector: tuple[str, ...]) -> list[Any]:
        return list(_selector(selector).select(self._stack))

    def _is_of(self, resource: _OfAnApi, target: Target) -> bool:
        key = reference(resource)
        if key not in self._api_ids:
            self._api_ids[key] = resource.rest_api_id
        rest_api_id = self._api_ids[key]
        if rest_api_id == target.rest_api_id or rest_api_id is None or rest_api_id in self._apis:
            return rest_api_id == target.rest_api_id
        return self._api_name(rest_api_id) == self._api_name(target.rest_api_id)

    def _api_name(self, rest_api_id: str) -> str:
        """What tells APIs apart whichever way they are referred to: `Ref` and the RestApiId attribute are one."""
        if rest_api_id not in self._api_names:
            match self._stack.resolve(rest_api_id):
                case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "RestApiId"]}:
                    self._api_names[rest_api_id] = name
                case other:
                    self._api_names[rest_api_id] = json.dumps(other, sort_keys=True)
        return self._api_names[rest_api_id]


_RESPONSES = ("AWS::ApiGateway::GatewayResponse",)
_STAGES = ("AWS::ApiGateway::Stage",)
_ALL = (*_RESPONSES, "AWS::ApiGateway::Deployment")


@cache
def _after_changes() -> int | float:
    """The priority after that of aspects which change values."""
    return AspectPriority.READONLY


@cache
def _selector(resource_types: tuple[str, ...]) -> IConstructSelector:
    return ConstructSelector.resources_of_type(*resource_types)
