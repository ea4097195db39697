"""Show what a client receives for each response type.

In what is printed, <...> stands for what is not known before deployment; undetermined is what nobody has measured.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import TypeVar

from constructs_gw.answers import ApiAnswers, as_http, as_json, as_one_json, as_text
from constructs_gw.assembly import STANDARD_INPUT, TemplateFile, read_templates
from constructs_gw.commands import name_of, no_rest_api, note_unread
from constructs_gw.context_variables import context_variable_problem
from constructs_gw.customization import HEADER_NAME
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.render import render
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.rest_api_view import RestApiView, rest_apis
from constructs_gw.sources import READ

T = TypeVar("T")

EXAMPLES = (
    "constructs-gw render cdk.out",
    "constructs-gw render template.yaml --type UNAUTHORIZED --header 'Origin: https://a.example' --format http",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("template", nargs="?", default="cdk.out", type=Path, metavar="TEMPLATE",
                        help=f"a cloud assembly, {READ}; cdk.out unless given; - for standard input")  # fmt: skip
    parser.add_argument("--type", dest="types", action="append", metavar="TYPE", help="only this response type")
    parser.add_argument("--api", metavar="ID", help="only the REST API of this logical id")
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'", help="of the request")
    parser.add_argument("--context", action="append", default=[], metavar="NAME=VALUE", help="a $context variable")
    parser.add_argument("--format", choices=[*_FORMATS], default="text",
                        help="text unless given; json is an object with exactly one --type (add --api where there are "
                        "several APIs), otherwise a list")  # fmt: skip


def run(options: Namespace) -> int:
    """Print the answers that are asked for."""
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
    usage = "--header 'NAME: VALUE'"
    name, value = _pair(text, ":", usage)
    if not HEADER_NAME.fullmatch(name):
        raise GatewayResponseError(Problem(f"--header {text!r} has no header name before its colon", f"write {usage}"))
    return name, value


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


def _check_one(found: Sequence[tuple[Path, RestApiView]], path: Path) -> None:
    """Refuse several APIs where one answer is asked for: a list instead would break the script that reads it."""
    if len(found) > 1:
        what = f"--format json with one --type is one answer, and {name_of(path)} has {len(found)} REST APIs"
        names = dict.fromkeys(api.rest_api_id for _, api in found)
        files = ", ".join(str(file) for file, _ in found)
        fix = f"add --api {' or --api '.join(map(quote, names))}" if len(names) > 1 else f"name one template: {files}"
        raise GatewayResponseError(Problem(what, fix))


def _apis(path: Path, wanted: str | None) -> list[tuple[Path, RestApiView]]:
    """The REST APIs at a path, or the wanted one, each with its file."""
    problems: list[Problem] = []
    templates = read_templates(path)
    if wanted is None:
        note_unread(templates)  # first, because it may say why there is no answer
    read = [(file.path, attempt(problems, _rest_apis, file)) for file in templates]
    raise_all(problems)
    found = [(file, api) for file, apis in read for api in apis or ()]
    chosen = [(file, api) for file, api in found if wanted in (None, api.rest_api_id)]
    if not chosen:
        raise GatewayResponseError(no_rest_api(path, wanted, [api.rest_api_id for _, api in found]))
    return chosen


def _rest_apis(file: TemplateFile) -> list[RestApiView]:
    try:
        return rest_apis(file.template.data)
    except GatewayResponseError as error:
        raise error.at(name_of(file.path)) from None


def _place(path: Path) -> str:
    """A template in what is printed: the name of its stack if it has one."""
    return name_of(path) if path == STANDARD_INPUT else path.name.removesuffix(".template.json")
