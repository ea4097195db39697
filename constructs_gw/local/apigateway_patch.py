"""UpdateGatewayResponse's patch operations.

Which paths take which operations is documented (API reference, patch-operations) and recorded, as are the errors
(LocalStack, test_update_gateway_response), unless marked otherwise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.customization import STATUS_CODE
from constructs_gw.customization_set import DEFAULT_TEMPLATES
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.local.apigateway_errors import bad_request, enum_violations, not_found
from constructs_gw.local.apigateway_inputs import structures, text

_OPERATIONS = ("add", "remove", "move", "test", "replace", "copy")
_PATH = re.compile(r"/(responseParameters|responseTemplates)/([^/]+)", re.DOTALL)
_MISSING = {
    "responseParameters": "Invalid parameter name specified",
    "responseTemplates": "Content-Type specified was not found",
}
"""The latter is recorded for UpdateMethodResponse's models (test_update_method_wrong_param_names), inferred here."""


@dataclass(frozen=True, slots=True)
class PatchOperation:
    """One change."""

    op: str | None
    path: str | None
    value: str | None


def read_operations(body: Mapping[str, Any]) -> list[PatchOperation]:
    """The operations of a request."""
    given = structures(body, "patchOperations")
    return [PatchOperation(text(each, "op"), text(each, "path"), text(each, "value")) for each in given]


def operation_violations(operations: list[PatchOperation], input_name: str) -> list[str]:
    """What the service's model refuses in operations; `input_name` as in `updateGatewayResponseInput`."""
    return [
        found
        for number, operation in enumerate(operations, 1)
        if operation.op is not None
        for found in enum_violations(operation.op, f"{input_name}.patchOperations.{number}.member.op", _OPERATIONS)
    ]


def patched(response: GatewayResponse, operations: list[PatchOperation]) -> GatewayResponse:
    """A response with all changes made, in their order.

    A type without customization starts from the defaults, its JSON template included; that a customized DEFAULT_*
    has no part in them is inferred from what Put does.
    """
    status = response.status_code
    maps = {
        "responseParameters": dict(response.parameters),
        "responseTemplates": dict(response.templates or DEFAULT_TEMPLATES),
    }
    for operation in operations:
        if operation.path == "/statusCode" and operation.op == "replace":
            status = _status(operation.value)
        else:
            _change(maps, operation)
    return GatewayResponse(status, maps["responseParameters"], maps["responseTemplates"])


def _status(value: str | None) -> str | None:
    """A status to set; null resets it (documented for DEFAULT_4XX and DEFAULT_5XX, inferred for others)."""
    if value is not None and not STATUS_CODE.fullmatch(value):
        raise bad_request(f"Invalid status code specified: {value}", "write one from 100 to 599")  # undetermined text
    return value


def _change(maps: Mapping[str, dict[str, str]], operation: PatchOperation) -> None:
    found = _PATH.fullmatch(operation.path or "")
    if found is None:
        fix = "write ~1 for each / in a media type" if (operation.path or "").startswith("/responseTemplates/") else ""
        raise bad_request(f"Invalid patch path {'null' if operation.path is None else operation.path}", fix)
    if operation.op not in ("add", "remove", "replace"):  # recorded for UpdateRestApi, inferred here
        raise bad_request("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")
    kind, name = found[1], found[2].replace("~1", "/")  # no name that is taken has a ~, so ~0 is never needed
    if operation.op != "add" and name not in maps[kind]:
        raise not_found(_MISSING[kind])
    if operation.op == "remove":
        del maps[kind][name]
    elif not operation.value:
        raise bad_request(f"Invalid null or empty value in {kind}")
    else:
        maps[kind][name] = operation.value
