"""Which customizations are the same to a client, although they are spelled otherwise, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.customization import Customization
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType

JSON = "application/json"
DEFAULT = '{"message": $context.error.messageString}'


def body(text: str, media_type: str = JSON) -> str:
    """The spelling of a body in a difference."""
    return GatewayResponse(templates={media_type: text}).parts("THROTTLED")[f"responseTemplates.{media_type}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": [true, null]}', ' {"b":[true,null],\n"a":1}'),
        ('{"message":$context.error.messageString}', '{ "message" : $context.error.messageString }'),
        ('{"a": $context.x, "b": $context.y}', '{"b": $context.y, "a": $context.x}'),
        ('{"a": ${context.stage}}', '{"a":${context.stage}}'),
        ('{"a": "$context.requestId", "b": "\\u00e9/"}', '{"b": "é\\/", "a": "$context.requestId"}'),
        ('["$context.path \\" $context.stage"]', '[ "$context.path \\" $context.stage" ]'),
        ("$context.error.messageString", "\n$context.error.messageString"),
        ('{"a": [$context.x, "$context.x", $context.y]}', '{"a":[$context.x,"$context.x",$context.y]}'),
    ],
)
def test_bodies_are_one_that_differ_in_the_spelling_of_their_json(one: str, other: str) -> None:
    assert body(one) == body(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": $context.x, "b": $context.y}', '{"a": $context.y, "b": $context.x}'),
        ('{"a": $context.x}', '{"a": "$context.x"}'),
        ('{"a": "$context.x"}', '{"a": "\\u0024context.x"}'),
        ('{"a": "$context.error.message"}', '{"a": "$context.error\\u002emessage"}'),
        ('{"a": $context.x}', '{"a": NaN}'),
        ('{"a": NaN, "b": $context.x}', '{"a": $context.x, "b": NaN}'),
        ('{"a": 1}', '{"a": "1"}'),
        ('{"a": 1}', '{"a": 1.0}'),
        ('{"a": true}', '{"a": 1}'),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ("[1, 2]", "[2, 1]"),
        ('{"a": "x y"}', '{"a": "x  y"}'),
        ("", "null"),
        ("<p>a b</p>", "<p>a  b</p>"),
    ],
)
def test_bodies_are_two_that_a_client_may_tell_apart(one: str, other: str) -> None:
    assert body(one) != body(other)


@pytest.mark.parametrize(
    ("media_type", "same"),
    [(JSON, True), ("application/problem+json", True), ("APPLICATION/JSON; charset=utf-8", True), ("text/html", False)],
)
def test_white_space_means_nothing_in_json_only(media_type: str, same: bool) -> None:
    assert (body("[1]", media_type) == body("[ 1 ]", media_type)) is same


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '"\\ud800"', '"', "\\", "$", '{"a": 1e999999}', "NaN", '{"a":$context.']
)
def test_what_is_odd_stays_as_it_is(text: str) -> None:
    assert body(text).replace(": ", ":") == text.replace(": ", ":")


PIECES = (
    "$context.x",
    '"',
    "\\",
    "\\u0024",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "1",
    " ",
    "NaN",
    '"m"',
    '"a": ',
    "context.y",
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_spelling_has_the_variables_of_its_body_and_is_its_own(text: str) -> None:
    spelled = body(text)
    assert spelled.count("$") == text.count("$")
    assert body(spelled) == spelled


def test_names_of_headers_ignore_case() -> None:
    one, other = (GatewayResponse(parameters={f"gatewayresponse.header.{name}": "'1'"}) for name in ("X-A", "x-a"))
    assert one.parts("THROTTLED") == other.parts("THROTTLED")


def test_two_headers_that_differ_in_case_only_are_both_kept() -> None:
    names = ("gatewayresponse.header.X-A", "gatewayresponse.header.x-a")
    parts = GatewayResponse(parameters={names[0]: "'1'", names[1]: "'2'"}).parts("THROTTLED")
    assert [parts[f"responseParameters.{name}"] for name in names] == ["'1'", "'2'"]


def test_parameters_of_path_and_query_string_are_parts_whose_case_tells() -> None:
    names = ("gatewayresponse.path.X", "gatewayresponse.querystring.Y")
    parts = GatewayResponse(parameters=dict.fromkeys(names, "'1'")).parts("THROTTLED")
    assert [f"responseParameters.{name}" in parts for name in names] == [True, True]


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("THROTTLED", None, "429"),
        ("THROTTLED", "429", "429"),
        ("THROTTLED", "503", "503"),
        ("REQUEST_TOO_LARGE", None, "413"),
        ("DEFAULT_4XX", None, None),
        ("DEFAULT_5XX", "500", "500"),
        ("A_TYPE_THAT_AWS_ADDS", None, None),
        ("A_TYPE_THAT_AWS_ADDS", "418", "418"),
    ],
)
def test_a_status_is_the_types_own_unless_given(kind: str, status: str | None, expected: str | None) -> None:
    assert GatewayResponse(status).parts(kind).get("statusCode") == expected


def test_no_body_is_the_one_that_api_gateway_reports() -> None:
    assert GatewayResponse().parts("DEFAULT_4XX") == {"responseTemplates.application/json": DEFAULT}


def test_an_empty_body_is_a_body() -> None:
    assert body("") == ""


def test_a_customization_comes_back_as_it_went() -> None:
    entry = Customization("THROTTLED", status_code=503, headers={"X-A": "1"}, templates={JSON: '{"a": 1}'})
    assert GatewayResponse.of(entry).customization(ResponseType.THROTTLED) == entry
