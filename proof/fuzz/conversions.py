"""Realistic documents that were changed, converted into each format: what is written can be read."""

import ast
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from constructs_gw.assembly import read_template
from constructs_gw.convert import WRITERS, convert, customized, read_declared
from constructs_gw.convert.into import put_into, shadowed
from constructs_gw.errors import GatewayResponseError
from proof.fuzz.choices import DOCUMENTS, Choices

SEEDS = None
LONGEST = 200
READ: Mapping[str, Callable[[str], object]] = {"python": ast.parse, "terraform": json.loads}
"""What reads formats that this library only writes."""

OPENAPI = [json.dumps(data).encode() for data in DOCUMENTS if {"openapi", "swagger"} & {*data}]


def attempt(content: bytes) -> None:
    """A document, into all that can be written."""
    choose = Choices(content)
    into, is_json = choose.one(OPENAPI), choose.is_so()
    document = choose.document()
    for to in WRITERS:
        try:
            written(document, to, is_json)
        except GatewayResponseError as error:
            str(error)
    try:
        for target in (into, document):
            added(document, target)
    except GatewayResponseError as error:
        str(error)


def written(document: bytes, to: str, is_json: bool) -> None:
    """What is written can be read."""
    found = convert(read_declared([read_template(document, Path("document"))]), to, is_json=is_json)
    [*map(str, found.losses), *map(str, found.notes)]
    if to in READ:
        READ[to](found.text)
        return
    try:
        read_template(found.text.encode(), Path("written"), to)
    except GatewayResponseError as error:
        raise AssertionError(f"{to} cannot be read: {error}") from error


def added(document: bytes, into: bytes) -> None:
    """What is put into an OpenAPI document."""
    for api in customized(read_declared([read_template(document, Path("document"))])):
        after = put_into(into, api.customizations, "openapi")
        assert put_into(after, api.customizations, "openapi") == after
        [*map(str, shadowed(into, api.customizations, after))]
