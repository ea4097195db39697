"""Request bodies against the models that methods declare for them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError, UnknownType, ValidationError
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable
from referencing.jsonschema import DRAFT4

from constructs_gw.local.json_schema_messages import CAPTURED, Steps, TooDeepError, TooManyStepsError, validator_class
from constructs_gw.local.patterns import UnsupportedPatternError

MAX_DEPTH = 40
"""Of a model, and of a body that is surely validated; API Gateway's own limit is not known."""

_MAX_ERRORS = 20
_MODEL = re.compile(r".*/restapis/[^/]*/models/([^/#?]+)#?")


@dataclass(frozen=True, slots=True)
class BodyProblem:
    """Why a body does not fit its model."""

    why: str
    validation_error_string: str = ""
    """`$context.error.validationErrorString`; empty where no capture shows one."""
    undetermined: str = ""


class ModelError(Exception):
    """A model that no body can be validated by."""


class EndlessModelError(Exception):
    """A model that refers to itself without end."""


def body_problem(body: bytes, schema: Mapping[str, Any], models: Mapping[str, Any]) -> BodyProblem | None:
    """Why a body does not fit a model; None if it does.

    `models` are the API's, by name. Nothing is fetched. Raises ModelError and EndlessModelError.
    """
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return BodyProblem("the body is not JSON", undetermined="no capture shows what validationErrorString is then")
    try:
        errors = _errors(value, schema, models)
    except TooDeepError:
        if _depth(value) > MAX_DEPTH:
            return BodyProblem("the body is nested too deep to be validated", undetermined="how deep a body may be")
        raise EndlessModelError from None
    if not errors:
        return None
    is_captured = all(error.validator in CAPTURED and "strictly" not in error.message for error in errors)
    guessed = "" if is_captured and len(errors) == 1 else "the wording of validationErrorString"
    messages = [error.message for error in errors]
    return BodyProblem(messages[0], f"[{', '.join(messages)}]", guessed)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How deep the arrays and objects of a value nest."""
    depth, level = 0, [value]
    while level := [one for one in level if isinstance(one, (dict, list))]:
        depth += 1
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return depth


def _errors(value: Any, schema: Mapping[str, Any], models: Mapping[str, Any]) -> list[ValidationError]:
    if _depth(schema) > MAX_DEPTH:
        raise ModelError(f"is nested deeper than {MAX_DEPTH}")
    try:
        Draft4Validator.check_schema(schema)
        validator = validator_class(Steps())(_without_dialect(schema), registry=_registry(models))
        return _outermost(list(islice(validator.iter_errors(value), _MAX_ERRORS)))
    except SchemaError as error:
        raise ModelError(f"is no JSON Schema draft 4: {error.message}") from None
    except Unresolvable as error:
        raise ModelError(f"refers to {error.ref}, which is no model of the API; nothing is fetched") from None
    except (TooManyStepsError, UnsupportedPatternError) as error:
        raise ModelError(f"cannot be applied here: {error}") from None
    except (ArithmeticError, AttributeError, TypeError, UnknownType, ValueError) as error:
        raise ModelError(f"cannot be applied: {error}") from None


def _without_dialect(schema: Any) -> Any:
    """A schema without `$schema`, by which jsonschema would put keywords of its own in place of ours."""
    if isinstance(schema, list):
        return [_without_dialect(inner) for inner in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = (name for name, value in schema.items() if name != "$schema" or not isinstance(value, str))
    return {name: _without_dialect(schema[name]) for name in kept}


def _outermost(errors: list[ValidationError]) -> list[ValidationError]:
    """The errors of no value inside another with errors, which that library does not look into (its `deepCheck`)."""
    paths = {tuple(error.absolute_path) for error in errors}
    return [
        error
        for error in errors
        if not any(tuple(error.absolute_path)[:length] in paths for length in range(len(error.absolute_path)))
    ]


def _registry(models: Mapping[str, Any]) -> Registry[Any]:
    """The models as `https://apigateway.amazonaws.com/restapis/{id}/models/{name}` names them, whatever the id."""

    def retrieve(uri: str) -> Resource[Any]:
        found = _MODEL.fullmatch(uri)
        name = unquote(found[1]) if found else ""
        schema = models.get(name)
        if not isinstance(schema, Mapping) or _depth(schema) > MAX_DEPTH:
            raise NoSuchResource(ref=uri)  # type: ignore[call-arg]
        return Resource(_without_dialect(schema), DRAFT4)  # type: ignore[call-arg]

    return Registry(retrieve=retrieve)  # type: ignore[call-arg]
