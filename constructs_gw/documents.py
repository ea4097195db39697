"""JSON and YAML text, read as untrusted input: plain data and where it stands, bounded, or one clear error."""

import codecs
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from constructs_gw.document_limits import MAX_BYTES, TOO_DEEP, UnreadableError
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.json_documents import read_json
from constructs_gw.yaml_documents import read_yaml

_HALF_CHARACTER = re.compile(rb"\\(?:u|U0000)[dD][89a-fA-F]")


class _Positions(Protocol):
    def line(self, path: Sequence[str | int]) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Document:
    """The data of a JSON or YAML document, and the lines that its members and items stand on."""

    name: str
    data: Any
    _positions: _Positions | None = field(default=None, repr=False, compare=False)

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line, from 1, of the member or item at `path`, or else of what is nearest above; None without text."""
        return self._positions.line(path) if self._positions else None


class HasJson(Protocol):
    """A template that gives its data, such as `aws_cdk.assertions.Template`."""

    def to_json(self) -> Mapping[str, Any]:
        """The template's data."""
        ...


def data_of(template: object) -> object:
    """The data that a template gives; anything else as it is."""
    to_json = getattr(template, "to_json", None)
    return to_json() if callable(to_json) and not isinstance(template, type) else template


def document_of(data: object, name: str) -> Document:
    """The document that data stands for, in dicts, lists and scalars; raises GatewayResponseError for what is no JSON.

    >>> from types import MappingProxyType
    >>> document_of(MappingProxyType({"Resources": ()}), "template").data
    {'Resources': []}
    """
    try:
        return Document(name, json.loads(json.dumps(data_of(data), default=_as_dict)))
    except (TypeError, ValueError, RecursionError) as error:
        raise GatewayResponseError(Problem(f"{name} is not JSON: {error}", "give parsed JSON")) from None


def read_document(text: bytes, name: str) -> Document:
    """A JSON or YAML document; `name` stands for it in errors.

    YAML is read by the JSON-compatible rules of YAML 1.2: `on` and `2026-11-21` are text, and member names are text.
    CloudFormation's short forms (`!Ref`, `!Sub`) become their full forms.
    Raises GatewayResponseError for text that is neither, for duplicate member names and for what aliases blow up.
    """
    try:
        return Document(name, *_read(text))
    except UnreadableError as error:
        what = str(error)
    except UnicodeError as error:
        what = f"is not text: {getattr(error, 'reason', error)}"
    except RecursionError:
        what = TOO_DEEP
    raise GatewayResponseError(Problem(f"{name} {what}", "give a JSON or YAML document"))


def _as_dict(value: object) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} is no JSON value")


def _read(text: bytes) -> tuple[Any, _Positions]:
    if len(text) > MAX_BYTES:
        raise UnreadableError(f"has {len(text)} bytes, more than {MAX_BYTES}")
    text = _utf_8(text)
    data, positions = read_json(text.decode()) if is_json(text) else read_yaml(text)
    if _HALF_CHARACTER.search(text):
        json.dumps(data, ensure_ascii=False).encode()  # half a character, which nothing could write out
    return data, positions


def is_json(text: bytes) -> bool:
    """Whether a text, in UTF-8, is read as JSON."""
    return text.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def _utf_8(text: bytes) -> bytes:
    """The text without a byte order mark, in UTF-8 whatever it was in."""
    encoding = json.detect_encoding(text)
    return text.removeprefix(codecs.BOM_UTF8) if encoding.startswith("utf-8") else text.decode(encoding).encode()
