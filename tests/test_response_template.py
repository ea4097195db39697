"""Response templates: bodies that stay JSON whatever their variables hold."""

# ruff: noqa: E501  (a row of a table is a literal message)

import json
import re
import struct
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import GatewayResponseError
from constructs_gw.response_template import ResponseTemplate, is_json, is_markup
from constructs_gw.template_variables import Variable, tokenize, variables

TOKEN = "${Token[TOKEN.12]}"

# Each variable with the nastiest values that it can hold: stage variables take A-Z a-z 0-9 and " -._:/?&=," only.
VALUES: dict[str, list[str]] = {
    "$context.error.responseType": ["API_CONFIGURATION_ERROR"],
    "$context.extendedRequestId": ["", "FkpZPEAWIAMF8Hw=", "a+/="],
    "$context.httpMethod": ["GET", "M-SEARCH", "!#$%&'*+.^_`|~"],
    "$context.identity.sourceIp": ["2001:db8::1"],
    "${context.requestTime}": ["21/Nov/2026:12:00:00 +0000"],
    "$stageVariables.origin": ["", "https://a.example:8443/x?y=1&z=2,3"],
}
MESSAGE = "$context.error.messageString"
MESSAGES = [
    "null",
    " null",
    '"Forbidden"',
    ' "Internal server error"',
    json.dumps("'Bearer \"x\"\\\n' not a valid key=value pair </script> \u2028 $context.stage"),
]
HOSTILE_TEXT = st.sampled_from(
    [
        '"',
        "\\",
        "\\u0022",
        "\n",
        "\x00",
        "\u2028",
        "\ud800",
        "é",
        "😀",
        "$",
        "${",
        "}",
        "$context",
        "'",
        "</script>",
        TOKEN,
    ]
)
NO_LITERAL = re.compile(r"(?:context|stageVariables|method\.request)\.|##|#[a-z]|\$!?\{?(?:input|util)")


def template_text() -> st.SearchStrategy[list[str]]:
    """Text in pieces: literal text of any kind, and variables that no literal text runs into."""
    literals = st.lists(st.one_of(HOSTILE_TEXT, st.text(max_size=8)), max_size=3).map("".join)
    # A name goes on over letters, digits, "_", "-" and a dot that one of them follows.
    literals = literals.filter(lambda text: not NO_LITERAL.search(text) and not re.match(r"[A-Za-z0-9_.-]", text))
    return st.lists(st.one_of(literals, st.sampled_from(sorted(VALUES))), max_size=4).filter(
        lambda pieces: not NO_LITERAL.search("".join(piece for piece in pieces if piece not in VALUES))
    )


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Any, Any, dict[str, str]]:
    """Data for a body, what it has to come out as, and what each variable holds."""
    values = {name: draw(st.sampled_from(held)) for name, held in VALUES.items()}
    values[MESSAGE] = draw(st.sampled_from(MESSAGES))
    texts = template_text().map(lambda ps: ("".join(ps), "".join(values.get(p, p) for p in ps)))
    scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
    leaves = st.one_of(
        texts, scalars.map(lambda scalar: (scalar, scalar)), st.just((MESSAGE, json.loads(values[MESSAGE])))
    )

    def objects(items: list[tuple[tuple[str, str], tuple[Any, Any]]]) -> tuple[Any, Any]:
        members = {name: (filled, value) for (name, filled), value in items}
        data = {name: value for name, (_, (value, _)) in members.items()}
        return data, {filled: expected for filled, (_, expected) in members.values()}

    nested = st.recursive(
        leaves,
        lambda below: st.one_of(
            st.lists(below, max_size=3).map(lambda pairs: ([a for a, _ in pairs], [b for _, b in pairs])),
            st.lists(st.tuples(texts, below), max_size=3).map(objects),
        ),
        max_leaves=8,
    )
    data, expected = draw(nested)
    return data, expected, values


@settings(max_examples=200)
@given(bodies())
def test_a_json_body_is_the_data_whatever_its_variables_hold(case: tuple[Any, Any, dict[str, str]]) -> None:
    data, expected, values = case
    body = ResponseTemplate.json(data).body
    for name in sorted(values, key=len, reverse=True):
        body = body.replace(name, values[name].replace("$", "\x01"))
    assert json.loads(body.replace("\x01", "$")) == expected


PIECES = st.sampled_from(
    [*VALUES, MESSAGE, TOKEN, "$method.request.header.Accept", "method.request.path.id", "$context", "$", ".", "{", "}"]
)


@settings(max_examples=400)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=8).map("".join))
def test_the_pieces_of_a_template_join_to_its_text(text: str) -> None:
    assert "".join(piece.spelling if isinstance(piece, Variable) else piece for piece in tokenize(text)) == text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("$context.requestId", [Variable("context.requestId", "$context.requestId")]),
        ("${context.requestId}", [Variable("context.requestId", "${context.requestId}")]),
        ("a$context.stage.", ["a", Variable("context.stage", "$context.stage"), "."]),
        ("$stageVariables.a-b", [Variable("stageVariables.a", "$stageVariables.a"), "-b"]),
        ("$stageVariables.aé", [Variable("stageVariables.a", "$stageVariables.a"), "é"]),
        ("$method.request.path.id", [Variable("method.request.path.id", "$method.request.path.id")]),
        ("method.request.header.Accept!", [Variable("method.request.header.Accept", "method.request.header.Accept"), "!"]),
        (TOKEN, [TOKEN]),
        ("${Token[method.request.path.id]}", ["${Token[method.request.path.id]}"]),
        ("$context", ["$context"]),
        ("$context.", ["$context."]),
        ("$Context.stage", ["$Context.stage"]),
    ],
)  # fmt: skip
def test_a_template_is_read_in_pieces(text: str, pieces: list[str | Variable]) -> None:
    assert list(tokenize(text)) == pieces


def test_message_string_is_written_without_quotes() -> None:
    assert ResponseTemplate.json({"message": MESSAGE}).body == '{"message": $context.error.messageString}'


def test_other_variables_are_written_inside_the_quotes_of_their_text() -> None:
    assert ResponseTemplate.json({"id": 'no "$context.stage"'}).body == r'{"id": "no \"$context.stage\""}'


def test_a_token_is_written_inside_the_quotes_of_its_text() -> None:
    assert ResponseTemplate.json({"docs": f"https://{TOKEN}/"}).body == '{"docs": "https://${Token[TOKEN.12]}/"}'


def test_a_json_body_may_have_a_json_media_type_of_its_own() -> None:
    template = ResponseTemplate.json({}, content_type="application/problem+json")
    assert template == ResponseTemplate("application/problem+json", "{}")


def test_a_variable_that_nobody_has_measured_can_be_accepted_by_name() -> None:
    data = {"errors": "$context.error.validationErrorString"}
    template = ResponseTemplate.json(data, accept_undetermined=["error.validationErrorString"])
    assert template.body == '{"errors": "$context.error.validationErrorString"}'


def test_an_accepted_variable_still_carries_its_mark() -> None:
    template = ResponseTemplate.json({"id": "$context.requestId"}, accept_undetermined=["requestId"])
    [variable] = variables(template.body)
    assert (variable.name, variable.json_safety) == ("context.requestId", JsonSafety.UNDETERMINED)


ACCESS_LOG = "(API Gateway Developer Guide, api-gateway-variables-for-access-logging)"
NOT_ESCAPED = "can hold quotes, and API Gateway does not escape them; use a variable that is JSON-safe, or leave it out"
JSON_FORM = "has no JSON form; use str, int, float, bool, None, list or dict"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"a": "say $context.error.messageString"}, 'a: $context.error.messageString brings its own quotes; let it be the whole value: "$context.error.messageString"'),
        ({MESSAGE: 1}, "$context.error.messageString is a member's name here, and can be null; let it be a value"),
        ({"a": "$context.error.message"}, 'a: $context.error.message can hold quotes, and API Gateway does not escape them; use "$context.error.messageString", or leave it out'),
        ({"a": {"b": ["$context.path"]}}, f"a.b[0]: $context.path {NOT_ESCAPED}"),
        ({"a": "$context.identity.userAgent"}, f"a: $context.identity.userAgent {NOT_ESCAPED}"),
        ({"a": "$context.authorizer.tenant"}, f"a: $context.authorizer.tenant {NOT_ESCAPED}"),
        ({"a": "$method.request.header.Accept"}, f"a: $method.request.header.Accept {NOT_ESCAPED}"),
        ({"a": "method.request.path.id"}, f"a: method.request.path.id {NOT_ESCAPED}"),
        ({"$context.path": 1}, f"$context.path: $context.path {NOT_ESCAPED}"),
        ({"a": "$context.requestId"}, "a: nobody has measured whether the text of $context.requestId is escaped inside JSON; leave it out, or accept that with accept_undetermined=['requestId'] where the body is built from data"),
        ({"a": "$context.error.validationErrorString"}, "a: nobody has measured whether the text of $context.error.validationErrorString is escaped inside JSON; leave it out, or accept that with accept_undetermined=['error.validationErrorString'] where the body is built from data"),
        ({"a": "$context.reqestId"}, "a: unknown context variable $context.reqestId; write $context.requestId"),
        ({"a": "$context.status"}, f"a: $context.status has a value in access logs only {ACCESS_LOG}; leave it out, or log it in the stage's access log format"),
        ({"a": "#set($x = 1)"}, "a: #set is VTL, which gateway responses print as it stands; use plain text and $context variables"),
        ({"a": "$input.params('x')"}, "a: $input.params is VTL, which gateway responses print as it stands; use plain text and $context variables"),
        ({"a": "$util.escapeJavaScript(x)"}, "a: $util.escapeJavaScript is VTL, which gateway responses print as it stands; use plain text and $context variables"),
        ({"a": float("nan")}, f"a: nan {JSON_FORM}"),
        ({"a": float("inf")}, f"a: inf {JSON_FORM}"),
        ({"a": [b"x"]}, f"a[0]: b'x' {JSON_FORM}"),
        ({1: "a"}, "member name 1 is not text; write '1'"),
    ],
)  # fmt: skip
def test_data_is_refused(data: Any, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json(data)
    assert str(raised.value) == message


def test_all_problems_of_a_body_are_reported_with_their_places() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": "$context.path", "b": {"c": b""}})  # type: ignore[dict-item]
    assert str(raised.value) == (
        "2 problems:\n"
        f"  - a: $context.path {NOT_ESCAPED}\n"
        "  - b.c: b'' has no JSON form; use str, int, float, bool, None, list or dict"
    )


def test_json_is_not_built_for_a_media_type_that_escapes_otherwise() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"message": MESSAGE}, content_type="text/html")
    assert str(raised.value) == (
        'text/html is not a JSON media type; use "application/json", or one that ends in "+json"'
    )


@pytest.mark.parametrize("text", ['{"m": 1}', " [1]"])
def test_json_text_is_not_taken_for_data(text: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json(text)
    assert str(raised.value) == (
        f'{text!r} is JSON text, not data; give the data itself, or templates={{"application/json": ...}}'
    )


# Facts, section 11: published body templates, and whether they give JSON.
PUBLISHED = [
    ("aws guide, extension, DEFAULT_4XX", '{"message": test 4xx b }', False),
    ("aws guide, extension, forbidden", '{"message": test forbidden }', False),
    ("aws guide, responseTemplates", """{ "message": $context.error.messageString, "type":$context.error.responseType, "statusCode": '488' }""", False),
    ("aws guide, responseTemplates, static", "{ \"message\": 'API-specific errors' }", False),
    ("terraform, an older page", "{'message':$context.error.messageString}", False),
    ("aws-cdk README", '{ "message": $context.error.messageString, "statusCode": "488", "type": "$context.error.responseType" }', True),
    ("PutGatewayResponse", '{\n "message": $context.error.messageString,\n "type": "$context.error.responseType",\n "stage": "$context.stage",\n "resourcePath": "$context.resourcePath",\n "stageVariables.a": "$stageVariables.a",\n "statusCode": "\'404\'"\n}', True),
    ("aws-pdk", '{"message": "$context.error.validationErrorString"}', False),
    ("built in", '{"message":$context.error.messageString}', True),
]  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text, good in PUBLISHED if good])
def test_a_published_template_that_gives_json_is_taken_as_it_is(text: str) -> None:
    assert ResponseTemplate.text("application/json", text).body == text


@pytest.mark.parametrize(
    "text", [text for name, text, good in PUBLISHED if not good and name != "aws-pdk"], ids=lambda text: text[:30]
)
def test_a_published_template_that_gives_no_json_is_refused(text: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text("application/json", text)
    assert raised.value.problems[0].message.startswith("the body is not JSON once its variables are filled in: ")


def test_a_published_template_that_might_give_no_json_is_refused_as_undetermined() -> None:
    with pytest.raises(GatewayResponseError, match="nobody has measured whether the text of"):
        ResponseTemplate.text("application/json", {name: text for name, text, _ in PUBLISHED}["aws-pdk"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1,}',
        '{$context.error.messageString: 1}',
        '{"a": "$context.error.messageString"}',
        '{"a": $context.error.responseType}',
        '{"a": $context.accountId}',
        '{"a": $context.stage}',
        '{"a": "\\$stageVariables.a"}',
        '{"a": "\\u00$stageVariables.a"}',
        '{"a": $stageVariables.a}',
    ],
)  # fmt: skip
def test_text_that_gives_no_json_is_refused(text: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text("application/json", text)
    problem = raised.value.problems[0]
    assert problem.message.startswith("the body is not JSON once its variables are filled in: ")
    assert problem.fix == "build it with ResponseTemplate.json, which gets quotes and commas right"


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/problem+json", "Application/JSON; charset=utf-8"]
)
def test_every_json_media_type_is_held_to_json(content_type: str) -> None:
    with pytest.raises(GatewayResponseError, match="not JSON"):
        ResponseTemplate.text(content_type, "<p>Sorry</p>")


@pytest.mark.parametrize(
    "text", ['{"at": $context.requestTimeEpoch}', '{"docs": "${Token[TOKEN.1]}"}', '{"n": ${Token[Number.1]}}']
)
def test_json_text_may_hold_numbers_and_tokens(text: str) -> None:
    assert ResponseTemplate.text("application/json", text).body == text


REFLECTED = "leave it out: it would let a link run script in your users' browsers"


@pytest.mark.parametrize(
    "spelling",
    [
        "$context.path",
        MESSAGE,
        "$context.error.message",
        "$context.identity.userAgent",
        "$method.request.querystring.q",
    ],
)
@pytest.mark.parametrize(
    "content_type",
    ["text/html", "Text/HTML; charset=utf-8", "image/svg+xml", "application/xhtml+xml", "text/javascript"],
)
def test_the_clients_own_text_is_refused_in_markup(content_type: str, spelling: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text(content_type, f"<p>{spelling}</p>")
    assert (
        str(raised.value)
        == f"{spelling} is the client's own text, and nothing escapes it in {content_type}; {REFLECTED}"
    )


def test_markup_may_hold_what_the_client_cannot_choose() -> None:
    text = "<h1>$context.error.responseType</h1><p>$context.extendedRequestId</p>"
    assert ResponseTemplate.text("text/html", text).body == text


def test_plain_text_may_hold_the_clients_own_text() -> None:
    assert ResponseTemplate.text("text/plain", "no $context.path").body == "no $context.path"


@pytest.mark.parametrize(
    ("content_type", "text", "message"),
    [
        ("text/plain", "#if($x)a#end", "2 problems:\n  - #if is VTL, which gateway responses print as it stands; use plain text and $context variables\n  - #end is VTL, which gateway responses print as it stands; use plain text and $context variables"),
        ("text/plain", "$context.reqestId", "unknown context variable $context.reqestId; write $context.requestId"),
        ("nonsense", "x", "'nonsense' is not a media type; write one such as \"application/json\""),
        ("", "x", "'' is not a media type; write one such as \"application/json\""),
        (None, "x", "None is not a media type; write one such as \"application/json\""),
        ("text/plain", 5, "the body 5 is not text; write text, or give data to ResponseTemplate.json"),
        ("text/plain", "x" * 300_001, "the template has 300001 bytes; API Gateway takes 300000; shorten it"),
    ],
    ids=["vtl", "unknown variable", "media type", "no media type", "None", "number", "size"],
)  # fmt: skip
def test_text_is_refused(content_type: str, text: str, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text(content_type, text)
    assert str(raised.value) == message


def test_the_plain_constructor_keeps_whatever_api_gateway_stores() -> None:
    assert ResponseTemplate("application/json", "{'message': #set}").body == "{'message': #set}"


def test_the_variables_of_a_text_are_listed_in_order() -> None:
    assert [v.name for v in variables("$context.stage $stageVariables.a")] == ["context.stage", "stageVariables.a"]


def test_a_template_cannot_be_changed() -> None:
    template = ResponseTemplate.json({})
    with pytest.raises(FrozenInstanceError):
        template.body = "[]"  # type: ignore[misc]
    assert not hasattr(template, "__dict__")


def test_data_of_every_kind_is_written_as_json() -> None:
    data: Any = {"a": [1, 2.5, True, False, None], "b": ("x", {}), "é\n": "\u2028"}
    assert ResponseTemplate.json(data).body == (
        '{"a": [1, 2.5, true, false, null], "b": ["x", {}], "\\u00e9\\n": "\\u2028"}'
    )


def test_a_number_token_stands_without_quotes_and_a_text_token_within() -> None:
    number = struct.unpack(">d", b"\xfb\xff\x00\x00\x00\x00\x00\x07")[0]

    class Resolvable:
        def resolve(self) -> object:
            return None

        def to_string(self) -> str:
            return TOKEN

    data: Any = {"n": number, "t": Resolvable()}
    assert ResponseTemplate.json(data).body == ('{"n": ${Token[Number.fbff000000000007]}, "t": "${Token[TOKEN.12]}"}')


def test_a_place_names_members_and_indexes_all_the_way() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": {"b": [0, [{"c": b""}]]}, "d": {1: b""}})  # type: ignore[dict-item]
    assert [(problem.at, problem.message) for problem in raised.value.problems] == [
        ("a.b[1][0].c", "b'' has no JSON form"),
        ("d", "member name 1 is not text"),
        ("d.1", "b'' has no JSON form"),
    ]


def test_a_member_name_that_can_be_null_is_reported_where_its_object_stands() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": {MESSAGE: 1}})
    assert str(raised.value) == f"a: {MESSAGE} is a member's name here, and can be null; let it be a value"


def test_vtl_beside_the_message_is_refused() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": "#stop $context.error.messageString"})
    assert [problem.message for problem in raised.value.problems] == [
        "#stop is VTL, which gateway responses print as it stands",
        "$context.error.messageString brings its own quotes",
    ]


def test_a_media_type_is_refused_before_anything_is_built() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": b""}, content_type="json")  # type: ignore[dict-item]
    assert str(raised.value) == "'json' is not a media type; write one such as \"application/json\""


def test_a_media_type_may_be_known_to_the_deployment_alone() -> None:
    assert ResponseTemplate.json({}, content_type=TOKEN) == ResponseTemplate(TOKEN, "{}")
    assert ResponseTemplate.json({}, content_type=f"application/{TOKEN}+json").body == "{}"


@pytest.mark.parametrize(
    "content_type",
    ["application/json;charset=utf-8", "text/plain ; charset=utf-8; q=1", "application/vnd.a.b+json", "text/*"],
)
def test_a_media_type_is_taken(content_type: str) -> None:
    assert ResponseTemplate(content_type, "").content_type == content_type


@pytest.mark.parametrize("content_type", ["text", "text/", "/html", "*/*", "text/plain;", "text /plain", "a/b/c"])
def test_a_media_type_is_refused(content_type: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate(content_type, "")
    assert str(raised.value) == f'{content_type!r} is not a media type; write one such as "application/json"'


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON ;charset=utf-8", True),
        ("application/problem+json", True),
        ("text/html", False),
        ("text/plain;a=application/json", False),
        ("application/jsonp", False),
    ],
)
def test_a_media_type_is_of_json(content_type: str, expected: bool) -> None:
    assert is_json(content_type) is expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/html", True),
        ("TEXT/HTML ; charset=utf-8", True),
        ("text/xml", True),
        ("image/svg+xml", True),
        ("image/svg", True),
        ("application/ecmascript", True),
        ("application/x-javascript", True),
        ("text/plain", False),
        ("application/json", False),
        ("text/plain;a=text/html", False),
        ("text/html2", False),
    ],
)
def test_a_media_type_is_of_markup(content_type: str, expected: bool) -> None:
    assert is_markup(content_type) is expected


def test_a_template_of_the_greatest_size_is_taken_and_counted_in_bytes() -> None:
    assert len(ResponseTemplate("text/plain", "é" * 150_000).body) == 150_000
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate("text/plain", "é" * 150_000 + "\ud800")
    assert str(raised.value) == "the template has 300003 bytes; API Gateway takes 300000; shorten it"


def test_a_body_and_a_media_type_that_are_both_wrong_are_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate("x", "x" * 300_001)
    assert len(raised.value.problems) == 2


def test_text_that_is_no_json_is_reported_with_what_may_break_it() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text("application/json", '{"a": "$context.path"')
    assert [problem.message for problem in raised.value.problems] == [
        "the body is not JSON once its variables are filled in: Expecting ',' delimiter: line 1 column 14 (char 13)",
        "$context.path can hold quotes, and API Gateway does not escape them",
    ]


def test_vtl_in_json_is_reported_alone() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text("application/json", "#stop")
    assert [problem.message for problem in raised.value.problems] == [
        "#stop is VTL, which gateway responses print as it stands"
    ]


def test_a_constant_of_python_is_named() -> None:
    with pytest.raises(GatewayResponseError, match=re.escape("filled in: NaN is no JSON value")):
        ResponseTemplate.text("application/json", '{"a": NaN}')


def test_every_fault_of_markup_is_reported() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.text("text/html", "#stop $context.path")
    assert [problem.message for problem in raised.value.problems] == [
        "#stop is VTL, which gateway responses print as it stands",
        "$context.path is the client's own text, and nothing escapes it in text/html",
    ]


def test_a_message_whose_length_is_asked_for_is_refused_inside_quotes() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json({"a": f"{MESSAGE}{MESSAGE}"})
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize("text", ["[x", "{", " {}"])
def test_text_like_json_is_not_taken_for_data(text: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json(text, content_type="application/problem+json")
    assert str(raised.value) == (
        f'{text!r} is JSON text, not data; give the data itself, or templates={{"application/problem+json": ...}}'
    )


def test_text_alone_is_data() -> None:
    assert ResponseTemplate.json("sorry").body == '"sorry"'


def test_a_place_in_a_list_alone_is_its_index() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseTemplate.json([b""])  # type: ignore[list-item]
    assert str(raised.value) == f"[0]: b'' {JSON_FORM}"


def test_what_is_accepted_is_accepted_in_lists_and_names_too() -> None:
    data: Any = {"$context.requestId": ["$context.requestId"]}
    body = ResponseTemplate.json(data, accept_undetermined=["requestId"]).body
    assert body == '{"$context.requestId": ["$context.requestId"]}'


def test_vtl_is_named_without_its_parenthesis() -> None:
    with pytest.raises(GatewayResponseError, match=re.escape("$util.X is VTL, ")):
        ResponseTemplate.text("text/plain", "$util.X(1)")
