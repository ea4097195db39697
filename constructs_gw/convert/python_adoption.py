"""What a team does so that converted responses take over from the old ones, as docs/how-to/adoption.md has it."""

import re
from collections.abc import Mapping

from constructs_gw.convert.declared import DeclaredApi
from constructs_gw.response_types import ResponseType

_PAGE = "docs/how-to/adoption.md of constructs_gw"

_KEPT = (
    "Use it in the stack that has the resources now, under its old name. logical_ids keeps them: before you deploy, "
    f'see that `cdk diff` removes no gateway response ({_PAGE}, "Keep the logical ids").'
)
_BODY = (
    "The responses are in the API's body, and who writes the body owns them. Use it on an API that your app makes, a "
    f'SpecRestApi for example, and not on one whose body something else writes ({_PAGE}, "An OpenAPI body").'
)
_MIXED = (
    "Some responses are in the API's body and others are resources. Retain every resource first, then remove them and "
    f'add these in one deployment ({_PAGE}, "An OpenAPI body").'
)
_NOT_KEPT = (
    "The logical ids of the old resources cannot be kept: give each DeletionPolicy: Retain and deploy it, then replace "
    f'them by these ({_PAGE}, "Retain first").'
)
_TO_DO: Mapping[str, str] = {
    "cloudformation": _BODY,
    "openapi": _BODY,
    "sam": (
        "SAM's responses are part of its API, and an API that moves to CDK becomes another one: there is nothing to "
        "take over. AWS::ApiGateway::GatewayResponse resources on an API that stays need DeletionPolicy: Retain, "
        f'deployed first ({_PAGE}, "An OpenAPI body" and "Another stack or tool").'
    ),
    "serverless": (
        "The Serverless Framework's stack owns the old resources: give each DeletionPolicy: Retain and deploy it, then "
        f'deploy these, then remove them there ({_PAGE}, "Another stack or tool").'
    ),
    "terraform": (
        "Terraform owns the old resources: have it forget each by a removed block and apply, then deploy these "
        f'({_PAGE}, "Another stack or tool"). What is in a body of Terraform\'s is to be changed there.'
    ),
    "listing": (
        "A listing does not say who made the responses. Those of the console, the AWS CLI or a script are overwritten, "
        f"and nothing is to be done; those of a stack or tool need two steps ({_PAGE})."
    ),
}

NAMES: Mapping[str, str] = {
    "cloudformation": "a CloudFormation template",
    "listing": "a listing of the live API",
    "openapi": "an OpenAPI document",
    "sam": "a SAM template",
    "serverless": "a Serverless Framework service",
    "terraform": "a Terraform plan or state",
}
"""The formats of sources, in a sentence."""


def kept_logical_ids(api: DeclaredApi) -> dict[ResponseType, str]:
    """The logical ids that `GatewayResponses` can go on with: of all types or, where some are in a body, of none."""
    ids = {kind: api.logical_ids[kind] for kind in api.customizations if kind in api.logical_ids}
    is_whole = len(ids) == len(api.customizations) == len({*ids.values()})
    is_usable = all(re.fullmatch("[A-Za-z0-9]+", each) for each in ids.values())
    return ids if api.format == "cloudformation" and is_whole and is_usable else {}


def to_do(api: DeclaredApi) -> str:
    """What to do, in one or two sentences."""
    if kept_logical_ids(api):
        return _KEPT
    if api.format == "cloudformation" and api.logical_ids:
        return _MIXED if api.is_in_definition else _NOT_KEPT
    return _TO_DO.get(api.format, _BODY)
