"""Mapping values: what API Gateway takes as the value of a response header."""

# ruff: noqa: E501  (a row of a table is a literal message)

import enum
import re
import struct
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingSource, MappingValue, nearest_expression, read_expression

STATIC_TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="'"), max_size=40)
# `#{Token[` is the one printable text that is refused: a CDK list token.
STATIC_TEXT = STATIC_TEXT.filter(lambda text: "#{Token[" not in text)
NAME = st.from_regex(r"[A-Za-z0-9._$-]{1,20}", fullmatch=True)
VARIABLE = st.sampled_from(["requestId", "stage", "error.messageString", "authorizer.claims.sub", "authorizer.tenant"])


def expressions() -> st.SearchStrategy[str]:
    """Every kind of expression that API Gateway takes."""
    request = ("header", "querystring", "path", "multivalueheader", "multivaluequerystring")
    return st.one_of(
        STATIC_TEXT.map(lambda text: f"'{text}'"),
        st.builds(lambda place, name: f"method.request.{place}.{name}", st.sampled_from(request), NAME),
        VARIABLE.map(lambda name: f"context.{name}"),
        st.from_regex(r"stageVariables\.[A-Za-z0-9_]{1,64}", fullmatch=True),
    )


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        (MappingValue.static("*"), "'*'"),
        (MappingValue.static(""), "''"),
        (MappingValue.static(" a "), "' a '"),
        (MappingValue.static("Content-Type,X-Amz-Date"), "'Content-Type,X-Amz-Date'"),
        (MappingValue.static('Bearer realm="a, b"'), "'Bearer realm=\"a, b\"'"),
        (MappingValue.request_header("Origin"), "method.request.header.Origin"),
        (MappingValue.multi_value_request_header("Accept"), "method.request.multivalueheader.Accept"),
        (MappingValue.query_string("q"), "method.request.querystring.q"),
        (MappingValue.multi_value_query_string("q"), "method.request.multivaluequerystring.q"),
        (MappingValue.path_parameter("petId"), "method.request.path.petId"),
        (MappingValue.context_variable("requestId"), "context.requestId"),
        (MappingValue.context_variable("authorizer.tenant"), "context.authorizer.tenant"),
        (MappingValue.stage_variable("allowedOrigin"), "stageVariables.allowedOrigin"),
    ],
)
def test_prints_the_expression(value: MappingValue, expression: str) -> None:
    assert str(value) == expression


@settings(max_examples=300)
@given(expressions())
def test_every_legal_expression_is_read_and_printed_unchanged(expression: str) -> None:
    assert str(MappingValue.parse(expression)) == expression


@settings(max_examples=200)
@given(expressions())
def test_a_value_that_was_printed_is_read_back_as_itself(expression: str) -> None:
    value = MappingValue.parse(expression)
    assert MappingValue.parse(str(value)) == value


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_static_text_is_quoted_or_refused_never_changed(text: str) -> None:
    try:
        printed = str(MappingValue.static(text))
    except GatewayResponseError:
        return
    assert printed == f"'{text}'"
    assert re.fullmatch(r"'[ -&(-~]*'", printed)


ONE_SINGLE_QUOTE = "leave the quotes out: no spelling of them inside a mapping value is documented"
ASCII = "write it in ASCII, percent-encoded if it is part of a URL"
NO_SUCH_SOURCE = (
    "reads like an expression that gateway responses do not have; use static text, or MappingValue.request_header, "
    ".query_string, .path_parameter, .context_variable or .stage_variable"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\nb", r"static value 'a\nb' has a control character ('\n'); write it on one line: a header cannot hold it"),
        ("a\x7f", r"static value 'a\x7f' has a control character ('\x7f'); write it on one line: a header cannot hold it"),
        ("it's", f"""static value "it's" has a single quote ("'"); {ONE_SINGLE_QUOTE}"""),
        ("default-src 'none'", f"""static value "default-src 'none'" has a single quote ("'"); {ONE_SINGLE_QUOTE}"""),
        ("café", f"static value 'café' has a character outside ASCII ('é'); {ASCII}"),
        ("'*'", """"'*'" is quoted already; write '*': the quotes are added for you"""),
        (" '*' ", """" '*' " is quoted already; write '*': the quotes are added for you"""),
        ('"*"', """'"*"' is quoted already; write '*', or MappingValue.parse('\\'"*"\\'') if the client is to see the double quotes"""),
        ('"a", "b"', """'"a", "b"' is quoted already; write MappingValue.parse('\\'"a", "b"\\'') if the client is to see the double quotes"""),
        ("method.request.header.Origin", "'method.request.header.Origin' reads like an expression; write MappingValue.request_header('Origin')"),
        ("$method.request.path.id", "'$method.request.path.id' reads like an expression; write MappingValue.path_parameter('id')"),
        ("method.request.querystring.q", "'method.request.querystring.q' reads like an expression; write MappingValue.query_string('q')"),
        ("$context.requestId", "'$context.requestId' reads like an expression; write MappingValue.context_variable('requestId')"),
        ("${stageVariables.origin}", "'${stageVariables.origin}' reads like an expression; write MappingValue.stage_variable('origin')"),
        ("integration.response.header.X", f"'integration.response.header.X' {NO_SUCH_SOURCE}"),
        ("method.request.body.id", f"'method.request.body.id' {NO_SUCH_SOURCE}"),
        ("method.input.params.petId", f"'method.input.params.petId' {NO_SUCH_SOURCE}"),
        ("#{Token[TOKEN.1]}", "static value '#{Token[TOKEN.1]}' has a list token ('#{Token['); choose one element of the list: cdk.Fn.select(0, values)"),
        (True, 'True is not text; write "true"'),
        (30, '30 is not text; write "30"'),
        (1.5, '1.5 is not text; write "1.5"'),
        (None, "None is not text; give text or a MappingValue"),
        (["*"], "['*'] is not text; give text or a MappingValue"),
    ],
)  # fmt: skip
def test_static_text_is_refused(text: object, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.of(text)
    assert str(raised.value) == message


def test_every_problem_of_a_static_text_is_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.static("é\n'")
    assert [problem.message for problem in raised.value.problems] == [
        "static value \"é\\n'\" has a control character ('\\n')",
        'static value "é\\n\'" has a single quote ("\'")',
        "static value \"é\\n'\" has a character outside ASCII ('é')",
    ]


@pytest.mark.parametrize(
    ("source", "name", "message"),
    [
        ("request_header", "", "MappingValue.request_header('') names nothing; give a name"),
        ("request_header", "a b", "MappingValue.request_header('a b') is not a parameter name; use only A-Z, a-z, 0-9 and . _ $ -"),
        ("query_string", "q[]", "MappingValue.query_string('q[]') is not a parameter name; use only A-Z, a-z, 0-9 and . _ $ -"),
        ("path_parameter", "{id}", "MappingValue.path_parameter('{id}') is not a parameter name; use only A-Z, a-z, 0-9 and . _ $ -"),
        ("stage_variable", "a-b", "MappingValue.stage_variable('a-b') is not a stage variable name; use up to 64 of A-Z, a-z, 0-9 and _"),
        ("stage_variable", "a" * 65, f"MappingValue.stage_variable('{'a' * 65}') is not a stage variable name; use up to 64 of A-Z, a-z, 0-9 and _"),
        ("context_variable", "requestID", "unknown context variable $context.requestID; write $context.requestId"),
        ("request_header", "method.request.header.Origin", "MappingValue.request_header('method.request.header.Origin') has its prefix already; write 'Origin'"),
        ("query_string", "method.request.querystring.q", "MappingValue.query_string('method.request.querystring.q') has its prefix already; write 'q'"),
        ("path_parameter", "method.request.path.id", "MappingValue.path_parameter('method.request.path.id') has its prefix already; write 'id'"),
        ("stage_variable", "stageVariables.x", "MappingValue.stage_variable('stageVariables.x') has its prefix already; write 'x'"),
        ("stage_variable", "$stageVariables.x", "MappingValue.stage_variable('$stageVariables.x') has its prefix already; write 'x'"),
        ("context_variable", "nonsense", "unknown context variable $context.nonsense; use one listed at https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html"),
    ],
)  # fmt: skip
def test_a_name_is_refused(source: str, name: str, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        getattr(MappingValue, source)(name)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("*", """the value * has no single quotes of its own; write "'*'" for static text"""),
        ('"*"', '''the value "*" has no single quotes of its own; write "'*'" for static text'''),
        ("GET, HEAD", """the value GET, HEAD has no single quotes of its own; write "'GET, HEAD'" for static text"""),
        ("static", """the value static has no single quotes of its own; write "'static'" for static text"""),
        ("", """the value is empty; write "''" for static text"""),
        ("$context.stage", "'$context.stage' is not a mapping expression; write context.stage"),
        ("${stageVariables.origin}", "'${stageVariables.origin}' is not a mapping expression; write stageVariables.origin"),
        ("request.header.Origin", "'request.header.Origin' is not a mapping expression; write method.request.header.Origin"),
        ("$request.querystring.q", "'$request.querystring.q' is not a mapping expression; write method.request.querystring.q"),
        ("'a' + context.stage", "\"'a' + context.stage\" is not a mapping expression; write one expression alone: parts cannot be joined"),
        ("'a'b'", f"""static value "a'b" has a single quote ("'"); {ONE_SINGLE_QUOTE}"""),
        ("context.status", "$context.status has a value in access logs only (API Gateway Developer Guide, api-gateway-variables-for-access-logging); leave it out, or log it in the stage's access log format"),
        ("method.request.header.", "MappingValue.request_header('') names nothing; give a name"),
        (7, "7 is not text; give an expression such as \"'*'\""),
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.parse(expression)
    assert str(raised.value) == message


def test_static_text_that_looks_like_an_expression_is_read_from_its_quotes() -> None:
    assert MappingValue.parse("'context.stage'") == MappingValue(MappingSource.STATIC, "context.stage")


def test_a_header_that_wants_double_quotes_can_be_written() -> None:
    assert str(MappingValue.parse("""'"cache", "cookies"'""")) == """'"cache", "cookies"'"""


@pytest.mark.parametrize(
    "text", ["${Token[TOKEN.1]}", "https://${Token[AWS.URLSuffix.7]}/", "${Token[A.1]}${Token[B.2]}"]
)
def test_a_token_is_quoted_like_any_static_text(text: str) -> None:
    assert str(MappingValue.static(text)) == f"'{text}'"


def test_the_text_around_a_token_is_still_checked() -> None:
    with pytest.raises(GatewayResponseError, match="has a single quote"):
        MappingValue.static("it's ${Token[TOKEN.1]}")


def test_a_number_token_is_quoted_as_opaque_text() -> None:
    number = struct.unpack(">d", b"\xfb\xff\x00\x00\x00\x00\x00\x07")[0]
    assert str(MappingValue.of(number)) == "'${Token[Number.fbff000000000007]}'"


def test_a_resolvable_is_quoted_as_opaque_text() -> None:
    class Resolvable:
        def resolve(self) -> object:
            return {"Ref": "Origin"}

        def to_string(self) -> str:
            return "${Token[TOKEN.9]}"

    assert str(MappingValue.of(Resolvable())) == "'${Token[TOKEN.9]}'"


def test_a_member_of_a_text_enum_is_quoted_by_its_value() -> None:
    class Origin(str, enum.Enum):  # noqa: UP042  (what older code bases have)
        SHOP = "https://shop.example.com"

    assert str(MappingValue.of(Origin.SHOP)) == "'https://shop.example.com'"


def test_a_mapping_value_is_taken_as_it_is() -> None:
    value = MappingValue.request_header("Origin")
    assert MappingValue.of(value) is value


@pytest.mark.parametrize("source", ["context", "static", "cookie"])
def test_a_source_that_is_no_mapping_source_is_refused(source: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue(source, "bogus")  # type: ignore[arg-type]
    assert str(raised.value) == f"{source!r} is not a MappingSource; use MappingValue.static(...)"


def test_a_value_built_without_a_class_method_is_checked_too() -> None:
    with pytest.raises(GatewayResponseError, match="has a single quote"):
        MappingValue(MappingSource.STATIC, "it's")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("$context.requestId", "context.requestId"),
        ("${stageVariables.origin}", "stageVariables.origin"),
        ("Method.Request.Header.Origin", "method.request.header.Origin"),
        ("$request.querystring.page", "method.request.querystring.page"),
        ("$input.params('Origin')", "method.request.header.Origin"),
        ("stageVariables.a-b", None),
        ("https://shop.example.com", None),
    ],
)
def test_the_nearest_expression_is_what_a_text_was_meant_to_be(text: str, meant: str | None) -> None:
    assert nearest_expression(text) == meant


@given(expressions())
def test_every_expression_is_read_as_parse_reads_it(text: str) -> None:
    value = MappingValue.parse(text)
    assert read_expression(text) == (None if value.is_static else (value.source, value.text))


def test_a_mapping_value_cannot_be_changed() -> None:
    value = MappingValue.static("a")
    with pytest.raises(FrozenInstanceError):
        value.text = "b"  # type: ignore[misc]
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("source", MappingSource)
def test_a_source_of_the_request_says_so(source: MappingSource) -> None:
    assert source.is_request is (source not in ("static", "context", "stageVariables"))


def test_text_that_is_no_text_is_refused_whatever_its_source() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue(MappingSource.STATIC, 5)  # type: ignore[arg-type]
    assert str(raised.value) == "5 is not text; give a str"


def test_a_token_alone_is_no_expression() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.parse("${Token[TOKEN.1]}")
    assert str(raised.value) == (
        "a value that only the deployment knows stands without quotes; "
        "put single quotes around it: f\"'{value}'\", or \"'${Name}'\" in Fn::Sub"
    )


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("'", """the value ' has no single quotes of its own; write "''" for static text"""),
        ("'a", """the value 'a has no single quotes of its own; write "'a'" for static text"""),
        ("a'", """the value a' has no single quotes of its own; write "'a'" for static text"""),
        ("it's", '"it\'s" is not a mapping expression; write one expression alone: parts cannot be joined'),
    ],
)
def test_one_quote_makes_no_static_text(expression: str, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.parse(expression)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        (MappingValue.stage_variable("${Token[TOKEN.1]}"), "stageVariables.${Token[TOKEN.1]}"),
        (MappingValue.stage_variable("a${Token[TOKEN.1]}"), "stageVariables.a${Token[TOKEN.1]}"),
        (MappingValue.request_header("X-${Token[TOKEN.1]}"), "method.request.header.X-${Token[TOKEN.1]}"),
        (MappingValue.request_header("${Token[TOKEN.1]}"), "method.request.header.${Token[TOKEN.1]}"),
        (MappingValue.stage_variable("a" * 64), f"stageVariables.{'a' * 64}"),
    ],
)
def test_a_name_may_hold_a_token(value: MappingValue, expression: str) -> None:
    assert str(value) == expression
    assert read_expression(expression) == (value.source, value.text)


def test_the_text_of_a_name_around_a_token_is_still_checked() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.stage_variable("a-${Token[TOKEN.1]}")
    assert str(raised.value) == (
        "MappingValue.stage_variable('a-') is not a stage variable name; use up to 64 of A-Z, a-z, 0-9 and _"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("method.request.header.Origin", (MappingSource.REQUEST_HEADER, "Origin")),
        ("method.request.multivalueheader.A", (MappingSource.MULTI_VALUE_REQUEST_HEADER, "A")),
        ("context.authorizer.claims['custom:x']", (MappingSource.CONTEXT_VARIABLE, "authorizer.claims['custom:x']")),
        ("context.nonsense", (MappingSource.CONTEXT_VARIABLE, "nonsense")),
        ("stageVariables.a-b", None),
        ("method.request.header.a b", None),
        ("$context.stage", None),
        ("static.x", None),
        ("'x'", None),
    ],
)
def test_an_expression_is_read(text: str, found: tuple[MappingSource, str] | None) -> None:
    assert read_expression(text) == found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("multivalue", None),
        ("request.multivalueheader.A", "method.request.multivalueheader.A"),
        ("request.multivaluequerystring.a", "method.request.multivaluequerystring.a"),
        ("request.path.id", "method.request.path.id"),
        ("STAGEVARIABLES.a", "stageVariables.a"),
        ("$input.params().header('Origin')", "method.request.header.Origin"),
        ('${input.params("Origin")}', "method.request.header.Origin"),
        ("$INPUT.params('a b')", None),
    ],
)
def test_an_expression_in_another_spelling_is_understood(text: str, meant: str | None) -> None:
    assert nearest_expression(text) == meant


@pytest.mark.parametrize("text", ['"', '"a', 'a"'])
def test_one_double_quote_is_static_text(text: str) -> None:
    assert str(MappingValue.static(text)) == f"'{text}'"


def test_text_between_unlike_quotes_is_not_quoted() -> None:
    with pytest.raises(GatewayResponseError, match="has a single quote"):
        MappingValue.static("\"a'")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("''", "write '': the quotes are added for you"),
        ('""', """write '', or MappingValue.parse('\\'""\\'') if the client is to see the double quotes"""),
    ],
)
def test_two_quotes_alone_are_quotes_around_nothing(text: str, fix: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.static(text)
    assert str(raised.value) == f"{text!r} is quoted already; {fix}"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("method.request.multivalueheader.A", "multi_value_request_header('A')"),
        ("method.request.multivaluequerystring.q", "multi_value_query_string('q')"),
        (" context.stage ", "context_variable('stage')"),
    ],
)
def test_static_text_like_an_expression_is_refused_with_the_call(text: str, call: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.static(text)
    assert str(raised.value) == f"{text!r} reads like an expression; write MappingValue.{call}"


def test_static_text_like_an_expression_of_a_method_response_is_refused() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.static(" method.response.header.X")
    assert str(raised.value) == f"' method.response.header.X' {NO_SUCH_SOURCE}"


@pytest.mark.parametrize("source", ["multi_value_request_header", "multi_value_query_string"])
def test_a_name_of_many_values_is_refused(source: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        getattr(MappingValue, source)("")
    assert str(raised.value) == f"MappingValue.{source}('') names nothing; give a name"


def test_a_prefix_of_another_source_is_part_of_a_name() -> None:
    assert str(MappingValue.request_header("stageVariables.x")) == "method.request.header.stageVariables.x"


def test_nothing_between_quotes_is_static_text() -> None:
    assert MappingValue.parse("''") == MappingValue.static("")


def test_text_between_two_letters_alike_is_not_quoted() -> None:
    assert str(MappingValue.static("XaX")) == "'XaX'"
    with pytest.raises(GatewayResponseError, match=re.escape("""; write "'X'" for static text""")):
        MappingValue.parse("X")


def test_a_parameter_of_cdk_is_refused_with_its_text() -> None:
    class CfnParameter:
        value_as_string = "${Token[TOKEN.1]}"

    with pytest.raises(GatewayResponseError) as raised:
        MappingValue.of(CfnParameter())
    assert str(raised.value) == "a CfnParameter is not text; give its value_as_string"
