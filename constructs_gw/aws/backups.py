"""Backups: files of what a push replaces, in the form of a listing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from constructs_gw.assembly import read_content
from constructs_gw.aws.listings import as_json
from constructs_gw.aws.rest_api import response_of
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import new_file
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType
from constructs_gw.sources.listing import ITEMS, REST_API_ID, matches


@dataclass(frozen=True, slots=True)
class Backup:
    """What a push replaces; None for a type that had no customization."""

    rest_api_id: str
    region: str | None
    responses: Mapping[str, GatewayResponse | None]


def keep_backup(path: Path, backup: Backup) -> None:
    """Write a file that is there to stay; raises GatewayResponseError for one that is there already."""
    new_file(path, as_json(_items(backup), backup.rest_api_id, backup.region))


def _items(backup: Backup) -> Iterator[dict[str, Any]]:
    return (_item(kind, response) for kind, response in backup.responses.items())


def _item(kind: str, response: GatewayResponse | None) -> dict[str, Any]:
    if response is None:
        return {"responseType": kind, "defaultResponse": True}
    status = {"statusCode": response.status_code} if response.status_code else {}
    return {
        "responseType": kind,
        **status,
        "responseParameters": dict(response.parameters),
        "responseTemplates": dict(response.templates),
        "defaultResponse": False,
    }


def read_backup(path: Path) -> Backup:
    """A backup, or a listing that `pull` wrote as JSON; raises GatewayResponseError for a file that is none."""
    content = read_content(path, fix="name a file that aws pull or push wrote")
    data = read_document(content, str(path)).data if len(content) <= MAX_BYTES else None
    if not _is_backup(data):
        raise GatewayResponseError(Problem(f"{path} is no backup", "give the file that push has named"))
    region = data.get("region")
    responses = {ResponseType.of(item["responseType"]).value: _response(item) for item in data[ITEMS[0]]}
    return Backup(data[REST_API_ID], region if isinstance(region, str) else None, responses)


def _is_backup(data: Any) -> TypeGuard[dict[str, Any]]:
    """Whether it can be put back whole: what is not understood of it would be lost."""
    return (
        isinstance(data, dict)
        and matches(data)
        and isinstance(data.get(REST_API_ID), str)
        and isinstance(data.get(ITEMS[0]), list)
        and all(_is_texts(item.get(name)) for item in data[ITEMS[0]] for name in _TEXTS)
    )


_TEXTS = ("responseParameters", "responseTemplates")


def _is_texts(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and all(isinstance(text, str) for text in value.values()))


def _response(item: Mapping[str, Any]) -> GatewayResponse | None:
    return None if item.get("defaultResponse") is True else response_of(item)
