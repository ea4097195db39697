"""Reading JSON and YAML as untrusted input: plain data, or one clear error."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw import GatewayResponseError
from constructs_gw.documents import load_document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON.filter(lambda data: isinstance(data, dict | list)))
def test_json_is_read_as_it_was_written(data: Any) -> None:
    assert load_document(json.dumps(data).encode(), "document") == data


def test_yaml_scalars_follow_yaml_1_2_so_that_nothing_turns_into_a_date_or_a_boolean_by_surprise() -> None:
    text = b"a: on\nb: 2026-11-21\nc: true\nd: 12\ne: 1.5\nf: ~\ng:\nh: 0x1f\n200: ok\ni: '200'\n"
    assert load_document(text, "document") == {
        "a": "on",
        "b": "2026-11-21",
        "c": True,
        "d": 12,
        "e": 1.5,
        "f": None,
        "g": None,
        "h": "0x1f",
        "200": "ok",
        "i": "200",
    }


def test_short_forms_of_cloudformation_become_full_forms() -> None:
    text = (
        b"a: !Ref Api\nb: !Sub '${Api}-x'\nc: !GetAtt Api.RootResourceId\nd: !Join ['', [x, !Ref Y]]\ne: !If [P, 1, 2]"
    )
    assert load_document(text, "template") == {
        "a": {"Ref": "Api"},
        "b": {"Fn::Sub": "${Api}-x"},
        "c": {"Fn::GetAtt": ["Api", "RootResourceId"]},
        "d": {"Fn::Join": ["", ["x", {"Ref": "Y"}]]},
        "e": {"Fn::If": ["P", 1, 2]},
    }


def test_yaml_merge_keys_are_followed_and_overridden() -> None:
    assert load_document(b"base: &b {x: 1, y: 1}\nhere: {<<: *b, x: 2}", "document")["here"] == {"y": 1, "x": 2}


ALIASES = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + level, 98 + level, b",".join([b"*%c" % (97 + level)] * 9)) for level in range(9)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "api.yaml is not JSON: Expecting property name enclosed in double quotes at line 1"),
        (b'{"a": 1, "a": 2}', "api.yaml is not JSON: duplicate member 'a'"),
        (b"a: [", "api.yaml is not YAML: line 2, column 1: did not find expected node content"),
        (b"a: 1\na: 2", "api.yaml is not YAML: line 2, column 1: duplicate member 'a'"),
        (b"? [a]\n: 1", "api.yaml is not YAML: line 1, column 3: a member name that is no text"),
        (ALIASES, "api.yaml has more than 2000000 values once its YAML aliases are followed"),
        (b"a: &x [*x]", "api.yaml is nested too deeply"),
        (b"[" * 100_000, "api.yaml is nested too deeply"),
        (b"a: " + b"[" * 100_000, "api.yaml is nested too deeply"),
        (
            b"a: !!python/object/apply:os.system ['true']",
            "api.yaml is not YAML: line 1, column 4: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        (b"a" * 20_000_001, "api.yaml has 20000001 bytes, more than 20000000"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_one_error(text: bytes, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        load_document(text, "api.yaml")
    assert str(caught.value) == f"{message}; give a JSON or YAML document"


@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_a_typed_error(text: bytes) -> None:
    with contextlib.suppress(GatewayResponseError):
        json.dumps(load_document(text, "document"))
