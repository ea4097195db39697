"""Backups: files of what a push replaces, in the form of a listing."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeGuard

from constructs_gw.assembly import read_content
from constructs_gw.aws.listings import as_json
from constructs_gw.aws.rest_api import response_of
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType
from constructs_gw.sources.listing import ITEMS, REST_API_ID, matches


@dataclass(frozen=True, slots=True)
class Backup:
    """What a push replaces; None for a type that had no customization."""

    rest_api_id: str
    region: str | None
    responses: Mapping[str, GatewayResponse | None]


def refuse_existing(path: Path) -> None:
    """Raise GatewayResponseError for a backup that is there already: it may be of another push."""
    if path.exists():
        raise GatewayResponseError(_is_there(path))


def _is_there(path: Path) -> Problem:
    return Problem(f"{path} is there already", "name another file, or move this one")


def keep_backup(path: Path, backup: Backup) -> None:
    """Write a file that is there to stay; raises GatewayResponseError for one that is there already."""
    text = as_json(_items(backup), backup.rest_api_id, backup.region)
    try:
        with path.open("x", encoding="utf-8") as file:
            _fill(path, file, text)
    except FileExistsError:
        raise GatewayResponseError(_is_there(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL
        why = getattr(error, "strerror", None) or error
        raise GatewayResponseError(Problem(f"{path}: {why}", "name a file that can be written")) from None


def _fill(path: Path, file: TextIO, text: str) -> None:
    """Write all of it, to the disk; no half of a backup stays."""
    try:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


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
    content = read_content(path)
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
