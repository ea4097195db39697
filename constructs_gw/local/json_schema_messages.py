"""JSON Schema draft 4 with the messages of the validator that API Gateway's captured answers are worded by.

Captured from AWS in public tests: required, type, minimum, enum, oneOf and additionalProperties. The others are worded
as that library (json-schema-validator for Java) words them, which no capture shows.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from constructs_gw.local.patterns import compiled

CAPTURED = frozenset(("additionalProperties", "enum", "minimum", "oneOf", "required", "type"))
MAX_STEPS = 50_000
"""Keywords applied to values; a small schema can ask for more than there are atoms."""
MAX_NESTED = 80
"""Keywords within keywords; far from Python's limit, where the library under jsonschema does not raise but panics."""
_MAX_SHOWN = 200

Errors: TypeAlias = Iterator[ValidationError]
Keyword: TypeAlias = Callable[[Any, Any, Any, Any], Errors]


class TooManyStepsError(Exception):
    """A schema that would take too long on a value."""


class TooDeepError(Exception):
    """A schema that goes too deep on a value."""


def shown(value: Any) -> str:
    """A value as JSON, cut off where it is long."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."


def _type(validator: Any, types: Any, instance: Any, _: Any) -> Errors:
    allowed = {types} if isinstance(types, str) else set(types)
    allowed |= {"integer"} if "number" in allowed else set()
    if not any(validator.is_type(instance, kind) for kind in allowed):
        what = f"instance type ({_type_of(validator, instance)}) does not match any allowed primitive type"
        yield ValidationError(f"{what} (allowed: {shown(sorted(allowed))})")


def _type_of(validator: Any, instance: Any) -> str:
    kinds = ("array", "boolean", "integer", "null", "number", "object", "string")
    return next(kind for kind in kinds if validator.is_type(instance, kind))


def _required(validator: Any, required: Any, instance: Any, _: Any) -> Errors:
    if validator.is_type(instance, "object"):
        missing = sorted(name for name in set(required) if name not in instance)
        if missing:
            yield ValidationError(f"object has missing required properties ({shown(missing)})")


def _enum(_: Any, enum: Any, instance: Any, __: Any) -> Errors:
    if not any(_same(instance, value) for value in enum):
        yield ValidationError(f"instance value ({shown(instance)}) not found in enum (possible values: {shown(enum)})")


def _same(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """Text that two values share if and only if JSON Schema takes them for the same."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(name)}:{canonical(value[name])}' for name in sorted(value))}}}"
    return json.dumps(value)


def _minimum(validator: Any, minimum: Any, instance: Any, schema: Any) -> Errors:
    if not validator.is_type(instance, "number"):
        return
    if instance < minimum:
        what = "numeric instance is lower than the required minimum"
        yield ValidationError(f"{what} (minimum: {shown(minimum)}, found: {shown(instance)})")
    elif schema.get("exclusiveMinimum") and instance == minimum:
        yield ValidationError(f"numeric instance is not strictly greater than the required minimum {shown(minimum)}")


def _maximum(validator: Any, maximum: Any, instance: Any, schema: Any) -> Errors:
    if not validator.is_type(instance, "number"):
        return
    if instance > maximum:
        what = "numeric instance is greater than the required maximum"
        yield ValidationError(f"{what} (maximum: {shown(maximum)}, found: {shown(instance)})")
    elif schema.get("exclusiveMaximum") and instance == maximum:
        yield ValidationError(f"numeric instance is not strictly lower than the required maximum {shown(maximum)}")


def _size(kind: str, is_wrong: Callable[[int, int], bool], message: str) -> Keyword:
    """A keyword about the length of a string, array or object; the message is given both and the value."""

    def keyword(validator: Any, limit: Any, instance: Any, _: Any) -> Errors:
        if validator.is_type(instance, kind) and is_wrong(len(instance), limit):
            yield ValidationError(message.format(limit=limit, size=len(instance), value=shown(instance)))

    return keyword


def _pattern(validator: Any, pattern: Any, instance: Any, _: Any) -> Errors:
    if validator.is_type(instance, "string") and not compiled(pattern).search(instance):
        yield ValidationError(f'ECMA 262 regex "{pattern}" does not match input string {shown(instance)}')


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _: Any) -> Errors:
    if validator.is_type(instance, "object"):
        for pattern, schema in patterns.items():
            for name, value in instance.items():
                if compiled(pattern).search(name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    patterns = [compiled(pattern) for pattern in schema.get("patternProperties", {})]
    known = schema.get("properties", {})
    extra = sorted(name for name in instance if name not in known and not any(p.search(name) for p in patterns))
    if isinstance(allowed, dict):
        for name in extra:
            yield from validator.descend(instance[name], allowed, path=name)
    elif not allowed and extra:
        what = "object instance has properties which are not allowed by the schema"
        yield ValidationError(f"{what}: {shown(extra)}")


def _unique_items(validator: Any, wanted: Any, instance: Any, _: Any) -> Errors:
    is_array = wanted and validator.is_type(instance, "array")
    if is_array and len({canonical(item) for item in instance}) < len(instance):
        yield ValidationError("array must not contain duplicate elements")


def _multiple_of(validator: Any, divisor: Any, instance: Any, _: Any) -> Errors:
    if not validator.is_type(instance, "number"):
        return
    ratio = instance / divisor if isinstance(instance, float) or isinstance(divisor, float) else instance % divisor
    if ratio != int(ratio) if isinstance(ratio, float) else ratio:
        yield ValidationError(f"remainder of division is not zero ({shown(instance)} / {shown(divisor)})")


def _matching(validator: Any, schemas: Any, instance: Any) -> int:
    return sum(next(iter(validator.descend(instance, schema)), None) is None for schema in schemas)


def _all_of(validator: Any, schemas: Any, instance: Any, _: Any) -> Errors:
    found = _matching(validator, schemas, instance)
    if found < len(schemas):
        what = "instance failed to match all required schemas"
        yield ValidationError(f"{what} (matched only {found} out of {len(schemas)})")


def _any_of(validator: Any, schemas: Any, instance: Any, _: Any) -> Errors:
    if not _matching(validator, schemas, instance):
        yield ValidationError(f"instance failed to match at least one required schema among {len(schemas)}")


def _one_of(validator: Any, schemas: Any, instance: Any, _: Any) -> Errors:
    found = _matching(validator, schemas, instance)
    if found != 1:
        what = "instance failed to match exactly one schema"
        yield ValidationError(f"{what} (matched {found} out of {len(schemas)})")


def _not(validator: Any, schema: Any, instance: Any, _: Any) -> Errors:
    if _matching(validator, [schema], instance):
        yield ValidationError("instance matched a schema which it should not have")


_KEYWORDS: Mapping[str, Keyword] = {
    "type": _type,
    "required": _required,
    "enum": _enum,
    "minimum": _minimum,
    "maximum": _maximum,
    "minLength": _size("string", int.__lt__, "string {value} is too short (length: {size}, required minimum: {limit})"),
    "maxLength": _size("string", int.__gt__, "string {value} is too long (length: {size}, maximum allowed: {limit})"),
    "minItems": _size(
        "array", int.__lt__, "array is too short: must have at least {limit} elements but instance has {size} elements"
    ),
    "maxItems": _size(
        "array", int.__gt__, "array is too long: must have at most {limit} elements but instance has {size} elements"
    ),
    "minProperties": _size(
        "object", int.__lt__, "object has too few properties (found {size} but schema requires at least {limit})"
    ),
    "maxProperties": _size(
        "object", int.__gt__, "object has too many properties (found {size} but schema requires at most {limit})"
    ),
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "uniqueItems": _unique_items,
    "multipleOf": _multiple_of,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
}


_MEMBERS_A_STEP, _CHARACTERS_A_STEP, _MATCHES_A_STEP = 50, 10_000, 8


def _steps(name: str, keyword: Any, instance: Any, schema: Any) -> int:
    """How many steps a keyword counts for: most are one, but a list of values can be as long as the template."""
    members = sum(len(one) for one in (keyword, instance) if isinstance(one, list | dict))
    characters = len(instance) if isinstance(instance, str) else 0
    patterns = schema.get("patternProperties") if name in ("additionalProperties", "patternProperties") else None
    matches = len(patterns) * len(instance) if isinstance(patterns, dict) and isinstance(instance, dict) else 0
    return 1 + members // _MEMBERS_A_STEP + characters // _CHARACTERS_A_STEP + matches // _MATCHES_A_STEP


class Steps:
    """Counts keywords while a value is validated."""

    def __init__(self) -> None:
        self.left = MAX_STEPS
        self.nested = 0

    def counted(self, name: str, keyword: Keyword) -> Keyword:
        """The same keyword; raises TooManyStepsError and TooDeepError."""

        def found(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
            self.left -= _steps(name, value, instance, schema)
            if self.left < 0:
                raise TooManyStepsError(f"more than {MAX_STEPS} steps")
            if self.nested >= MAX_NESTED:
                raise TooDeepError
            self.nested += 1
            try:
                yield from keyword(validator, value, instance, schema) or ()
            finally:
                self.nested -= 1

        return found


def validator_class(steps: Steps) -> Any:
    """Draft 4 with these messages, whose work is counted."""
    keywords = {**Draft4Validator.VALIDATORS, **_KEYWORDS}
    return extend(  # type: ignore[no-untyped-call]
        Draft4Validator, {name: steps.counted(name, keyword) for name, keyword in keywords.items()}
    )
