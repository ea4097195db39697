"""What a YAML scalar or tag stands for: the JSON-compatible rules of YAML 1.2, and CloudFormation's short forms."""

import re
from types import NoneType
from typing import Any

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
}

_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

_CORE = "tag:yaml.org,2002:"
_TYPES: dict[str, type] = {"null": NoneType, "bool": bool, "int": int, "float": float}


def plain_value(text: str) -> Any:
    """The value of a scalar without quotes; ValueError for a number of too many digits."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-." or not _NUMBER.fullmatch(text):
        return text
    if not _INTEGER.fullmatch(text):
        return float(text)
    try:
        return int(text)
    except ValueError:
        raise ValueError("a number has too many digits") from None


def tagged_scalar(tag: str, text: str) -> Any:
    """The value of a scalar with a tag; ValueError for a tag that is not known or does not fit."""
    if tag == "!":
        return text
    if tag.startswith("!"):
        return short_form(tag, text.split(".", 1) if tag == "!GetAtt" else text)
    kind = tag.removeprefix(_CORE)
    if tag == f"{_CORE}str":
        return text
    if tag != _CORE + kind or kind not in _TYPES:
        raise _unknown(tag)
    value = plain_value(text)
    if kind == "float" and type(value) is int:
        return float(text)
    if type(value) is not _TYPES[kind]:
        raise ValueError(f"{text!r} is not of the type {kind}")
    return value


def tagged_collection(tag: str, value: Any) -> Any:
    """The value of a mapping or sequence with a tag; ValueError for a tag that is not known."""
    if tag.startswith("!") and tag != "!":
        return short_form(tag, value)
    if tag not in ("!", f"{_CORE}{'map' if isinstance(value, dict) else 'seq'}"):
        raise _unknown(tag)
    return value


def short_form(tag: str, value: Any) -> dict[str, Any]:
    """CloudFormation's short form of an intrinsic function, such as `!Sub text`, as its full form."""
    return {tag[1:] if tag in ("!Ref", "!Condition") else f"Fn::{tag[1:]}": value}


def _unknown(tag: str) -> ValueError:
    return ValueError(f"could not determine a constructor for the tag {tag!r}")
