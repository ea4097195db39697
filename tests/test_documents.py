"""Reading JSON and YAML as untrusted input: plain data, or one clear error."""

import contextlib
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw import GatewayResponseError
from constructs_gw.documents import read_document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON.filter(lambda data: isinstance(data, dict | list)))
def test_json_is_read_as_it_was_written(data: Any) -> None:
    assert read_document(json.dumps(data).encode(), "document").data == data


def test_yaml_scalars_follow_yaml_1_2_so_that_nothing_turns_into_a_date_or_a_boolean_by_surprise() -> None:
    text = b"a: on\nb: 2026-11-21\nc: true\nd: 12\ne: 1.5\nf: ~\ng:\nh: 0x1f\n200: ok\ni: '200'\n"
    assert read_document(text, "document").data == {
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
    assert read_document(text, "template").data == {
        "a": {"Ref": "Api"},
        "b": {"Fn::Sub": "${Api}-x"},
        "c": {"Fn::GetAtt": ["Api", "RootResourceId"]},
        "d": {"Fn::Join": ["", ["x", {"Ref": "Y"}]]},
        "e": {"Fn::If": ["P", 1, 2]},
    }


def test_yaml_merge_keys_are_followed_and_overridden() -> None:
    assert read_document(b"base: &b {x: 1, y: 1}\nhere: {<<: *b, x: 2}", "document").data["here"] == {"y": 1, "x": 2}


ALIASES = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + level, 98 + level, b",".join([b"*%c" % (97 + level)] * 9)) for level in range(9)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "api.yaml is not JSON: Expecting property name enclosed in double quotes at line 1"),
        (b'{"a": 1, "a": 2}', "api.yaml is not JSON: duplicate member 'a' at line 1"),
        (
            b'{"b": "{:",\n"c\\"": {"a": [{"a": 1}],\n"\\u0061" : 2}}',
            "api.yaml is not JSON: duplicate member 'a' at line 3",
        ),
        (b"a: [", "api.yaml is not YAML: line 2, column 1: did not find expected node content"),
        (b"a: 1\na: 2", "api.yaml is not YAML: line 2, column 1: duplicate member 'a'"),
        (b"? [a]\n: 1", "api.yaml is not YAML: line 1, column 3: a member name that is no text"),
        (ALIASES, "api.yaml has more than 2000000 values once its YAML aliases are followed"),
        (b"a: &x [*x]", "api.yaml is not YAML: line 1, column 8: alias 'x' is inside of what it stands for"),
        (b"a: *x", "api.yaml is not YAML: line 1, column 4: found undefined alias 'x'"),
        (b"a: &x {b: 1}\n*x : 1", "api.yaml is not YAML: line 2, column 1: a member name that is no text"),
        (b"a: 1\n---\nb: 2", "api.yaml is not YAML: line 2, column 1: more than one document"),
        (b"a: {<<: 1}", "api.yaml is not YAML: line 1, column 9: expected a mapping or list of mappings for merging"),
        (b"{<<: *a, <<: *a}", "api.yaml is not JSON: Expecting property name enclosed in double quotes at line 1"),
        (b"a: &a {}\nb: {<<: *a, <<: *a}", "api.yaml is not YAML: line 2, column 13: duplicate member '<<'"),
        (b"a: !!int many", "api.yaml is not YAML: line 1, column 4: 'many' is not of the type int"),
        (
            b"a: !!set {b, c}",
            "api.yaml is not YAML: line 1, column 4: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:set'",
        ),
        (b"a: " + b"1" * 10_000, "api.yaml is not YAML: line 1, column 4: a number has too many digits"),
        (b"[" + b"1" * 10_000 + b"]", "api.yaml is not JSON: a number has too many digits"),
        (b"[" * 201 + b"]" * 201, "api.yaml is nested too deeply"),
        (b"a: " + b"[" * 200 + b"]" * 200, "api.yaml is nested too deeply"),
        (
            b"a: &a " + b"[" * 101 + b"]" * 101 + b"\nb: " + b"[" * 101 + b"*a" + b"]" * 101,
            "api.yaml is nested too deeply",
        ),
        (b'["\\ud83d"]', "api.yaml is not text: surrogates not allowed"),
        (b"a: \0b", "api.yaml is not YAML: unacceptable character #x0000: control characters are not allowed"),
        (b"\xff\xfea", "api.yaml is not text: truncated data"),
        (b'["\xff"]', "api.yaml is not text: invalid start byte"),
        (b"[" * 100_000, "api.yaml is nested too deeply"),
        (b"a: " + b"[" * 100_000, "api.yaml is nested too deeply"),
        (
            b"a: !!python/object/apply:os.system ['true']",
            "api.yaml is not YAML: line 1, column 4: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        (b"a" * 20_000_001, "api.yaml has 20000001 bytes, more than 20000000"),
    ],
    ids=itertools.count(),
)
def test_what_cannot_be_read_is_one_error(text: bytes, message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        read_document(text, "api.yaml")
    assert str(caught.value) == f"{message}; give a JSON or YAML document"


FRAGMENTS = [
    *"{}[]:,-?!&*|>'\"#%@`~\n\t \0\\\x85\u2028\U0001f600\x1b\ufeff",
    *["\n  ", "\r\n", "- ", ": ", "? ", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! tag:x,1:\n"],
    *[
        "&a ",
        "*a",
        "<<: *a",
        "<<: [*a, *a]",
        "!Sub ",
        "!GetAtt ",
        "!!int ",
        "!!float ",
        "!!str ",
        "!!map ",
        "! ",
        "!<x> ",
    ],
    *[
        "a",
        "b: ",
        '"a": ',
        '"a"',
        "1",
        "1_000",
        "0o7",
        ".inf",
        "1e400",
        "1" * 5000,
        "null",
        "NaN",
        "\\ud800",
        "\\u0000",
    ],
]


@settings(max_examples=500)
@given(
    st.binary(max_size=200)
    | st.builds(
        lambda start, parts, encoding: (start + "".join(parts)).encode(encoding),
        st.sampled_from(["", "{", "[", "a: ", "- "]),
        st.lists(st.sampled_from(FRAGMENTS), max_size=20),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]),
    )
)
def test_any_bytes_are_data_with_positions_or_a_typed_error(text: bytes) -> None:
    with contextlib.suppress(GatewayResponseError):
        document = read_document(text, "document")
        json.dumps(document.data, ensure_ascii=False).encode()
        for path in paths(document.data):
            assert (document.line(path) or 1) <= len(text) + 1


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where every member and item is."""
    yield path
    if isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from paths(value, (*path, step))


NAMES = st.text('abcdefg \n"\\:{}[]\u2028\x85é\U0001f600', min_size=1, max_size=4)
OBJECTS = st.dictionaries(
    NAMES,
    st.recursive(
        st.none() | st.integers() | NAMES,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
        max_leaves=20,
    ),
    min_size=1,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@given(data=OBJECTS, ascii_only=st.booleans())
def test_json_members_stand_on_the_lines_that_name_them(data: Any, ascii_only: bool, encoding: str) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=ascii_only)
    document = read_document(text.encode(encoding), "document")
    assert document.data == data
    lines = text.split("\n")
    found = [(path, document.line(path) or 0) for path in paths(data) if path]
    for path, line in found:
        name = json.dumps(path[-1], ensure_ascii=ascii_only) + ": " if isinstance(path[-1], str) else " "
        assert lines[line - 1].startswith(" " * len(path) + name.lstrip(" "))
    if {type(step) for path, _ in found for step in path} == {str}:
        assert [line for _, line in found] == sorted({line for _, line in found})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-be"])
@given(data=OBJECTS)
def test_yaml_members_stand_on_the_lines_that_name_them(data: Any, encoding: str) -> None:
    text = yaml.dump(data, allow_unicode=False, default_style='"', width=10_000, Dumper=NoAliases)
    document = read_document(text.encode(encoding), "document")
    assert document.data == data
    lines = text.split("\n")
    for path in paths(data):
        if path and isinstance(path[-1], str):
            name = yaml.dump(path[-1], allow_unicode=False, default_style='"', width=10_000).strip()
            assert name in lines[(document.line(path) or 0) - 1]


class NoAliases(yaml.SafeDumper):
    """Repeats what is there twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


TEMPLATE = b"""\
# orders
Resources:
  Orders: &orders
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      StatusCode: !Sub "${Code}"
      Body: !If
        - Private
        - !GetAtt Api.Body
        -
          a: 1
  Same: *orders
  Merged:
    <<: [*orders, {DependsOn: X}]
    Type: Other
  200: ok
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("Resources",), 2),
        (("Nothing", "in", "here"), 1),
        (("Resources", "Orders", "Properties", "StatusCode"), 6),
        (("Resources", "Orders", "Properties", "StatusCode", "Fn::Sub"), 6),
        (("Resources", "Orders", "Properties", "StatusCode", "Fn::Sub", 0, "x"), 6),
        (("Resources", "Orders", "Properties", "Nothing"), 5),
        (("Resources", "Orders", "Properties", "Body", "Fn::If"), 7),
        (("Resources", "Orders", "Properties", "Body", "Fn::If", 0), 8),
        (("Resources", "Orders", "Properties", "Body", "Fn::If", 1, "Fn::GetAtt", 1), 9),
        (("Resources", "Orders", "Properties", "Body", "Fn::If", 2, "a"), 11),
        (("Resources", "Orders", "Properties", "Body", "Fn::If", -1, "a"), 7),
        (("Resources", "Orders", "Properties", "Body", "Fn::If", "a"), 7),
        (("Resources", "Same"), 12),
        (("Resources", "Same", "Type"), 4),
        (("Resources", "Merged", "Type"), 15),
        (("Resources", "Merged", "Properties", "StatusCode"), 6),
        (("Resources", "Merged", "Properties"), 5),
        (("Resources", "Merged", "DependsOn"), 14),
        (("Resources", "200"), 16),
        (("Resources", 200), 2),
    ],
)
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_path_has_the_line_of_what_is_nearest(path: tuple[str | int, ...], line: int, newline: bytes) -> None:
    assert read_document(TEMPLATE.replace(b"\n", newline), "template").line(path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        *[((), 1), (("b",), 4), (("b", 0), 4), (("b", 1), 5), (("b", 2), 4), (("b", -1), 4), (("b", 1, "c", "d"), 5)],
        *[
            (("a", 0), 3),
            (("b", "c"), 4),
            (("x",), 1),
            (("e",), 6),
            (("e", "f"), 6),
            (("g",), 7),
            (("g", 0), 8),
            ((0,), 1),
        ],
    ],
)
def test_a_path_into_json_has_the_line_of_what_is_nearest(path: tuple[str | int, ...], line: int) -> None:
    text = b'\n{\n"a": "[0]",\n"b":[1,\n{"c":null}],\n"e":{},\n"g" :\n[1]}'
    assert read_document(text, "template").line(path) == line


@pytest.mark.parametrize("text", [b"", b"# nothing\n", b"\xef\xbb\xbf"])
def test_what_is_empty_has_no_lines(text: bytes) -> None:
    document = read_document(text, "document")
    assert (document.data, document.line(()), document.line(("a",))) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("1_000", "1_000"), ("0o7", "0o7"), (".inf", ".inf"), ("1e400", float("inf")), ("+1", 1), (".5", 0.5)],
        *[
            ("!!str 1", "1"),
            ("!!float 1", 1.0),
            ("!!int '1'", 1),
            ("!!null", None),
            ("!!seq [1]", [1]),
            ("! 1", "1"),
            ("! [1]", [1]),
        ],
        *[("!!map {'<<': 1}", {"<<": 1}), ("!Condition x", {"Condition": "x"}), ("<<", "<<"), ("{1: 2}", {"1": 2})],
    ],
)
def test_yaml_values(text: str, value: Any) -> None:
    assert repr(read_document(f"a: {text}".encode(), "document").data) == repr({"a": value})


def test_a_member_may_be_named_by_an_alias() -> None:
    assert read_document(b"a: &x 12\n*x : 2", "document").data == {"a": 12, "12": 2}


def test_what_is_merged_first_wins() -> None:
    text = b"a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {z: 3, <<: [*a, *b]}"
    assert read_document(text, "document").data["c"] == {"x": 1, "y": 2, "z": 3}


def test_aliases_are_not_copied() -> None:
    data = read_document(b"a: &a [1]\nb: *a", "document").data
    assert data["a"] is data["b"]


def test_without_libyaml_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_document(TEMPLATE, "template")
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = read_document(TEMPLATE, "template")
    assert slow.data == quick.data
    assert [slow.line(path) for path in paths(slow.data)] == [quick.line(path) for path in paths(quick.data)]
