"""Listings of gateway responses as text: JSON that `sources.listing` reads, or any format that is written."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_gw.assembly import template_file
from constructs_gw.convert import SUFFIXES, WRITERS, Conversion, convert, read_declared
from constructs_gw.sources.listing import ITEMS, REST_API_ID


def listing(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str | None) -> dict[str, Any]:
    """The listing as `aws apigateway get-gateway-responses` has it, with the API that it is of."""
    found = [{name: value for name, value in item.items() if name in _MEMBERS} for item in items]
    return {REST_API_ID: rest_api_id, "region": region, ITEMS[0]: found}


def as_json(items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str | None) -> str:
    """The listing as text."""
    return json.dumps(listing(items, rest_api_id, region), indent=2) + "\n"


_MEMBERS = ("responseType", "statusCode", "responseParameters", "responseTemplates", "defaultResponse")


LISTING = "json"
"""The format that a listing has by itself."""

FORMATS = (LISTING, *WRITERS)
"""What a listing can be written as: the JSON that it is, or any format that can be converted into."""


def suffix(format_: str) -> str:
    """What the name of a file ends with that nobody has named."""
    return ".json" if format_ == LISTING else SUFFIXES[format_]


def written(
    format_: str, items: Iterable[Mapping[str, Any]], rest_api_id: str, region: str, *, is_json: bool = False
) -> Conversion:
    """A listing in one of FORMATS, and what that does not say.

    In another format than its own what is listed counts as customized, the defaults that somebody asked for too.
    """
    if format_ == LISTING:
        return Conversion(as_json(items, rest_api_id, region))
    customized = [{name: value for name, value in item.items() if name != "defaultResponse"} for item in items]
    found = template_file(listing(customized, rest_api_id, region), f"{region}/{rest_api_id}")
    return convert(read_declared([found]), format_, is_json=is_json)
