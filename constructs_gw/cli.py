"""The `constructs-gw` command."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from constructs_gw.documents import load_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.render import RenderedResponse, render
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from constructs_gw.status_codes import REASON_PHRASES
from constructs_gw.template import RestApiView, rest_apis
from constructs_gw.tokens import TOKEN

UNREADABLE = 2
"""Exit code for input that cannot be read, and for wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except GatewayResponseError as error:
        print(f"constructs-gw: {error}", file=sys.stderr)
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
        shown.append((place, api, [render(api.customizations, kind, request) for kind in types]))
    print(_FORMATS[options.format](shown))
    return 0


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


_Shown = list[tuple[str, RestApiView, list[RenderedResponse]]]


def _as_text(shown: _Shown) -> str:
    return "\n\n".join("\n".join(_api_lines(place, api, answers)) for place, api, answers in shown)


def _api_lines(place: str, api: RestApiView, answers: list[RenderedResponse]) -> Iterable[str]:
    """Every answer of one API, the customized ones first; headers that all of a group share are said once."""
    yield f"{place}: what a client of {api.rest_api_id} receives"
    for is_built_in, title in ((False, "customized"), (True, "built in")):
        group = [answer for answer in answers if (answer.source is None) is is_built_in]
        shared = dict(set.intersection(*(set(answer.headers.items()) for answer in group))) if len(group) > 1 else {}
        if shared:
            yield f"  {title}, each with"
            yield from (f"    {_header(*header)}" for header in sorted(shared.items()))
        for answer in group:
            yield f"  {answer.response_type}  {answer.status}{_phrase(answer.status)}  ({_source(answer)})"
            yield from (f"    {_header(*header)}" for header in sorted(answer.headers.items() - shared.items()))
            yield from (f"    {line}" for line in _plain(answer.body).splitlines())
            yield from (f"    undetermined: {note}" for note in answer.undetermined)


def _header(name: str, value: str) -> str:
    return f"{name}: {_plain(value)}"


def _as_json(shown: _Shown) -> str:
    answers = [_answer(place, api, answer) for place, api, rendered in shown for answer in rendered]
    return json.dumps(answers[0] if len(answers) == 1 else answers, indent=2)


def _answer(place: str, api: RestApiView, answer: RenderedResponse) -> dict[str, Any]:
    return {
        "template": place,
        "rest_api": api.rest_api_id,
        "response_type": answer.response_type,
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
        "undetermined": [str(note) for note in answer.undetermined],
    }


def _as_http(shown: _Shown) -> str:
    return "\n\n".join(_http(answer) for _, _, answers in shown for answer in answers)


def _http(answer: RenderedResponse) -> str:
    headers = (_header(*header) for header in answer.headers.items())
    return "\n".join([f"HTTP/1.1 {answer.status}{_phrase(answer.status)}", *headers, "", _plain(answer.body)])


_FORMATS = {"text": _as_text, "json": _as_json, "http": _as_http}


def _plain(text: str) -> str:
    """Text for a terminal: what only the deployment knows stands as `<Name>`, control characters are escaped."""
    shown = TOKEN.sub(lambda token: f"<{token[0][8:-2]}>", text)
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in shown)


def _phrase(status: int) -> str:
    return f" {REASON_PHRASES[status]}" if status in REASON_PHRASES else ""


def _source(answer: RenderedResponse) -> str:
    if answer.source is None:
        return "built in"
    return "its own customization" if answer.source is answer.response_type else f"from {answer.source}"
