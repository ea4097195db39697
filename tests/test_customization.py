"""Customizations, and what a set of them makes each response type answer with."""

# ruff: noqa: E501  (a row of a table is a literal message)

import itertools
import struct
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from enum import Enum
from http import HTTPStatus
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet, Difference, EffectiveResponse
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import ResponseType

Row: TypeAlias = tuple[str | None, Mapping[str, str], Mapping[str, str]]
"""Status code, headers by name and bodies by media type."""

DEFAULT_BODY = {"application/json": '{"message":$context.error.messageString}'}
SORRY = {"application/json": '{"sorry": true}'}
X1, X2 = {"X": "'1'"}, {"X": "'2'"}
FOURS = [
    "ACCESS_DENIED",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "EXPIRED_TOKEN",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
]
FIVES = [
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
]


def customizations(rows: Mapping[str, Row]) -> CustomizationSet:
    """The set that a table of rows declares."""
    return CustomizationSet(
        Customization(
            kind,
            status_code=status,
            headers={name: MappingValue.parse(value) for name, value in headers.items()},
            templates=templates,
        )
        for kind, (status, headers, templates) in rows.items()
    )


def rows(declared: CustomizationSet) -> dict[str, Row]:
    """The table of rows that a set declares."""
    return {
        kind.value: (
            entry.status_code,
            {name: str(value) for name, value in entry.headers.items()},
            dict(entry.templates),
        )
        for kind, entry in declared.items()
    }


def answer(declared: CustomizationSet, kind: str) -> tuple[Any, ...]:
    """Status, headers, bodies and source of what a type answers with."""
    found = declared.effective(ResponseType(kind))
    headers = {name: str(value) for name, value in found.headers.items()}
    return found.status_code, headers, dict(found.templates), found.source


# Facts, 1.2: each rule of precedence, by the answer that it leads to.
PRECEDENCE: list[tuple[str, dict[str, Row], str, tuple[Any, ...]]] = [
    (
        "1: an entry of its own is used alone (recorded for AUTHORIZER_FAILURE)",
        {"DEFAULT_5XX": ("599", X1, SORRY), "AUTHORIZER_FAILURE": (None, X2, {})},
        "AUTHORIZER_FAILURE",
        ("500", X2, DEFAULT_BODY, "AUTHORIZER_FAILURE"),
    ),
    (
        "2: else that of the class, with its status (recorded for 599)",
        {"DEFAULT_5XX": ("599", X1, SORRY)},
        "INTEGRATION_TIMEOUT",
        ("599", X1, SORRY, "DEFAULT_5XX"),
    ),
    (
        "2: without a status each type keeps its own",
        {"DEFAULT_4XX": (None, X1, {})},
        "UNAUTHORIZED",
        ("401", X1, DEFAULT_BODY, "DEFAULT_4XX"),
    ),
    (
        "2: the other class is not concerned",
        {"DEFAULT_4XX": ("499", X1, SORRY)},
        "INTEGRATION_FAILURE",
        ("504", {}, DEFAULT_BODY, None),
    ),
    ("3: else the built-in answer", {}, "THROTTLED", ("429", {}, DEFAULT_BODY, None)),
    (
        "4: the class is that of the default status, whatever status is set",
        {"DEFAULT_4XX": ("500", X1, {}), "DEFAULT_5XX": (None, X2, {})},
        "ACCESS_DENIED",
        ("500", X1, DEFAULT_BODY, "DEFAULT_4XX"),
    ),
    (
        "5: status alone leaves headers and body at their defaults",
        {"THROTTLED": ("503", {}, {})},
        "THROTTLED",
        ("503", {}, DEFAULT_BODY, "THROTTLED"),
    ),
    (
        "5: headers alone leave status and body at their defaults",
        {"THROTTLED": (None, X1, {})},
        "THROTTLED",
        ("429", X1, DEFAULT_BODY, "THROTTLED"),
    ),
    (
        "5: a body alone leaves the status at its default",
        {"THROTTLED": (None, {}, SORRY)},
        "THROTTLED",
        ("429", {}, SORRY, "THROTTLED"),
    ),
    (
        "6: bodies without application/json leave none of it",
        {"THROTTLED": (None, {}, {"text/plain": "sorry"})},
        "THROTTLED",
        ("429", {}, {"text/plain": "sorry"}, "THROTTLED"),
    ),
    (
        "413: no customization reaches it, of its own or of its class",
        {"DEFAULT_4XX": ("499", X1, SORRY), "REQUEST_TOO_LARGE": ("400", X2, {})},
        "REQUEST_TOO_LARGE",
        ("413", {}, DEFAULT_BODY, None),
    ),
    (
        "DEFAULT_4XX itself has no status of its own",
        {"DEFAULT_4XX": (None, X1, {})},
        "DEFAULT_4XX",
        (None, X1, DEFAULT_BODY, "DEFAULT_4XX"),
    ),
]


@pytest.mark.parametrize(
    ("declared", "kind", "expected"), [row[1:] for row in PRECEDENCE], ids=[r[0] for r in PRECEDENCE]
)
def test_precedence(declared: dict[str, Row], kind: str, expected: tuple[Any, ...]) -> None:
    assert answer(customizations(declared), kind) == expected


def test_effective_takes_a_types_name() -> None:
    assert CustomizationSet().effective("THROTTLED").status_code == "429"  # type: ignore[arg-type]


# Each set, the entries that minimal() has to leave, and answers that both have to give, all written by hand.
MINIMAL: list[tuple[str, dict[str, Row], dict[str, Row], dict[str, tuple[Any, ...]]]] = [
    ("nothing", {}, {}, {"THROTTLED": ("429", {}, DEFAULT_BODY, None)}),
    (
        "the same headers on a whole class and on its default",
        {"DEFAULT_4XX": (None, X1, {}), **{kind: (None, X1, {}) for kind in FOURS}},
        {"DEFAULT_4XX": (None, X1, {})},
        {"UNAUTHORIZED": ("401", X1, DEFAULT_BODY, "DEFAULT_4XX")},
    ),
    (
        "the same headers on both classes, and one type with its own body",
        {"DEFAULT_4XX": (None, X1, SORRY), "DEFAULT_5XX": (None, X1, SORRY), "AUTHORIZER_FAILURE": (None, X1, {})},
        {"AUTHORIZER_FAILURE": (None, X1, {}), "DEFAULT_4XX": (None, X1, SORRY), "DEFAULT_5XX": (None, X1, SORRY)},
        {
            "AUTHORIZER_FAILURE": ("500", X1, DEFAULT_BODY, "AUTHORIZER_FAILURE"),
            "INTEGRATION_FAILURE": ("504", X1, SORRY, "DEFAULT_5XX"),
        },
    ),
    (
        "the same on a whole class without its default stays, because the default itself would change",
        {"API_CONFIGURATION_ERROR": (None, X1, {}), "INTEGRATION_TIMEOUT": (None, X1, {})},
        {"API_CONFIGURATION_ERROR": (None, X1, {}), "INTEGRATION_TIMEOUT": (None, X1, {})},
        {"INTEGRATION_FAILURE": ("504", {}, DEFAULT_BODY, None)},
    ),
    (
        "a type that says its own default status says nothing",
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": ("429", X1, {})},
        {"DEFAULT_4XX": (None, X1, {})},
        {"THROTTLED": ("429", X1, DEFAULT_BODY, "DEFAULT_4XX")},
    ),
    (
        "a type that writes the default body out says nothing",
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": (None, X1, DEFAULT_BODY)},
        {"DEFAULT_4XX": (None, X1, {})},
        {"THROTTLED": ("429", X1, DEFAULT_BODY, "DEFAULT_4XX")},
    ),
    (
        "another status is kept",
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": ("503", X1, {})},
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": ("503", X1, {})},
        {
            "THROTTLED": ("503", X1, DEFAULT_BODY, "THROTTLED"),
            "QUOTA_EXCEEDED": ("429", X1, DEFAULT_BODY, "DEFAULT_4XX"),
        },
    ),
    (
        "a customization that says nothing keeps a type from inheriting",
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": (None, {}, {})},
        {"DEFAULT_4XX": (None, X1, {}), "THROTTLED": (None, {}, {})},
        {"THROTTLED": ("429", {}, DEFAULT_BODY, "THROTTLED")},
    ),
    (
        "a customization that says nothing is no built-in answer",
        {"ACCESS_DENIED": (None, {}, {})},
        {"ACCESS_DENIED": (None, {}, {})},
        {"ACCESS_DENIED": ("403", {}, DEFAULT_BODY, "ACCESS_DENIED")},
    ),
    (
        "a status on DEFAULT_5XX goes to each type",
        {"DEFAULT_5XX": ("503", X1, {})},
        {"DEFAULT_5XX": (None, X1, {}), **{kind: ("503", X1, {}) for kind in FIVES}},
        {"INTEGRATION_TIMEOUT": ("503", X1, DEFAULT_BODY, "INTEGRATION_TIMEOUT")},
    ),
    (
        "a status on DEFAULT_4XX goes to each type but those that have it anyway, or their own entry",
        {"DEFAULT_4XX": ("403", {}, SORRY), "THROTTLED": (None, {}, SORRY)},
        {
            "BAD_REQUEST_BODY": ("403", {}, SORRY),
            "BAD_REQUEST_PARAMETERS": ("403", {}, SORRY),
            "DEFAULT_4XX": (None, {}, SORRY),
            "QUOTA_EXCEEDED": ("403", {}, SORRY),
            "RESOURCE_NOT_FOUND": ("403", {}, SORRY),
            "UNAUTHORIZED": ("403", {}, SORRY),
            "UNSUPPORTED_MEDIA_TYPE": ("403", {}, SORRY),
        },
        {
            "THROTTLED": ("429", {}, SORRY, "DEFAULT_4XX"),
            "ACCESS_DENIED": ("403", {}, SORRY, "DEFAULT_4XX"),
            "QUOTA_EXCEEDED": ("403", {}, SORRY, "QUOTA_EXCEEDED"),
        },
    ),
    (
        "the class of the default status decides, not the status that is set",
        {"DEFAULT_5XX": (None, X1, {}), "THROTTLED": ("500", X1, {})},
        {"DEFAULT_5XX": (None, X1, {}), "THROTTLED": ("500", X1, {})},
        {"THROTTLED": ("500", X1, DEFAULT_BODY, "THROTTLED")},
    ),
    (
        "bodies of another media type are not inherited by halves",
        {"DEFAULT_4XX": (None, {}, {**SORRY, "text/plain": "sorry"}), "THROTTLED": (None, {}, SORRY)},
        {"DEFAULT_4XX": (None, {}, {**SORRY, "text/plain": "sorry"}), "THROTTLED": (None, {}, SORRY)},
        {"UNAUTHORIZED": ("401", {}, {**SORRY, "text/plain": "sorry"}, "DEFAULT_4XX")},
    ),
]


@pytest.mark.parametrize(("declared", "expected"), [row[1:3] for row in MINIMAL], ids=[row[0] for row in MINIMAL])
def test_minimal_leaves(declared: dict[str, Row], expected: dict[str, Row]) -> None:
    assert rows(customizations(declared).minimal()) == expected


@pytest.mark.parametrize(
    ("declared", "kind", "expected"),
    [(row[1], kind, expected) for row in MINIMAL for kind, expected in row[3].items()],
    ids=[f"{row[0]}: {kind}" for row in MINIMAL for kind in row[3]],
)
def test_minimal_answers(declared: dict[str, Row], kind: str, expected: tuple[Any, ...]) -> None:
    assert answer(customizations(declared).minimal(), kind) == expected


def sets() -> st.SearchStrategy[CustomizationSet]:
    """Sets in which types often say the same as their default, or just differ."""
    row = st.tuples(
        st.sampled_from([None, None, "403", "429", "500", "504"]),
        st.sampled_from([{}, X1, X1, X2]),
        st.sampled_from([{}, {}, DEFAULT_BODY, SORRY, {**SORRY, "text/plain": "sorry"}, {"text/plain": "sorry"}]),
    )
    return st.dictionaries(st.sampled_from([kind.value for kind in ResponseType]), row).map(customizations)


def same(before: EffectiveResponse, after: EffectiveResponse) -> bool:
    """Whether both answer alike; a status on DEFAULT_* is left aside, because minimal() never puts one there."""
    parts = [
        (r.response_type.is_default or r.status_code, r.headers, r.templates, r.source is None) for r in (before, after)
    ]
    return parts[0] == parts[1]


def all_same(before: CustomizationSet, after: CustomizationSet) -> bool:
    kinds = [kind for kind in ResponseType if kind is not ResponseType.REQUEST_TOO_LARGE]
    return all(same(before.effective(kind), after.effective(kind)) for kind in kinds)


@settings(max_examples=300)
@given(sets())
def test_minimal_answers_as_the_full_set_for_every_type(full: CustomizationSet) -> None:
    assert all_same(full, full.minimal())


@settings(max_examples=150)
@given(sets())
def test_minimal_of_a_minimal_set_is_itself(full: CustomizationSet) -> None:
    assert full.minimal().minimal() == full.minimal()


@settings(max_examples=150)
@given(sets())
def test_minimal_never_has_a_status_on_a_default(full: CustomizationSet) -> None:
    assert not [kind for kind, entry in full.minimal().items() if kind.is_default and entry.status_code]


@settings(max_examples=150)
@given(sets())
def test_no_entry_of_a_minimal_set_can_go_without_changing_an_answer(full: CustomizationSet) -> None:
    minimal = full.minimal()
    entries = [entry for kind, entry in minimal.items() if kind is not ResponseType.REQUEST_TOO_LARGE]
    for fewer in itertools.combinations(entries, max(len(entries) - 1, 0)):
        assert len(fewer) == len(entries) or not all_same(minimal, CustomizationSet(fewer))


def test_a_set_lists_its_types_in_alphabetical_order() -> None:
    declared = customizations({"WAF_FILTERED": (None, X1, {}), "ACCESS_DENIED": (None, X1, {})})
    assert list(declared) == ["ACCESS_DENIED", "WAF_FILTERED"]


def test_a_set_is_made_of_customizations_alone() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        CustomizationSet([{"THROTTLED": {}}])  # type: ignore[list-item]
    assert str(raised.value) == "{'THROTTLED': {}} is not a Customization; give Customization(...) values"


def test_the_same_customization_twice_is_one() -> None:
    assert len(CustomizationSet([Customization("THROTTLED"), Customization("THROTTLED")])) == 1


TWICE = "THROTTLED is customized twice, differently; keep one Customization of each response type"


def test_two_customizations_of_a_type_are_refused() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        CustomizationSet([Customization("THROTTLED"), Customization("THROTTLED", status_code=503)])
    assert str(raised.value) == TWICE


def test_merging_refuses_a_type_that_both_sets_customize_differently() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        customizations({"THROTTLED": (None, X1, {})}).merge(customizations({"THROTTLED": (None, X2, {})}))
    assert str(raised.value) == TWICE


def test_merging_names_every_type_in_conflict() -> None:
    mine: dict[str, Row] = {kind: (None, X1, {}) for kind in ("THROTTLED", "UNAUTHORIZED")}
    theirs: dict[str, Row] = {kind: (None, X2, {}) for kind in mine}
    with pytest.raises(GatewayResponseError) as raised:
        customizations(mine).merge(customizations(theirs))
    assert [problem.message for problem in raised.value.problems] == [
        "THROTTLED is customized twice, differently",
        "UNAUTHORIZED is customized twice, differently",
    ]


def test_merging_keeps_the_entries_of_both() -> None:
    mine: dict[str, Row] = {"UNAUTHORIZED": ("401", X1, {}), "THROTTLED": (None, X1, {})}
    theirs: dict[str, Row] = {"THROTTLED": (None, X1, {})}
    assert rows(customizations(theirs).merge(customizations(mine))) == mine


def test_a_set_differs_in_nothing_from_itself() -> None:
    declared = customizations({"THROTTLED": ("503", X1, SORRY)})
    assert declared.diff(declared) == []


def test_a_set_differs_by_each_part_of_each_type() -> None:
    before = customizations({"THROTTLED": ("503", {"X": "'1'", "Y": "'1'"}, {}), "UNAUTHORIZED": (None, X1, {})})
    after = customizations({"THROTTLED": (None, {"X": "'2'"}, SORRY), "WAF_FILTERED": (None, {}, {})})
    assert before.diff(after) == [
        Difference(ResponseType.THROTTLED, "status_code", "503", "429"),
        Difference(ResponseType.THROTTLED, "headers.X", "'1'", "'2'"),
        Difference(ResponseType.THROTTLED, "headers.Y", "'1'", None),
        Difference(
            ResponseType.THROTTLED,
            "templates.application/json",
            '{"message":$context.error.messageString}',
            '{"sorry": true}',
        ),
        Difference(ResponseType.UNAUTHORIZED, "customization", "customized", None),
        Difference(ResponseType.WAF_FILTERED, "customization", None, "customized"),
    ]


def test_what_only_says_a_default_is_no_difference() -> None:
    assert (
        customizations({"THROTTLED": ("429", {}, DEFAULT_BODY)}).diff(customizations({"THROTTLED": (None, {}, {})}))
        == []
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [(404, "404"), ("404", "404"), (HTTPStatus.NOT_FOUND, "404"), (100, "100"), ("599", "599"), ("${Token[TOKEN.3]}", "${Token[TOKEN.3]}"), (None, None)],
)  # fmt: skip
def test_a_status_code_is_kept_as_text(value: object, expected: str | None) -> None:
    assert Customization("THROTTLED", status_code=value).status_code == expected


def test_a_number_token_is_a_status_code() -> None:
    number = struct.unpack(">d", b"\xfb\xff\x00\x00\x00\x00\x00\x07")[0]
    assert Customization("THROTTLED", status_code=number).status_code == "${Token[Number.fbff000000000007]}"


@pytest.mark.parametrize(
    "value", ["4xx", "99", 99, 600, "0404", " 404", "4\u0660\u0664", True, 404.0, "", "404 ${Token[TOKEN.3]}"]
)
def test_a_status_code_is_refused(value: object) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTTLED", status_code=value)
    assert (
        str(raised.value)
        == f"THROTTLED: status code {value!r} is not an HTTP status; write one from 100 to 599, such as 404"
    )


class Parameter:
    """Stands for a CfnParameter of aws-cdk."""

    value_as_string = "${Token[TOKEN.1]}"


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"X Y": "1"}, "THROTTLED: 'X Y' is not a header name; use only A-Z, a-z, 0-9 and . _ $ -"),
        ({"": "1"}, "THROTTLED: '' is not a header name; use only A-Z, a-z, 0-9 and . _ $ -"),
        ({"X": "'1'"}, """THROTTLED header X: "'1'" is quoted already; write '1': the quotes are added for you"""),
        ({"X": None}, "THROTTLED header X: None is not text; give text or a MappingValue"),
        ({"X": 30}, 'THROTTLED header X: 30 is not text; write "30"'),
        ({"gatewayresponse.header.X": "1"}, "THROTTLED: header name 'gatewayresponse.header.X' has API Gateway's prefix already; write 'X'"),
        ({"Method.Response.Header.X": "1"}, "THROTTLED: header name 'Method.Response.Header.X' has API Gateway's prefix already; write 'X'"),
        ({"gatewayresponse.querystring.X": "1"}, "THROTTLED: header name 'gatewayresponse.querystring.X' has API Gateway's prefix already; write 'X'"),
        ({"method.response.header.X": "1"}, "THROTTLED: header name 'method.response.header.X' has API Gateway's prefix already; write 'X'"),
        ({"X-A": "1", "x-a": "1"}, "THROTTLED: headers 'X-A' and 'x-a' are one header; keep one of them: header names ignore case"),
        ([("X", "v")], """THROTTLED: headers=[('X', 'v')] is not a dict; give headers={"X-A": "v"}"""),
        ("X: v", """THROTTLED: headers='X: v' is not a dict; give headers={"X-A": "v"}"""),
        ("", """THROTTLED: headers='' is not a dict; give headers={"X-A": "v"}"""),
        ({"X": Parameter()}, "THROTTLED header X: a Parameter is not text; give its value_as_string"),
        ({1: "1"}, "THROTTLED: header name 1 is not text; write '1'"),
    ],
)  # fmt: skip
def test_a_header_is_refused(headers: Any, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTTLED", headers=headers)
    assert str(raised.value) == message


NOT_TEMPLATES = (
    "is not made of ResponseTemplates; give ResponseTemplate.json({...}), or a mapping from media type to text"
)


@pytest.mark.parametrize(
    ("templates", "message"),
    [
        ("{}", f"THROTTLED: templates='{{}}' {NOT_TEMPLATES}"),
        ("", f"THROTTLED: templates='' {NOT_TEMPLATES}"),
        (["{}"], f"THROTTLED: templates=['{{}}'] {NOT_TEMPLATES}"),
        ([ResponseTemplate.json({}), ResponseTemplate.json([])], "THROTTLED: two templates are for application/json; keep one body a media type"),
        ({"text/html": "$context.path"}, "THROTTLED: $context.path is the client's own text, and nothing escapes it in text/html; leave it out: it would let a link run script in your users' browsers"),
        ({"": "sorry"}, "THROTTLED: '' is not a media type; write one such as \"application/json\""),
    ],
)  # fmt: skip
def test_templates_are_refused(templates: Any, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTTLED", templates=templates)
    assert str(raised.value) == message


def test_all_problems_of_a_customization_are_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTLED", status_code="4xx", headers={"X": "'1'"})
    assert str(raised.value) == (
        "3 problems:\n"
        "  - unknown response type 'THROTLED'; write \"THROTTLED\"\n"
        "  - THROTLED: status code '4xx' is not an HTTP status; write one from 100 to 599, such as 404\n"
        """  - THROTLED header X: "'1'" is quoted already; write '1': the quotes are added for you"""
    )


def test_a_customization_can_be_said_of_another_type() -> None:
    entry = Customization("THROTTLED", status_code=503, headers={"X": "1"}, templates=SORRY)
    expected = Customization("QUOTA_EXCEEDED", status_code=503, headers={"X": "1"}, templates=SORRY)
    assert entry.of_type(ResponseType.QUOTA_EXCEEDED) == expected


def test_headers_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        Customization("THROTTLED", headers={"X": "1"}).headers["X"] = MappingValue.static("2")  # type: ignore[index]


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("gatewayresponse.headers.X-A", "write 'gatewayresponse.header.X-A'"),
        ("method.response.header.X-A", "write 'gatewayresponse.header.X-A'"),
        ("X-A", "write 'gatewayresponse.header.X-A'"),
        ("Retry After", "write 'gatewayresponse.header.NAME'"),
    ],
)
def test_a_key_without_the_prefix_is_answered_with_the_one_that_is_meant(key: str, fix: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        Customization.parse("THROTTLED", response_parameters={key: "'1'"})
    assert [(p.message, p.fix) for p in caught.value.problems] == [(f"{key!r} is not a response parameter", fix)]


def test_a_customization_cannot_be_changed() -> None:
    entry = Customization("THROTTLED")
    with pytest.raises(FrozenInstanceError):
        entry.status_code = "404"  # type: ignore[misc]
    assert not hasattr(entry, "__dict__")


def test_bodies_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        Customization("THROTTLED", templates=SORRY).templates["text/plain"] = ""  # type: ignore[index]


def test_a_customization_is_read_as_api_gateway_spells_it() -> None:
    parameters = {
        "gatewayresponse.header.X": "'1'",
        "gatewayresponse.path.Y": "not read",
        "gatewayresponse.querystring.Z": "not read",
    }
    entry = Customization.parse(
        "THROTTLED", status_code="503", response_parameters=parameters, response_templates={"text/plain": "#set"}
    )
    assert entry.response_type is ResponseType.THROTTLED
    assert entry.status_code == "503"
    assert entry.headers == {"X": MappingValue.static("1")}
    assert entry.templates == {"text/plain": "#set"}
    assert entry.response_parameters == {"gatewayresponse.header.X": "'1'"}


def test_a_customization_that_says_nothing_is_read() -> None:
    entry = Customization.parse("THROTTLED")
    assert (entry.status_code, entry.headers, entry.templates) == (None, {}, {})


def test_all_that_api_gateway_would_reject_is_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization.parse(
            "THROTTLED",
            response_parameters={
                "gatewayresponse.header.X": "1",
                "X-A": "'1'",
                "GatewayResponse.Header.X-B": "'1'",
                "gatewayresponse.body.X": "'1'",
            },
            response_templates={"text": "sorry"},
        )
    assert str(raised.value) == (
        "5 problems:\n"
        "  - gatewayresponse.header.X: the value 1 has no single quotes of its own; write \"'1'\" for static text\n"
        "  - 'X-A' is not a response parameter; write 'gatewayresponse.header.X-A'\n"
        "  - 'GatewayResponse.Header.X-B' is not a response parameter; write 'gatewayresponse.header.X-B'\n"
        "  - 'gatewayresponse.body.X' is not a response parameter; "
        "write 'gatewayresponse.header.body.X'\n"
        "  - 'text' is not a media type; write one such as \"application/json\""
    )


def test_a_customization_without_its_status_keeps_the_rest() -> None:
    entry = Customization("THROTTLED", status_code=503, headers={"X": "1"}, templates=SORRY)
    assert entry.without_status() == Customization("THROTTLED", headers={"X": "1"}, templates=SORRY)


@pytest.mark.parametrize(
    "templates",
    [
        ResponseTemplate.json({"sorry": True}),
        [ResponseTemplate.json({"sorry": True})],
        iter([ResponseTemplate.json({"sorry": True})] * 2),
        SORRY,
    ],
    ids=["one", "list", "twice the same", "mapping"],
)
def test_a_body_can_be_given_in_any_of_these_ways(templates: Any) -> None:
    assert Customization("THROTTLED", templates=templates).templates == SORRY


def test_what_is_no_template_among_others_is_refused() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTTLED", templates=5)  # type: ignore[arg-type]
    assert str(raised.value) == f"THROTTLED: templates=5 {NOT_TEMPLATES}"


def test_headers_of_one_name_are_told_by_their_first_spelling() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Customization("THROTTLED", headers={"X-A": "1", "x-a": "1", "X-a": "1", "Y": "1"})
    assert [problem.message for problem in raised.value.problems] == [
        "headers 'X-A' and 'x-a' are one header",
        "headers 'X-A' and 'X-a' are one header",
    ]


def test_a_mapped_header_is_taken_as_it_is() -> None:
    origin = MappingValue.request_header("Origin")
    assert Customization("THROTTLED", headers={"X": origin}).headers["X"] is origin


def test_a_member_of_a_text_enum_is_a_status_code_by_its_value() -> None:
    class Status(str, Enum):  # noqa: UP042  (what older code bases have)
        NOT_FOUND = "404"

    assert Customization("THROTTLED", status_code=Status.NOT_FOUND).status_code == "404"
