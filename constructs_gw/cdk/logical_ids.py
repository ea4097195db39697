"""The logical ids of the gateway responses that a live API has, for `GatewayResponses` to keep."""

from collections.abc import Mapping
from typing import Any

from constructs_gw.cdk.testing import template_data
from constructs_gw.documents import HasJson
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import api_of, resources


def logical_ids_of(template: HasJson | Mapping[str, Any], *, rest_api: str | None = None) -> dict[ResponseType, str]:
    """The logical ids of an API's gateway responses, by response type: what `GatewayResponses(logical_ids=...)` takes.

    `template` is the one of before, as `cdk.out` or CloudFormation's get-template has it; `rest_api` the API's logical
    id, needed when several have responses there. Raises GatewayResponseError when no API, or more than one, is meant.
    """
    problems: list[Problem] = []
    apis: dict[str, dict[ResponseType, str]] = {}
    for logical_id, resource in resources(template_data(template)):
        if resource.get("Type") == "AWS::ApiGateway::GatewayResponse":
            properties = resource.get("Properties") or {}
            kind = attempt(problems, ResponseType.of, properties.get("ResponseType"))
            if kind is not None:
                apis.setdefault(api_of(properties), {})[kind] = logical_id
    raise_all(problems)
    return _only(apis, rest_api)


def _only(apis: Mapping[str, dict[ResponseType, str]], wanted: str | None) -> dict[ResponseType, str]:
    names = ", ".join(apis)
    if not apis:
        fix = "give the template as it was before GatewayResponses, of the stack that has them"
        raise GatewayResponseError(Problem("the template has no gateway responses", fix))
    if wanted is None and len(apis) > 1:
        message = f"the template has gateway responses of several REST APIs: {names}"
        raise GatewayResponseError(Problem(message, "name one: rest_api=..."))
    if wanted is not None and wanted not in apis:
        message = f"the template has no gateway responses of a REST API {wanted!r}"
        raise GatewayResponseError(Problem(message, f"it has those of {names}"))
    return apis[wanted or next(iter(apis))]
