"""Convert gateway responses from any format into another, or into Python.

What the other format cannot say, and what is wrong with the source, is said on standard error and gives exit code 1.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from constructs_gw.assembly import STANDARD_INPUT, TemplateFile, read_content, read_template, read_templates
from constructs_gw.commands import no_rest_api, note_unread
from constructs_gw.convert import (
    WRITERS,
    Conversion,
    DeclaredApi,
    NothingLeftError,
    convert,
    customized,
    read_declared,
)
from constructs_gw.errors import GatewayResponseError, Problem, listed, raise_all
from constructs_gw.files import replace_file, write_file
from constructs_gw.openapi import ContradictionError
from constructs_gw.plain_text import one_line, plain
from constructs_gw.reports.text import lines
from constructs_gw.severity import Severity
from constructs_gw.sources import FORMATS, READ
from constructs_gw.validate import Finding, failing, validate_files

INEXACT = 1
"""Exit code where something is lost, or where the source is wrong."""

EXAMPLES = (
    "constructs-gw convert template.yaml --to python -o gateway_responses.py",
    "constructs-gw convert serverless.yml --to openapi",
    "constructs-gw convert cdk.out --api Orders --to openapi --into openapi.yaml -o openapi.yaml",
    "terraform show -json plan | constructs-gw convert - --to sam",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("source", type=Path, metavar="SOURCE",
                        help=f"a cloud assembly, {READ}; - for standard input")  # fmt: skip
    parser.add_argument(
        "--from", dest="from_", choices=[*FORMATS], help="the format of the source; found out unless given"
    )
    parser.add_argument("--to", choices=WRITERS, required=True, help="what to write")
    parser.add_argument("--into", type=Path, metavar="DOCUMENT",
                        help="with --to openapi: a document that the responses are added to")  # fmt: skip
    parser.add_argument("--api", metavar="ID", help="only the REST API of this logical id")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help="standard output unless given; JSON where it ends in .json")  # fmt: skip


def run(options: Namespace) -> int:
    """Write the conversion, and say what it lacks."""
    _check(options)
    files = read_templates(options.source, format_=options.from_)
    note_unread(files)
    apis = _chosen(read_declared(files), options)
    findings = _findings(files, apis, options)
    found = failing(findings, Severity.WARNING)
    try:
        converted = _converted(apis, options)
    except (ContradictionError, NothingLeftError) as error:
        why = [f"constructs-gw: nothing is written: {one_line(str(problem))}" for problem in error.problems]
        _say([*lines(found), *why])
        return INEXACT
    found += _brought(converted.text, options, found)
    losses = (f"loss: {loss}" for loss in converted.losses)
    notes = (f"note: {note}" for note in (*converted.notes, *_acknowledged(findings)))
    _say([*lines(found), *map(one_line, losses), *map(one_line, notes)])
    _write(converted.text, options)
    is_open = any(file.source.may_have_more_responses for file in files)
    return INEXACT if found or converted.losses or is_open else 0


def _check(options: Namespace) -> None:
    problems = []
    if options.into and options.to != "openapi":
        problems.append(Problem(f"--into is for --to openapi, not {options.to}", "leave it out"))
    if options.into == STANDARD_INPUT:
        problems.append(Problem("--into names a file", "write its name"))
    if options.output and not options.into and _is_same(options.output, options.source):
        fix = "name another file" + (f", or add --into {options.source}" if options.to == "openapi" else "")
        problems.append(
            Problem(f"{options.output} is the source, of which only its gateway responses would be left", fix)
        )
    raise_all(problems)


def _chosen(apis: Sequence[DeclaredApi], options: Namespace) -> Sequence[DeclaredApi]:
    chosen = [api for api in apis if options.api in (None, api.name)]
    if not chosen:
        raise GatewayResponseError(no_rest_api(options.source, options.api, [api.name for api in apis]))
    return chosen


def _findings(files: Sequence[TemplateFile], apis: Sequence[DeclaredApi], options: Namespace) -> list[Finding]:
    """What the rules say of what is converted."""
    names = {"", *(api.name for api in apis)}
    found = validate_files(files)
    return [finding for finding in found if options.api is None or finding.api in names]


def _brought(text: str, options: Namespace, found: Iterable[Finding]) -> list[Finding]:
    """What is wrong with the document that the responses were put into, and was not before."""
    if options.into is None:
        return []
    before, after = (
        failing(validate_files([read_template(content, options.output or options.into)]), Severity.WARNING)
        for content in (read_content(options.into), text.encode())
    )
    known = {(finding.rule, finding.message) for finding in (*found, *before)}
    new = [finding for finding in after if (finding.rule, finding.message) not in known]
    return [finding for finding in new if finding.rule != "lost-default-headers"]  # they are losses


def _acknowledged(findings: Iterable[Finding]) -> Iterator[str]:
    """That nobody has acknowledged in what is written what was acknowledged in the source."""
    rules = sorted({finding.rule for finding in findings if finding.reason is not None})
    if rules:
        yield f"acknowledged in the source, but not in what is written: {listed(rules)}; acknowledge again what applies"


def _converted(apis: Sequence[DeclaredApi], options: Namespace) -> Conversion:
    if options.into is None:
        return convert(apis, options.to, is_json=_is_json(options.output))
    from constructs_gw.convert.into import put_into, shadowed
    from constructs_gw.convert.openapi import the_only, with_defaults

    api = the_only(customized(apis))
    customizations, losses = with_defaults(api)
    before = read_content(options.into)
    content = put_into(before, customizations, str(options.into))
    return Conversion(content.decode(), (*api.losses, *losses, *shadowed(before, customizations, content)))


def _is_json(output: Path | None) -> bool:
    return output is not None and output.suffix == ".json"


def _say(said: Iterable[str]) -> None:
    for line in said:
        print(plain(line), file=sys.stderr)


def _write(text: str, options: Namespace) -> None:
    """Write the conversion; of a document that it was put into, what it was is kept."""
    output: Path | None = options.output
    if output is None:
        sys.stdout.flush()
        print(text, end="")
        return
    content = text.encode()
    if not any(other and _is_same(output, other) for other in (options.source, options.into)):
        write_file(output, content)
    elif read_content(output) != content:
        print(plain(f"{output}: what it was is kept in {replace_file(output, content)}"), file=sys.stderr)


def _is_same(output: Path, other: Path) -> bool:
    return other != STANDARD_INPUT and all(map(os.path.isfile, (output, other))) and os.path.samefile(output, other)
