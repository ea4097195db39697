"""What a stage serves: the gateway responses in its export."""

import json
from collections.abc import Mapping
from typing import Any

from constructs_gw.aws.rest_api import RestApiGateway, response_of
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.openapi import EXTENSION
from constructs_gw.response_types import ResponseType
from constructs_gw.sync import Difference, diff
from constructs_gw.template import as_mapping


def deployed(client: Any, rest_api_id: str, stage: str) -> dict[str, GatewayResponse]:
    """The customizations that a stage was deployed with, by response type.

    That GetExport tells of the stage is documented. That the export has them, and leaves the member out where there
    are none, is inferred: the member is that of an import, where statusCode may be a number.
    """
    answer = client.get_export(
        restApiId=rest_api_id,
        stageName=stage,
        exportType="oas30",
        parameters={"extensions": "apigateway"},
        accepts="application/json",
    )
    document = _document(answer["body"].read(MAX_BYTES + 1), stage)
    return {
        ResponseType.of(kind).value: response_of(as_mapping(entry))
        for kind, entry in as_mapping(document.get(EXTENSION)).items()
    }


def undeployed(client: Any, rest_api_id: str, stage: str) -> list[Difference]:
    """What a stage was deployed with, as declared, beside what is configured in its API now, as live."""
    return diff(RestApiGateway(client, rest_api_id), deployed(client, rest_api_id, stage))


def _document(content: bytes, stage: str) -> Mapping[str, Any]:
    try:
        found = json.loads(content) if len(content) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "openapi" not in found:
        raise GatewayResponseError(Problem(f"the export of {stage} is no OpenAPI document", "leave out --stage"))
    return found
