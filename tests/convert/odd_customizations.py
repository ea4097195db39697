"""Customizations of every kind, with texts that each format might take for something of its own."""

from typing import Any
from unicodedata import is_normalized

from hypothesis import strategies as st

from constructs_gw.convert import DeclaredApi
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.response_types import CUSTOMIZABLE_TYPES

PARAMETERS: dict[str, Any] = {
    "Domain": {"Type": "String", "Default": "shop.example.com", "Description": "Of the ${shop}: <b>"},
    "Key4XX": {"Type": "String", "NoEcho": True},
    "Limit": {"Type": "Number", "Default": 30},
}
VALUES = {"Domain": "shop.example.com", "Key4XX": "a:b", "Limit": "30"}
"""What the parameters have where a format has no parameters."""

ASCII = [
    "a", " ", "  ", "$", "$$", "${", "$${", "${!", "${x}", "${!x}", "${Domain}", "${AWS::Region}", "%", "%{", "%%{",
    "${var.domain}", "%{if true}", "{", "}", "{{", "}}", "!Sub ", "!Ref x", "!!python/object ", "&a ", "*a", "|", ">",
    "- ", ": ", " #", ",", "[", "]", "@", "`", "\\", '"', "---", "...", "? ", "<<", "=", "~", "null", "on", "1e3",
    "0x1", "2026-11-21", "$context.requestId", "$stageVariables.a", "Fn::Sub", "\\n", "\\u0041", "//",
]  # fmt: skip
OTHER = [
    "'", "\n", "\n\n", "\n  ", "\n\t", "\t", "\r\n", "\r", "\x00", "\x1b", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff",
    "\ufffe", "\uffff", "\u200b", "é", "\U0001f600", '{"message": $context.error.messageString}',
]  # fmt: skip
_TOKENS = [f"${{Token[{name}]}}" for name in PARAMETERS]


def _joined(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=8).map("".join).filter(lambda text: is_normalized("NFC", text))


def _is_valid(**parts: object) -> bool:
    try:
        Customization.parse("THROTTLED", **parts)  # type: ignore[arg-type]
    except GatewayResponseError:
        return False
    return True


_NAMES = st.one_of(
    st.sampled_from(
        ["Ref", "Condition", "null", "on", "y", "1e3", "-", ".", "$x", "0", "X-A", "Retry-After", "_", "A" * 1100]
    ),
    st.from_regex(r"[A-Za-z0-9._$-]{1,8}", fullmatch=True),
)
_SOURCES = st.sampled_from(
    [
        "context.requestId", "context.authorizer.tenant", "context.authorizer.claims['custom:a']",
        "stageVariables.origin", "method.request.header.Origin", "method.request.querystring.q",
        "method.request.path.id", "method.request.multivalueheader.X", "method.request.multivaluequerystring.Y",
    ]
).filter(lambda text: _is_valid(response_parameters={"gatewayresponse.header.A": text}))  # fmt: skip
_MEDIA_TYPES = st.sampled_from(
    [
        "application/json",
        "application/problem+json",
        "text/html",
        "text/plain; charset=utf-8",
        "application/x.a$&b",
        "a/b#c",
    ]
)
_STATUSES = st.one_of(st.none(), st.integers(100, 599).map(str))


def _entries(kind: object, tokens: list[str]) -> st.SearchStrategy[Customization]:
    static = _joined([*ASCII, *tokens]).map(lambda text: f"'{text}'")
    headers = st.dictionaries(
        _NAMES.map(lambda name: f"gatewayresponse.header.{name}"), st.one_of(static, _SOURCES), max_size=4
    ).filter(lambda found: len({name.casefold() for name in found}) == len(found))
    bodies = st.dictionaries(_MEDIA_TYPES, _joined([*ASCII, *OTHER, *tokens]), max_size=3)
    return st.builds(
        lambda status, headers, bodies: Customization.parse(
            kind, status_code=status, response_parameters=headers, response_templates=bodies
        ),
        _STATUSES,
        headers,
        bodies,
    )


def customization_sets(tokens: list[str]) -> st.SearchStrategy[CustomizationSet]:
    """Sets of one to four customizations, which may have the tokens in their texts."""
    kinds = st.lists(st.sampled_from(list(CUSTOMIZABLE_TYPES)), min_size=1, max_size=4, unique=True)
    return kinds.flatmap(lambda found: st.tuples(*(_entries(kind, tokens) for kind in found)).map(CustomizationSet))


plain_sets = customization_sets([])
open_sets = customization_sets(_TOKENS)


def declared(customizations: CustomizationSet, **parts: object) -> DeclaredApi:
    """The API of a source that has these customizations."""
    return DeclaredApi("Orders", customizations, parameters=PARAMETERS, **parts)  # type: ignore[arg-type]
