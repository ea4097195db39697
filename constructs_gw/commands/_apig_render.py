"""The verb render of `constructs-gw apig`."""

from argparse import Namespace
from pathlib import Path

from constructs_gw.answers import ApiAnswers, as_http, as_json, as_one_json, as_text
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.render import render as answer_of
from constructs_gw.commands._apig_sources import Declaration, Pulled, read_source
from constructs_gw.commands._live import SOURCE
from constructs_gw.errors import Problem, attempt, raise_all

_FORMATS = {"text": as_text, "json": as_json, "http": as_http}


def render(options: Namespace) -> int:
    """Print what a client of APIG receives for the error types that are asked for."""
    provider, path = Provider(options.provider), options.source or SOURCE
    problems: list[Problem] = []
    asked = [attempt(problems, ErrorType.of, name) for name in options.types or ()]
    raise_all(problems)
    types = [*filter(None, asked)] or provider.error_types
    source = read_source(path, options.api, options.prefer, is_checked=False)
    responses = {ErrorType.of(kind): each for kind, each in source.responses(provider, provider.error_types).items()}
    answers = [answer_of(responses, each, provider) for each in types]
    shown = ApiAnswers(Path(path).name, _api(source), answers, provider)
    is_one = options.format == "json" and len(types) == 1
    print(as_one_json(shown) if is_one else _FORMATS[options.format]([shown]))
    return 0


def _api(source: Declaration | Pulled) -> str:
    """What the answers are of: an API of the source, or the gateway response that was pulled."""
    return source.listing.response if isinstance(source, Pulled) else source.declared.api.rest_api_id
