"""Data written as YAML or JSON is read as the same data, by every reader, and looks as people write it."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.convert.functions import Function
from constructs_gw.convert.yaml_text import json_document, yaml_document
from constructs_gw.documents import read_document
from constructs_gw.text_edits.block_style import yaml_block

from .odd_customizations import ASCII, OTHER

ODD = [
    *(
        "null",
        "~",
        "on",
        "no",
        "y",
        "N",
        "1e3",
        "0x1",
        "1_000",
        "12:30",
        "3.0.1",
        "1.2",
        "2026-11-21",
        ".inf",
        "=",
        "<<",
        "-",
        "?",
        "",
    ),
    *(
        "a: b",
        "a #b",
        " a",
        "a ",
        "a:",
        "&a b",
        "*a",
        "!Sub a",
        "!!int 1",
        "%a",
        "@a",
        "`a",
        "[a]",
        "{a}",
        "---",
        "...",
    ),
    *("'*'", '"', "'\"\\", "\\", "a\nb", "\na", "a\n", "a\n\n", " a\nb", "\ta\nb", "a\n b\n\tc", "a \nb", "a\n \nb"),
    *(
        "\r\n",
        "a\rb",
        "\x00",
        "\x85a",
        "a\u2028b",
        "\ufeff",
        "\ufffe",
        "é",
        "a\né",
        "\U0001f600",
        "a\n---\nb",
        "a\n#b",
        "\n",
        "a" * 2000,
    ),
]

texts = st.one_of(st.sampled_from(ODD), st.lists(st.sampled_from([*ASCII, *OTHER]), max_size=8).map("".join))
scalars = st.one_of(texts, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.parametrize("text", ODD)
def test_a_text_is_read_as_itself(text: str) -> None:
    data = {"value": text, text: "name", "list": [text, [text], {text: text}]}
    written = yaml_document(data)
    assert read_document(written.encode(), "a document").data == data
    assert yaml.safe_load(written) == data
    ascii_ = yaml_block(data, indent=4, is_ascii=True)
    assert ascii_.isascii()
    assert read_document(ascii_.encode(), "a document").data == data


@settings(max_examples=120)
@given(st.dictionaries(texts, values, min_size=1, max_size=3))
def test_data_is_read_as_itself(data: dict[str, Any]) -> None:
    assert read_document(yaml_document(data).encode(), "a document").data == data
    assert json.loads(json_document(data)) == data
    assert read_document(json_document(data).encode(), "a document").data == data


def test_data_that_looks_like_a_function_is_data_and_functions_have_their_short_form() -> None:
    data = {"a": {"Ref": "x"}, "b": "!Ref x", "c": Function("Ref", "x"), "d": Function("Fn::Sub", ["${A}", {"A": "b"}])}
    assert yaml_document(data) == ("a:\n  Ref: x\nb: '!Ref x'\nc: !Ref x\n\nd: !Sub\n  - '${A}'\n  - A: b\n")


def test_a_comment_cannot_become_data() -> None:
    assert yaml_document({"a": 1}, ["one\ntwo: 3", "\u2028b"]) == "# one\\ntwo: 3\n# \\u2028b\na: 1\n"


def test_texts_look_as_people_write_them() -> None:
    data = {
        "code": "404",
        "version": "3.0.1",
        "answer": "y",
        "origin": "'*'",
        "body": '{"message": $context.error.messageString}',
        "description": "Id of the REST API orders",
        "gatewayresponse.header.Retry-After": "'30'",
        "application/json": "{\n  \"id\": '1'\n}",
        "type": "AWS::ApiGateway::GatewayResponse",
    }
    assert yaml_document(data) == (
        "code: '404'\n"
        "version: 3.0.1\n"
        "answer: 'y'\n"
        "origin: \"'*'\"\n"
        "body: '{\"message\": $context.error.messageString}'\n"
        "description: Id of the REST API orders\n"
        "gatewayresponse.header.Retry-After: \"'30'\"\n"
        "\n"
        "application/json: |-\n"
        "  {\n"
        "    \"id\": '1'\n"
        "  }\n"
        "type: AWS::ApiGateway::GatewayResponse\n"
    )
