"""For a team's own tests: what a client sees of a synthesized template."""

import re
from collections.abc import Mapping
from typing import Any

from constructs_gw.cdk.rest_api import named
from constructs_gw.documents import HasJson, data_of, document_of
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.render import RenderedResponse, Request, render
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import RestApiView, rest_apis


def client_sees(
    template: HasJson | Mapping[str, Any],
    response_type: ResponseType | str,
    *,
    rest_api: str | None = None,
    request: Request | None = None,
) -> RenderedResponse:
    """What a client receives for a response type: `.status`, `.headers`, `.json()`.

    `template` is an `assertions.Template` or a template's data; `rest_api` the API's logical id, needed when the
    template has several. The variables of the API's first stage are filled in, unless the request has them or names
    another stage. Raises GatewayResponseError when no API, or more than one, is meant.
    """
    if request is not None and not isinstance(request, Request):
        raise GatewayResponseError(Problem(f"request={request!r} is no Request", "give Request(headers=...)"))
    api = _only(rest_apis(template_data(template)), rest_api)
    return render(api.customizations, response_type, api.completed(request or Request()))


def mask_deployments(template: HasJson | Mapping[str, Any]) -> Any:
    """The template's data with `HASH` for the part of Deployment ids that changes with the API's content.

    For snapshots: a change of an answer then shows as that answer alone.
    """
    data = template_data(template)
    kinds = {logical_id: item.get("Type") for logical_id, item in data.get("Resources", {}).items()}
    deployments = (logical_id for logical_id, kind in kinds.items() if kind == "AWS::ApiGateway::Deployment")
    masks = {logical_id: re.sub(r"[0-9a-f]{32}$", "HASH", logical_id) for logical_id in deployments}
    return _renamed(data, masks)


def template_data(template: object) -> Mapping[str, Any]:
    """The data of a template; raises GatewayResponseError for what is none."""
    data = data_of(template)
    if not isinstance(data, Mapping):
        raise GatewayResponseError(
            Problem(f"template={named(template)} is no template", "write Template.from_stack(stack)")
        )
    found: Mapping[str, Any] = document_of(data, "the template").data
    return found


def _renamed(data: Any, names: Mapping[str, str]) -> Any:
    if isinstance(data, Mapping):
        return {names.get(key, key): _renamed(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [_renamed(item, names) for item in data]
    return names.get(data, data) if isinstance(data, str) else data


def _only(apis: list[RestApiView], wanted: str | None) -> RestApiView:
    names = ", ".join(api.rest_api_id for api in apis)
    chosen = [api for api in apis if wanted in (None, api.rest_api_id)]
    if len(chosen) == 1:
        return chosen[0]
    if not apis:
        raise GatewayResponseError(
            Problem("the template has no REST API", "give the template of the stack that has it")
        )
    if wanted is None:
        raise GatewayResponseError(Problem(f"the template has several REST APIs: {names}", "name one: rest_api=..."))
    raise GatewayResponseError(Problem(f"the template has no REST API {wanted!r}", f"it has {names}"))
