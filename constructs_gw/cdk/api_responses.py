"""The gateway responses of one API, as resources or as entries of its OpenAPI definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_gw.cdk.declared import Declared
from constructs_gw.cdk.definition import definition_text, string_token, write_definition
from constructs_gw.cdk.rest_api import Target
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.openapi import EXTENSION, merge_responses
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import NUMBER_TOKEN, number_token


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
