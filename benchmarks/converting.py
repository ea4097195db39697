"""Converting a large OpenAPI document beside merely parsing it."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from benchmarks.table import Row
from benchmarks.timing import milliseconds, take_turns
from constructs_gw.assembly import read_template
from constructs_gw.convert import convert, read_declared
from constructs_gw.openapi import EXTENSION
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files

SIZE = 2_000_000
"""Characters of the document."""

TARGET = 3.0
"""So many times the parser's time a conversion may take."""


def rows() -> Iterator[Row]:
    """A document in JSON and in YAML, each beside its parser, and the parts of a conversion beside the parser."""
    for name, text, parse, rounds in (
        ("JSON", _sized(json.dumps, 1), json.loads, 15),
        ("YAML", _sized(_yaml, 2), partial(yaml.compose, Loader=yaml.CSafeLoader), 3),
    ):
        content = text.encode()
        read = [read_template(content, Path("api"))]
        contestants: dict[str, Callable[[], Any]] = {
            "parse": partial(parse, text),
            "convert": partial(_convert, content),
            "read": partial(read_template, content, Path("api")),
            "check": partial(validate_files, read),
            "declare and write": lambda read=read: convert(read_declared(read), "openapi"),  # type: ignore[misc]
        }
        timed = {each: partial(milliseconds, work) for each, work in contestants.items()}
        times = take_turns(timed, rounds=rounds, warm_up=min(rounds, 3))
        for each in ("convert", "read", "check", "declare and write"):
            target = TARGET if each == "convert" else None
            what = f"{each} {len(content) / 1e6:.1f} MB of OpenAPI in {name}, its parser"
            yield Row(what, median(times[each]), median(times["parse"]), target)


def _convert(content: bytes) -> None:
    """What the command does between reading a file and writing another."""
    files = [read_template(content, Path("api"))]
    failing(validate_files(files), Severity.WARNING)
    convert(read_declared(files), "openapi")


def _yaml(document: Any) -> str:
    text: str = yaml.dump(document, Dumper=yaml.CSafeDumper)
    return text


def _sized(write: Callable[[Any], str], least: int) -> str:
    """A document of the size, with as many paths as that takes."""
    one = len(write(_document(2 * least))) - len(write(_document(least)))
    return write(_document(SIZE * least // one))


_ORIGIN = "'https://shop.example.com'"
_RESPONSE = {
    "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": _ORIGIN},
    "responseTemplates": {"application/json": '{"message":$context.error.messageString}'},
}


def _document(paths: int) -> dict[str, Any]:
    """An API whose every path has two methods of a function, and answers preflight."""
    return {
        "openapi": "3.0.1",
        "info": {"title": "orders", "version": "1"},
        "paths": {f"/orders{number}/{{id}}": _path(number) for number in range(paths)},
        "components": {"schemas": {"Order": {"type": "object", "properties": {"id": {"type": "string"}}}}},
        EXTENSION: {"DEFAULT_4XX": _RESPONSE, "DEFAULT_5XX": _RESPONSE},
    }


def _path(number: int) -> dict[str, Any]:
    header = "Access-Control-Allow-Origin"
    preflight = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 204}'},
        "responses": {"default": {"statusCode": "204", "responseParameters": {
            f"method.response.header.{header}": _ORIGIN}}},
    }  # fmt: skip
    answers = {"204": {"description": "may be sent", "headers": {header: {"schema": {"type": "string"}}}}}
    options = {"responses": answers, "x-amazon-apigateway-integration": preflight}
    return {"get": _operation("get", number), "put": _operation("put", number), "options": options}


def _operation(method: str, number: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Order"}
    name = "arn:aws:lambda:eu-central-1:123456789012:function:orders"
    return {
        "operationId": f"{method}Order{number}",
        "summary": "One order of the shop, with all that belongs to it.",
        "tags": ["orders"],
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {
            "200": {"description": "the order", "content": {"application/json": {"schema": schema}}},
            "404": {"description": "there is none"},
        },
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{name}/invocations",
        },
    }
