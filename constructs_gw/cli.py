"""The `constructs-gw` command."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from constructs_gw.context_variables import context_variable_problem
from constructs_gw.documents import load_document
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.render import render
from constructs_gw.report import ApiAnswers, as_http, as_json, as_one_json, as_text, plain
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.template import RestApiView, rest_apis

T = TypeVar("T")

UNREADABLE = 2
"""Exit code for input that cannot be read, and for wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except GatewayResponseError as error:
        print(f"constructs-gw: {plain(str(error))}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="constructs-gw", description="API Gateway's error answers, before deploying.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("render", help="show what a client receives for each response type")
    command.add_argument("template", nargs="?", default="cdk.out", type=Path, metavar="TEMPLATE",
                         help="a CloudFormation template or a cloud assembly; cdk.out unless given")  # fmt: skip
    command.add_argument("--type", dest="types", action="append", metavar="TYPE", help="only this response type")
    command.add_argument("--api", metavar="ID", help="only the REST API of this logical id")
    command.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'", help="of the request")
    command.add_argument("--context", action="append", default=[], metavar="NAME=VALUE", help="a $context variable")
    command.add_argument("--format", choices=[*_FORMATS], default="text",
                         help="text unless given; json is an object with exactly one --type (add --api where there are "
                         "several APIs), otherwise a list")  # fmt: skip
    command.set_defaults(run=_render)
    return parser


def _render(options: argparse.Namespace) -> int:
    problems: list[Problem] = []
    types = _each(problems, _response_type, options.types) if options.types else CLIENT_TYPES
    headers = dict(_each(problems, _header, options.header))
    context = dict(_each(problems, _context_variable, options.context))
    raise_all(problems)
    found = _apis(options.template, options.api)
    is_one = options.format == "json" and len(types) == 1
    if is_one:
        _check_one(found, options.template)
    shown = []
    for file, api in found:
        request = api.request(headers, context)
        answers = [render(api.customizations, kind, request) for kind in types]
        shown.append(ApiAnswers(_place(file), api.rest_api_id, answers))
    print(as_one_json(shown[0]) if is_one else _FORMATS[options.format](shown))
    return 0


_FORMATS = {"text": as_text, "json": as_json, "http": as_http}


def _each(problems: list[Problem], read: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """What each text of a repeated option stands for; what is wrong with one is added to the problems."""
    values = [attempt(problems, read, text) for text in texts]
    return [value for value in values if value is not None]


def _response_type(text: str) -> ResponseType:
    """A response type by its name in either case, with or without `ResponseType.` before it."""
    name = text.rpartition(".")[2].upper()
    return ResponseType.of(name if name in ResponseType.__members__ else text)


def _header(text: str) -> tuple[str, str]:
    return _pair(text, ":", "--header 'NAME: VALUE'")


def _context_variable(text: str) -> tuple[str, str]:
    name, value = _pair(text, "=", "--context NAME=VALUE")
    bare = name.removeprefix("$").removeprefix("context.")
    problem = context_variable_problem(bare)
    if problem:
        raise GatewayResponseError(problem).at(f"--context {text}")
    return bare, value


def _pair(text: str, separator: str, usage: str) -> tuple[str, str]:
    name, found, value = text.partition(separator)
    if not found or not name.strip():
        raise GatewayResponseError(Problem(f"{usage.split()[0]} {text!r} is no pair", f"write {usage}"))
    return name.strip(), value.strip()


def _place(file: Path) -> str:
    return file.name.removesuffix(".template.json")


def _check_one(found: Sequence[tuple[Path, RestApiView]], path: Path) -> None:
    """Refuse several APIs where one answer is asked for: a list instead would break the script that reads it."""
    if len(found) > 1:
        what = f"--format json with one --type is one answer, and {path} has {len(found)} REST APIs"
        names = dict.fromkeys(api.rest_api_id for _, api in found)
        files = ", ".join(str(file) for file, _ in found)
        fix = f"add --api {' or --api '.join(names)}" if len(names) > 1 else f"name one template: {files}"
        raise GatewayResponseError(Problem(what, fix))


def _apis(path: Path, wanted: str | None) -> list[tuple[Path, RestApiView]]:
    found = [(file, api) for file, template in _templates(path) for api in rest_apis(template)]
    chosen = [(file, api) for file, api in found if wanted in (None, api.rest_api_id)]
    if not chosen:
        names = ", ".join(api.rest_api_id for _, api in found)
        what = f"no REST API {wanted!r} in {path}" if wanted else f"no REST API in {path}"
        raise GatewayResponseError(Problem(what, f"it has {names}" if names else "synthesize an app that has one"))
    return chosen


def _templates(path: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    """The templates at a path, each with its file; nested stacks and stages of an assembly included."""
    if path.is_dir():
        files = sorted(path.rglob("*.template.json"))
        if not files:
            raise GatewayResponseError(Problem(f"{path} is no cloud assembly", "run cdk synth first"))
        return [(file, _load(file)) for file in files]
    return [(path, _load(path))]


def _load(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_bytes()
    except OSError as error:
        problem = Problem(f"{path}: {error.strerror}", "name a template or a cloud assembly")
        raise GatewayResponseError(problem) from None
    data = load_document(text, str(path))
    if not isinstance(data, dict):
        raise GatewayResponseError(Problem(f"{path} is not a template", "give a CloudFormation template"))
    return data
