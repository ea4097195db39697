"""The verb render of `constructs-gw apig`."""

from argparse import Namespace
from pathlib import Path

from constructs_gw.answers import ApiAnswers, as_http, as_json, as_one_json, as_text
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.render import render as answer_of
from constructs_gw.commands import read_preferences
from constructs_gw.commands._apig_compiled import compiled
from constructs_gw.commands._live import SOURCE, read_declared
from constructs_gw.errors import Problem, attempt, raise_all

_FORMATS = {"text": as_text, "json": as_json, "http": as_http}


def render(options: Namespace) -> int:
    """Print what a client of APIG receives for the error types that are asked for."""
    provider = Provider(options.provider)
    problems: list[Problem] = []
    asked = [attempt(problems, ErrorType.of, name) for name in options.types or ()]
    raise_all(problems)
    types = [*filter(None, asked)] or [each for each in ErrorType if each.is_offered_by(provider)]
    declared = read_declared(options.source or SOURCE, options.api)
    responses = compiled(declared, provider, prefer=read_preferences(options.prefer)).responses
    answers = [answer_of(responses, each, provider) for each in types]
    shown = ApiAnswers(Path(declared.api.template).name, declared.api.rest_api_id, answers, provider)
    is_one = options.format == "json" and len(types) == 1
    print(as_one_json(shown) if is_one else _FORMATS[options.format]([shown]))
    return 0
