"""Strategies: sets of customizations of any content, and sets that presets make."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from constructs_gw.composition import compose
from constructs_gw.convert import DeclaredApi
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Preset
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType

HOSTILE = (
    '"""); raise SystemExit(1) #',
    "'''\\\"\\N{BULLET} {0!r} {{x}} \\x41\\",
    "line\nline\r\n\u2028\x85\t# type: ignore\n",
    "\ud800 \U0001f600 é \x00\x7f",
    "${Token[x y]} ${Token[]} $Token",
)
"""Texts that would like to be code."""

PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "Origin": {"Type": "String", "Default": "https://a.example", "AllowedPattern": 'https://[^"]+\\.example'},
    "class": {"Type": "String", "Description": HOSTILE[0]},
    "Seconds": {"Type": "Number", "Default": 30, "MinValue": 1},
    "Secret": {"Type": "String", "NoEcho": True, "MaxLength": "64"},
    "Ssm": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"},
}
_NAMES = (*PARAMETERS, "AWS::Region", "AWS::URLSuffix", "Fn::ImportValue.Other:name-1")
TOKENS = st.sampled_from(_NAMES).map("${{Token[{}]}}".format)

_ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="'"), max_size=30)
_STATIC = st.one_of(_ASCII, st.just('"quoted"'), st.just("context.requestId"), st.just('"); raise SystemExit(1) #\\'))
_VALUES = st.one_of(
    _STATIC.map(lambda text: MappingValue.parse(f"'{text}'")),
    st.sampled_from(["Origin", "X.y-z$"]).map(MappingValue.request_header),
    st.sampled_from(["extendedRequestId", "authorizer.tenant"]).map(MappingValue.context_variable),
    st.just(MappingValue.stage_variable("origin")),
    st.just(MappingValue.multi_value_query_string("a")),
)
_CORS_HEADERS = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "vary")
_HEADERS = st.sampled_from(
    (*_CORS_HEADERS, "X-A", "Retry-After", "Location", "WWW-Authenticate", "x-request-id", "Cache-Control")
)
_BODIES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.sampled_from(
        [
            '{"message":$context.error.messageString}',
            '{"a": "\\u0024context.stage", "b": "${context.requestId}", "c": [1.0, -0, null, {}]}',
            '{"message": "$context.error.message"}',
            '{"status": $context.status, "a": 1, "a": 2}',
            '{"errors": "$context.error.validationErrorString", "status": 429, "title": "Too Many Requests"}',
            "#set($x = 1)\n" * 20,
            "[" * 200 + "]" * 200,
        ]
    ),
)
_MEDIA_TYPES = st.sampled_from(["application/json", "text/html", "application/problem+json"])


def _with_tokens(values: st.SearchStrategy[MappingValue]) -> st.SearchStrategy[MappingValue]:
    return values | TOKENS.map(MappingValue.static) | TOKENS.map(lambda token: MappingValue.static(f"<{token}{token}>"))


def customizations(*, has_tokens: bool = False) -> st.SearchStrategy[Customization]:
    """Any customization that API Gateway takes, whatever our own checks say of its body."""
    values = _with_tokens(_VALUES) if has_tokens else _VALUES
    bodies = _BODIES | TOKENS.map(lambda token: f'{{"a": "{token}", "b": {token}}} \n') if has_tokens else _BODIES
    return st.builds(
        lambda kind, code, headers, templates: Customization(
            kind, status_code=code, headers=headers, templates=[ResponseTemplate(*item) for item in templates.items()]
        ),
        st.sampled_from(ResponseType),
        st.none() | st.integers(100, 599),
        st.dictionaries(_HEADERS, values, max_size=3),
        st.dictionaries(_MEDIA_TYPES, bodies, max_size=2),
    )


def sets(*, has_tokens: bool = False) -> st.SearchStrategy[CustomizationSet]:
    """Sets of such customizations."""
    entries = customizations(has_tokens=has_tokens)
    several = st.lists(entries, min_size=1, max_size=6, unique_by=lambda entry: entry.response_type)
    return several.map(CustomizationSet)


def apis() -> st.SearchStrategy[DeclaredApi]:
    """APIs of any name with sets that refer to parameters."""
    formats = st.sampled_from(["cloudformation", "openapi", "terraform"])
    names = st.sampled_from(["Orders", "class", "add", *HOSTILE])
    declared = sets(has_tokens=True) | preset_sets()
    return st.builds(
        lambda name, declared, format_: DeclaredApi(name, declared, format_, {}, PARAMETERS), names, declared, formats
    )


_KINDS = st.sampled_from([kind for kind in CUSTOMIZABLE_TYPES if kind != "MISSING_AUTHENTICATION_TOKEN"])
_ORIGINS = st.sampled_from(["*", "https://a.example", MappingValue.stage_variable("origin")])
_EXPOSED = st.none() | st.lists(st.sampled_from(["X-B", "Location", "X-Id", "Retry-After"]), max_size=3, unique=True)
_SHAPES = st.sampled_from(
    [
        {"error": {"text": "$context.error.messageString", "code": "$context.error.responseType"}},
        {"code": "${status}", "why": "${reason}", "text": "$context.error.messageString"},
    ]
)
_OTHER_SECURITY_HEADERS = st.dictionaries(st.sampled_from(["Cache-Control", "Vary", "X-Foo"]), st.just("v"), max_size=2)
PRESETS: Mapping[str, st.SearchStrategy[Preset]] = {
    "cors": st.builds(cors, _ORIGINS, expose_headers=_EXPOSED)
    | st.just(cors(echo_origin=True))
    | st.just(cors("https://a.example", allow_credentials=True)),
    "hints": st.builds(
        hints,
        st.dictionaries(_KINDS, st.none() | st.just('ü\n"x"'), max_size=3),
        member=st.sampled_from(["hint", "tip"]),
    ),
    "shape": st.builds(
        problem_details,
        type_base=st.none() | st.just("https://e.example/"),
        status=st.booleans(),
        media_type=st.sampled_from(["application/json", "application/problem+json"]),
    )
    | st.builds(error_body, _SHAPES),
    "validation_errors": st.builds(
        validation_errors, member=st.sampled_from(["validationErrors", "fields"]), accept_undetermined=st.booleans()
    ),
    "request_id": st.builds(
        request_id, header=st.sampled_from(["X-Request-Id", "X-Id"]), member=st.sampled_from([None, "requestId", "id"])
    ),
    "security_headers": st.builds(security_headers, _OTHER_SECURITY_HEADERS | st.just({"X-Frame-Options": None})),
    "retry_after": st.builds(retry_after, st.integers(0, 1000)),
    "challenge": st.builds(
        lambda parameters: challenge("Bearer", **parameters),
        st.dictionaries(st.sampled_from(["realm", "class_", "a_b"]), st.sampled_from(["x", 'a"b\\c', "a, b"])),
    ),
    "not_found": st.builds(not_found, message=st.sampled_from(["Not Found", 'no "such" thing'])),
    "status": st.builds(status, st.dictionaries(_KINDS, st.integers(400, 599), min_size=1, max_size=3)),
}


def presets() -> st.SearchStrategy[list[Preset]]:
    """Presets that combine, with arguments of any kind."""
    some = st.lists(st.sampled_from(sorted(PRESETS)), min_size=1, unique=True)
    chosen = some.flatmap(lambda names: st.tuples(*(PRESETS[name] for name in sorted(names)))).map(list)
    alone = st.just([redirect("DEFAULT_4XX", location="/login", status_code=307)])
    return (chosen | alone).filter(_combine)


def preset_sets() -> st.SearchStrategy[CustomizationSet]:
    """What such presets make."""
    return presets().map(compose)


def _combine(presets: list[Preset]) -> bool:
    try:
        return bool(compose(presets))
    except GatewayResponseError:
        return False
