"""The `constructs-gw` command."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from constructs_gw.documents import load_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.render import render
from constructs_gw.report import ApiAnswers, as_http, as_json, as_one_json, as_text, plain
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.template import RestApiView, rest_apis

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
    command.add_argument("--format", choices=["text", "json", "http"], default="text")
    command.set_defaults(run=_render)
    return parser


def _render(options: argparse.Namespace) -> int:
    types = [ResponseType.of(name) for name in options.types] if options.types else CLIENT_TYPES
    headers = dict(_pair(text, ":", "--header") for text in options.header)
    context = dict(_pair(text, "=", "--context") for text in options.context)
    shown = []
    for place, api in _apis(options.template, options.api):
        request = api.request(headers, context)
        answers = [render(api.customizations, kind, request) for kind in types]
        shown.append(ApiAnswers(place, api.rest_api_id, answers))
    is_one = options.format == "json" and len(shown) == len(types) == 1
    print(as_one_json(shown[0]) if is_one else _FORMATS[options.format](shown))
    return 0


_FORMATS = {"text": as_text, "json": as_json, "http": as_http}


def _pair(text: str, separator: str, option: str) -> tuple[str, str]:
    name, found, value = text.partition(separator)
    if not found or not name.strip():
        raise GatewayResponseError(Problem(f"{option} {text!r} is no pair", f"write {option} 'NAME{separator} VALUE'"))
    return name.strip(), value.strip()


def _apis(path: Path, wanted: str | None) -> list[tuple[str, RestApiView]]:
    found = [(place, api) for place, template in _templates(path) for api in rest_apis(template)]
    chosen = [(place, api) for place, api in found if wanted in (None, api.rest_api_id)]
    if not chosen:
        names = ", ".join(api.rest_api_id for _, api in found)
        what = f"no REST API {wanted!r} in {path}" if wanted else f"no REST API in {path}"
        raise GatewayResponseError(Problem(what, f"it has {names}" if names else "synthesize an app that has one"))
    return chosen


def _templates(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """The templates at a path, each with the name to show for it; nested stacks and stages of an assembly included."""
    if path.is_dir():
        files = sorted(path.rglob("*.template.json"))
        if not files:
            raise GatewayResponseError(Problem(f"{path} is no cloud assembly", "run cdk synth first"))
        return [(file.name.removesuffix(".template.json"), _load(file)) for file in files]
    return [(path.name, _load(path))]


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
