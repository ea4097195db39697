"""Files of what a gateway response answers: what `pull` writes, and the backup of what a push replaces.

    {"provider": ..., "instance_id": ..., "group_id": ..., "response": "default",
     "responses": {"THROTTLED": {"status": 429, "body": "{}", "headers": [...], "default": false}}}

`"default": true` stands for APIG's own response.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.client import GroupClient, is_id
from constructs_gw.apig.live.group_response import GroupResponseGateway, is_item
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import new_file, reason_of

_MEMBERS = {"provider", "instance_id", "group_id", "response", "responses"}
_ITEM_MEMBERS = {"status", "body", "headers", "default"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a gateway response answers by error type; None for APIG's own."""

    provider: Provider
    instance_id: str
    group_id: str
    response: str
    """Its name; `default` for the group's own."""
    responses: Mapping[str, ErrorResponse | None]

    @classmethod
    def of(cls, client: GroupClient, response: str, responses: Mapping[str, ErrorResponse | None]) -> "Listing":
        """What a response of a client's group answers."""
        return cls(client.provider, client.instance_id, client.group_id, response, responses)

    @property
    def customized(self) -> dict[str, ErrorResponse]:
        """The types that are not APIG's own."""
        return {kind: response for kind, response in self.responses.items() if response is not None}

    @property
    def text(self) -> str:
        """What is written to a file."""
        return _text(self, {kind: _item(response) for kind, response in self.responses.items()})


def listing_text(client: GroupClient, gateway: GroupResponseGateway) -> str:
    """What `pull` writes: every type that the gateway offers, with what APIG answers by itself."""
    items = {kind: _shown(item) for kind, item in gateway.items().items()}
    return _text(Listing.of(client, gateway.name, {}), items)


def _text(listing: Listing, items: Mapping[str, Any]) -> str:
    where = {name: getattr(listing, name) for name in ("provider", "instance_id", "group_id", "response")}
    return json.dumps({**where, "responses": items}, indent=2) + "\n"


def _item(response: ErrorResponse | None) -> dict[str, Any]:
    return {"default": True} if response is None else {**response.data, "default": False}


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    response = ErrorResponse.read(item)
    return {**response.data, "default": item.get("default") is True}


def keep_backup(path: Path, listing: Listing) -> None:
    """Write a file that is there to stay; raises GatewayResponseError for one that is there already."""
    new_file(path, listing.text)


def read_listing(path: Path) -> Listing:
    """A backup, or what `pull` wrote; raises GatewayResponseError for a file that is not understood whole."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL
        what = f"{path}: {reason_of(error)}"
        raise GatewayResponseError(Problem(what, "name a file that apig pull or push wrote")) from None
    data = read_document(content, str(path)).data if len(content) <= MAX_BYTES else None
    if not matches(data):
        fix = "give a file that apig pull or push wrote"
        raise GatewayResponseError(Problem(f"{path} is no listing of error responses of APIG", fix))
    return listing_of(data, str(path))


def matches(data: Any) -> TypeGuard[dict[str, Any]]:
    """Whether data is such a file, rather than something else that holds responses."""
    return isinstance(data, dict) and "provider" in data and isinstance(data.get("responses"), dict)


def listing_of(data: Mapping[str, Any], name: str) -> Listing:
    """The listing in a file's data; raises GatewayResponseError for what is not understood: it would be lost."""
    where = [data.get(member) for member in ("instance_id", "group_id", "response")]
    is_whole = data.keys() == _MEMBERS and data["provider"] in [*Provider] and all(map(is_id, where))
    wrong = [kind for kind, item in data["responses"].items() if not (is_id(kind) and _is_read(item))]
    if not is_whole or wrong:
        what = f": {wrong[0]!r} is not understood" if wrong else ""
        fix = "give a file that apig pull or push wrote, as it was written"
        raise GatewayResponseError(Problem(f"{name} is no listing of error responses of APIG{what}", fix))
    responses = {kind: _response(item) for kind, item in data["responses"].items()}
    instance_id, group_id, response = map(str, where)
    return Listing(Provider(data["provider"]), instance_id, group_id, response, responses)


def _is_read(item: Any) -> bool:
    return (
        is_item(item)
        and item.keys() <= _ITEM_MEMBERS
        and (item.get("default") is True or isinstance(item.get("body"), str))
        and all(header.keys() == {"key", "value"} for header in item.get("headers") or ())
    )


def _response(item: Mapping[str, Any]) -> ErrorResponse | None:
    return None if item.get("default") is True else ErrorResponse.read(item)
