"""The validator beside those of CloudFormation: the native engine, cfn-lint, and merely parsing the template."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from cfnlint.api import ManualArgs, lint
from cloudformation_validate import CompositeEngine, TemplateContent

from benchmarks.table import Row
from benchmarks.templates import full_of_responses, mostly_functions
from benchmarks.timing import milliseconds, take_turns
from constructs_gw.assembly import read_template
from constructs_gw.documents import Document, read_document
from constructs_gw.validate import validate_files

ROUNDS = 15


def rows() -> Iterator[Row]:
    """Each peer with the template that its target is stated for."""
    engine = CompositeEngine()
    full, few = full_of_responses(), mostly_functions()
    in_json, few_in_json = json.dumps(full), json.dumps(few)
    in_yaml, few_in_yaml = yaml.dump(full), yaml.dump(few)

    name = "validate 462 different responses"
    native = partial(engine.validate_template, TemplateContent(in_json))
    yield _row(f"{name}, native engine", partial(_validate, in_json), native, 0.5)
    config = ManualArgs(regions=["us-east-1"])
    yield _row(f"{name}, cfn-lint", partial(_validate, in_json), partial(lint, in_json, config=config), 0.01, rounds=3)
    name = "validate 453 resources, 2 responses"
    yield _row(f"{name}, json.loads", partial(_validate, few_in_json), partial(json.loads, few_in_json), 2)
    compose = partial(yaml.compose, Loader=yaml.CSafeLoader)
    yield _row(f"{name}, composing the YAML", partial(_validate, few_in_yaml), partial(compose, few_in_yaml), 1.5)
    yield _row(
        "read 462 different responses, composing the YAML", partial(_read, in_yaml), partial(compose, in_yaml), 1.5
    )
    small = json.dumps(full_of_responses(apis=5))
    grown = json.dumps(full_of_responses(apis=20))
    yield _row("4x the responses, 4 times as many validations", partial(_validate, grown), partial(_four, small), 1.2)


def _row(name: str, ours: Callable[[], Any], peer: Callable[[], Any], target: float, *, rounds: int = ROUNDS) -> Row:
    contestants = {"ours": partial(milliseconds, ours), "peer": partial(milliseconds, peer)}
    times = take_turns(contestants, rounds=rounds, warm_up=min(rounds, 3))
    return Row(name, median(times["ours"]), median(times["peer"]), target)


def _read(text: str) -> Document:
    return read_document(text.encode(), "template")


def _validate(text: str) -> None:
    validate_files([read_template(text.encode(), Path("template"))])


def _four(text: str) -> None:
    for _ in range(4):
        _validate(text)
