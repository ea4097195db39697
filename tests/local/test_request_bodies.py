"""Bodies against models: the wording captured from AWS, and models and bodies that are meant to hurt."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.local import json_schema_messages
from constructs_gw.local.request_bodies import EndlessModelError, ModelError, body_problem


def reason(schema: dict[str, Any], value: Any, **models: Any) -> str | None:
    found = body_problem(json.dumps(value).encode(), schema, models)
    return found.validation_error_string if found else None


@pytest.mark.parametrize(
    ("schema", "value", "text"),
    [  # captured from AWS in public integration tests
        (
            {"type": "string"},
            True,
            'instance type (boolean) does not match any allowed primitive type (allowed: ["string"])',
        ),
        (
            {"type": "number"},
            "100",
            'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
        ),
        ({"minimum": 5}, 1, "numeric instance is lower than the required minimum (minimum: 5, found: 1)"),
        ({"oneOf": [{"type": "null"}] * 3}, 1, "instance failed to match exactly one schema (matched 0 out of 3)"),
        ({"enum": ["A", "B"]}, "AB", 'instance value ("AB") not found in enum (possible values: ["A","B"])'),
        (
            {"required": ["timestamp", "id", "state"]},
            {},
            'object has missing required properties (["id","state","timestamp"])',
        ),
        (
            {"additionalProperties": False, "properties": {"a": {}}},
            {"a": 1, "foo": 2},
            'object instance has properties which are not allowed by the schema: ["foo"]',
        ),
    ],
)  # fmt: skip
def test_it_is_worded_as_captured(schema: dict[str, Any], value: Any, text: str) -> None:
    found = body_problem(json.dumps(value).encode(), schema, {})
    assert found is not None
    assert (found.validation_error_string, found.undetermined) == (f"[{text}]", "")


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"maximum": 5, "exclusiveMaximum": True}, 4, 5),
        ({"minimum": 5, "exclusiveMinimum": True}, 6, 5),
        ({"maximum": 5}, 5, 6),
        ({"minLength": 2, "maxLength": 3}, "ab", "a"),
        ({"maxLength": 3}, "abc", "abcd"),
        ({"minItems": 1}, [1], []),
        ({"maxItems": 1}, [1], [1, 2]),
        ({"minProperties": 1}, {"a": 1}, {}),
        ({"maxProperties": 0}, {}, {"a": 1}),
        ({"uniqueItems": True}, [1, "1", True], [1, 1.0]),
        ({"multipleOf": 2}, 4, 5),
        ({"pattern": "^a+$"}, "aa", "ab"),
        ({"patternProperties": {"^x": {"type": "null"}}}, {"x1": None, "y": 1}, {"x1": 1}),
        ({"patternProperties": {"^x": {}}, "additionalProperties": False}, {"x1": 1}, {"y": 1}),
        ({"additionalProperties": {"type": "null"}}, {"a": None}, {"a": 1}),
        ({"anyOf": [{"type": "null"}, {"type": "array"}]}, [], 1),
        ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, 2, 3),
        ({"not": {"type": "null"}}, 1, None),
        ({"dependencies": {"a": ["b"]}}, {"a": 1, "b": 1}, {"a": 1}),
        ({"items": [{"type": "null"}], "additionalItems": False}, [None], [None, 1]),
    ],
)
def test_every_keyword_tells_good_from_bad(schema: dict[str, Any], good: Any, bad: Any) -> None:
    assert reason(schema, good) is None
    assert reason(schema, bad)


def test_what_is_inside_a_wrong_value_is_not_looked_at() -> None:
    schema = {"required": ["b"], "properties": {"a": {"type": "null"}}}
    assert reason(schema, {"a": 1}) == '[object has missing required properties (["b"])]'


DRAFT = {"$schema": "http://json-schema.org/draft-04/schema#"}


def test_a_dialect_does_not_change_the_wording() -> None:
    inner = {**DRAFT, "pattern": "(a+)+$"}
    outer = {**DRAFT, "definitions": {"n": inner}, "items": {**DRAFT, "$ref": "#/definitions/n"}}
    assert reason(outer, ["a" * 5_000 + "b"]) is not None
    assert reason({**DRAFT, "required": ["a"]}, {}) == '[object has missing required properties (["a"])]'


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": NaN}', b"\xff", b"1" * 5_000, b"[" * 100_000 + b"]" * 100_000])
def test_what_is_no_json_is_said(body: bytes) -> None:
    found = body_problem(body, {"type": "object"}, {})
    assert found is not None
    assert found.why == "the body is not JSON"


@pytest.mark.parametrize("schema", [{"$ref": "#"}, {"allOf": [{"$ref": "#"}]}, {"anyOf": [{"not": {"$ref": "#"}}]}])
def test_an_endless_model_is_told_from_a_deep_body(schema: dict[str, Any]) -> None:
    for dialect in ({}, DRAFT):
        with pytest.raises(EndlessModelError):
            reason({**dialect, **schema}, {})
    deep = b"[" * 900 + b"]" * 900
    found = body_problem(deep, {"items": {"$ref": "#"}}, {})
    assert found is not None
    assert "too deep" in found.why


DOUBLED = {
    "definitions": {"a0": {}, **{f"a{n + 1}": {"allOf": [{"$ref": f"#/definitions/a{n}"}] * 2} for n in range(30)}},
    "$ref": "#/definitions/a30",
}
NESTED: dict[str, Any] = {}
for _ in range(500):
    NESTED = {"items": NESTED}


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"$ref": "https://example.com/x.json"}, "https://example.com/x.json, which is no model of the API"),
        ({"$ref": "file:///etc/passwd"}, "file:///etc/passwd, which is no model of the API"),
        ({"$ref": "#/definitions/none"}, "refers to /definitions/none"),
        ({"$ref": 5}, "cannot be applied"),
        ({"$ref": "http://["}, "refers to http://["),
        ({"type": "text"}, "is no JSON Schema draft 4"),
        ({"pattern": "(a)\\1"}, "cannot be applied here: invalid escape sequence"),
        ({"multipleOf": 1e-300}, "cannot be applied"),
        (NESTED, "is nested deeper than"),
    ],
)
def test_a_model_that_cannot_be_applied_is_said(schema: dict[str, Any], why: str) -> None:
    with pytest.raises(ModelError) as raised:
        body_problem(b"1e300" if "multipleOf" in schema else b'"text"', schema, {})
    assert why in str(raised.value)


def test_a_model_that_doubles_at_each_step_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_schema_messages, "MAX_STEPS", 2_000)
    with pytest.raises(ModelError, match="more than 2000 steps"):
        reason(DOUBLED, {})


def test_a_pattern_does_not_hold_it_up() -> None:
    assert reason({"pattern": "(a+)+$"}, "a" * 5_000 + "b") is not None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
KEYWORDS = (
    "type required enum minimum pattern properties items additionalProperties allOf $ref uniqueItems id multipleOf"
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(KEYWORDS.split()), VALUES, max_size=3), VALUES)
def test_any_model_and_body_are_decided(schema: dict[str, Any], value: Any) -> None:
    try:
        found = reason(schema, value)
    except (ModelError, EndlessModelError):
        found = None
    assert found is None or found.startswith("[")


NAMES = [f"v{number}" for number in range(2_000)]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"patternProperties": {f"{name}(b|c)*": {} for name in NAMES}}, dict.fromkeys(NAMES)),
        ({"patternProperties": {name: {} for name in NAMES}, "additionalProperties": False}, dict.fromkeys(NAMES)),
        ({"items": {"enum": NAMES}}, ["v1999"] * 20_000),
        ({"items": {"anyOf": [{"required": NAMES}, {}]}}, [{}] * 20_000),
        ({"allOf": [{"pattern": f"(x+x+)+y{name}|x$"} for name in NAMES]}, "x" * 1_000_000),
    ],
    ids=["patternProperties", "additionalProperties", "enum", "required", "pattern"],
)
def test_long_lists_count_for_many_steps(schema: dict[str, Any], value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_schema_messages, "MAX_STEPS", 5_000)
    begun = time.monotonic()
    with pytest.raises(ModelError, match="steps"):
        body_problem(json.dumps(value).encode(), schema, {})
    assert time.monotonic() - begun < 8
