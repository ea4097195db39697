"""What holds for whatever customizations are compiled."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw import Customization, ResponseTemplate, compose
from constructs_gw.apig import Compilation, Provider, compile_responses
from constructs_gw.apig.context_variables import VARIABLES, find_variable
from constructs_gw.apig.error_response import is_status
from constructs_gw.apig.error_types import DEFAULT_BODY
from constructs_gw.context_variables import JsonSafety
from constructs_gw.customization import checked_customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Preset
from constructs_gw.presets import cors, error_body, hints, problem_details, request_id, retry_after, security_headers
from constructs_gw.response_types import CUSTOMIZABLE_TYPES

QUOTED = """$context.requestId $context.error.message $context.error.responseType $context.extendedRequestId
    $context.authorizer.tenant $context.path ${context.stage} $context.identity.sourceIp $context.error.messageString
    $stageVariables.origin $method.request.header.Accept $context.reqUri $context.nothing""".split()  # noqa: SIM905
BARE = ["$context.error.messageString", "$context.stage", "$context.requestTimeEpoch", "$context.authorizer.age"]
NASTY = ['"', "\\", "\n", "\u0000", "\u2028", "\ud800", "}", ",", "$", "${", "$context", ".", "a", "-", " ", "\u00e9"]

TEXT = st.lists(st.sampled_from([*QUOTED, *NASTY]), max_size=6)
SPACE = st.sampled_from(["", " ", "\n"])


@st.composite
def strings(draw: st.DrawFn) -> str:
    """A JSON string of variables and of text, which is escaped as some writers do."""
    pieces = draw(TEXT)
    return '"' + "".join(piece if piece in QUOTED else json.dumps(piece)[1:-1] for piece in pieces) + '"'


def bodies() -> st.SearchStrategy[str]:
    """JSON around variables, as text."""
    leaves = st.one_of(strings(), st.sampled_from([*BARE, "0", "-1.50e+3", "true", "null", "123456789012345678901"]))
    names = st.one_of(strings(), st.just("$context.error.messageString"))

    def nested(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        members = st.tuples(names, SPACE, values).map(lambda each: f"{each[0]}{each[1]}:{each[2]}")
        return st.one_of(
            st.lists(values, max_size=4).map(lambda items: f"[{','.join(items)}]"),
            st.lists(members, max_size=4).map(lambda items: "{" + " , ".join(items) + "}"),
        )

    return st.recursive(leaves, nested, max_leaves=8)


CUSTOMIZATIONS = st.builds(
    checked_customization,
    st.sampled_from(CUSTOMIZABLE_TYPES),
    st.sampled_from([None, "200", "404", "599"]),
    st.dictionaries(
        st.sampled_from(["X-A", "Retry-After"]),
        st.sampled_from(["'30'", "context.requestId", "context.error.message", "context.path", "stageVariables.a"]).map(
            MappingValue.parse
        ),
    ),
    st.one_of(
        st.just({}),
        st.dictionaries(st.sampled_from(["application/json", "application/problem+json"]), bodies(), min_size=1),
    ),
)
SETS = st.lists(CUSTOMIZATIONS, max_size=5, unique_by=lambda each: each.response_type).map(CustomizationSet)
PRESETS: list[Preset] = [
    cors(allow_origin="*"),
    hints(),
    request_id(header="X-Id"),
    retry_after(5),
    security_headers(),
]
SHAPES = [problem_details(), problem_details(status=True), problem_details(media_type="application/problem+json"),
          error_body({"code": "$context.error.responseType", "text": "$context.error.messageString"})]  # fmt: skip
PRESET_SETS = st.tuples(st.sets(st.sampled_from(range(len(PRESETS)))), st.sampled_from([None, *SHAPES])).map(
    lambda chosen: compose([*(PRESETS[i] for i in sorted(chosen[0])), *([chosen[1]] if chosen[1] else [])])
)
ANY = st.one_of(SETS, PRESET_SETS)
PROVIDERS = st.sampled_from(Provider)
few = settings(max_examples=25)

SPELLED = re.compile(r"\$context\.([A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*)")


def names_in(text: str) -> set[str]:
    return set(SPELLED.findall(text))


def is_safe(name: str) -> bool:
    found = find_variable(name)
    return found is not None and found.json_safety.value is JsonSafety.SAFE


def filled(body: str, values: Mapping[bool, str]) -> str:
    """A body as a gateway gives it that pastes what is safe and escapes the rest."""
    return SPELLED.sub(lambda found: values[is_safe(found[1])], body)


def compiled(given: CustomizationSet, provider: Provider) -> Compilation:
    """With the first of what disagrees as the preferred, so that there is an answer to look at."""
    first = compile_responses(given, provider)
    clashes = [each for each in first.diagnostics if each.rule == "apig-conflicting-responses"]
    return compile_responses(given, provider, prefer={each.error_types[0]: each.response_types[0] for each in clashes})


HOSTILE = ['" , "admin": true, "x": "', "\\", '\\"', "\n\r\t\0", "\u2028", "}]", "\ud800", "", "$context.requestId"]


@few
@given(ANY, PROVIDERS, st.sampled_from(HOSTILE), st.from_regex(r"[A-Za-z0-9_.:+/-]{0,40}", fullmatch=True))
def test_a_body_is_json_whatever_its_variables_hold(
    entries: CustomizationSet, provider: Provider, hostile: str, harmless: str
) -> None:
    for response in compiled(entries, provider).responses.values():
        empty = shape(filled(response.body, {True: "", False: ""}))
        assert shape(filled(response.body, {True: harmless, False: json.dumps(hostile)[1:-1]})) == empty


def shape(text: str) -> Any:
    """What stands where in JSON, whatever its texts and names say; raises ValueError for what is no JSON."""
    return without_texts(json.loads(text, object_pairs_hook=lambda members: {"members": [v for _, v in members]}))


def without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_texts(each) for name, each in value.items()}
    return [without_texts(each) for each in value] if isinstance(value, list) else type(value)


@few
@given(ANY, PROVIDERS)
def test_a_variable_that_may_break_a_body_is_said(entries: CustomizationSet, provider: Provider) -> None:
    found = compiled(entries, provider)
    said = {(name, each) for d in found.diagnostics if d.rule == "apig-unescaped-variable"
            for name in names_in(d.message) for each in d.error_types}  # fmt: skip
    there = {(name, error_type) for error_type, response in found.responses.items()
             if response.body != DEFAULT_BODY.value
             for name in names_in(response.body) if not is_safe(name)}  # fmt: skip
    assert there <= said


@few
@given(ANY, PROVIDERS)
def test_a_variable_stands_in_quotes_and_is_one_of_apigs(entries: CustomizationSet, provider: Provider) -> None:
    for response in compiled(entries, provider).responses.values():
        outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", response.body)
        assert "$" not in outside
        every = names_in(response.body).union(*(names_in(value) for _, value in response.headers))
        assert all(find_variable(name) for name in every)


@few
@given(ANY, PROVIDERS)
def test_a_response_is_one_that_apig_takes(entries: CustomizationSet, provider: Provider) -> None:
    found = compiled(entries, provider)
    assert all(each.is_offered_by(provider) for each in found.responses)
    assert all(response.status is None or is_status(response.status) for response in found.responses.values())
    lost = {each for d in found.errors for each in d.error_types}
    assert not lost & found.responses.keys()


@few
@given(ANY, PROVIDERS)
def test_the_fewest_customizations_answer_alike(entries: CustomizationSet, provider: Provider) -> None:
    assert compile_responses(entries.minimal(), provider) == compile_responses(entries, provider)


@few
@given(SETS, PROVIDERS)
def test_an_answer_said_by_each_type_itself_is_the_same(entries: CustomizationSet, provider: Provider) -> None:
    said = [entry.of_type(kind) for kind in CUSTOMIZABLE_TYPES
            if (source := entries.effective(kind).source) and (entry := entries[source])]  # fmt: skip
    full = compile_responses(said, provider)
    assert full.responses == compile_responses(entries, provider).responses


@few
@given(st.lists(CUSTOMIZATIONS, max_size=5, unique_by=lambda each: each.response_type), PROVIDERS, st.randoms())
def test_the_order_is_of_no_matter(entries: list[Customization], provider: Provider, random: Any) -> None:
    before = compile_responses(entries, provider)
    random.shuffle(entries)
    assert compile_responses(entries, provider) == before


@given(bodies())
def test_what_is_compiled_already_stays(body: str) -> None:
    once = body_of(body)
    if once and not any(name not in SAME for name in names_in(once)):
        assert body_of(once) == once


SAME = {"apiId", "requestId", "error.message", "stage"}
"""The names that a variable has on both clouds."""


def body_of(body: str) -> str | None:
    given = Customization("RESOURCE_NOT_FOUND", templates=ResponseTemplate("application/json", body))
    response = next(iter(compile_responses([given], "huaweicloud").responses.values()), None)
    return response.body if response else None


@given(st.text(alphabet='{}[]":,\\$.aeu0 \n{Token[]}\u00e9', max_size=40))
def test_any_text_at_all_is_answered(body: str) -> None:
    found = body_of(body)
    assert found is None or json.loads(found) is not Ellipsis


@pytest.mark.parametrize(
    "body",
    [
        "[" * 150_000 + "]" * 149_999,
        '{"a":' * 50_000 + "1" + "}" * 49_000,
        '"' + "$context.stage " * 19_000 + '"',
        "[" + ",".join(['"$context.accountId"'] * 13_000) + "]",
        '{"a": "' + "\\" * 299_000 + '"}',
        '{"a": ' + "9" * 299_000 + "}",
        '"' + "${" * 149_000 + '"',
        '"' + "".join(map(chr, range(0xF0000, 0xF0000 + 70_000))) + ' $context.stage"',
    ],
    ids=["brackets", "members", "variables", "dropped", "escapes", "digits", "openings", "private use"],
)
def test_a_large_body_is_answered_too(body: str) -> None:
    given = Customization("THROTTLED", templates=ResponseTemplate("application/json", body))
    found = compile_responses([given], "huaweicloud")
    assert all(len(each.message) < 500 for each in found.diagnostics)
    assert len(found.diagnostics) < 10
    for response in found.responses.values():
        json.loads(response.body, parse_int=str)


def test_every_variable_of_the_catalog_is_one_that_is_found() -> None:
    assert all(find_variable(name.replace("*", "tenant")) for name in VARIABLES)
