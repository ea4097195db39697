"""Convert gateway responses from any format into another, or into Python.

What the other format cannot say, and what is wrong with the source, is said on standard error and gives exit code 1.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from constructs_gw.assembly import read_templates
from constructs_gw.commands import note_unread
from constructs_gw.convert import WRITERS, convert, read_declared
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line
from constructs_gw.reports.text import lines
from constructs_gw.severity import Severity
from constructs_gw.sources import FORMATS, READ
from constructs_gw.validate import failing, validate_files

INEXACT = 1
"""Exit code where something is lost, or where the source is wrong."""

EXAMPLES = (
    "constructs-gw convert template.yaml --to python -o gateway_responses.py",
    "constructs-gw convert serverless.yml --to openapi",
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
    parser.add_argument("--api", metavar="ID", help="only the REST API of this logical id")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help="standard output unless given; JSON where it ends in .json")  # fmt: skip


def run(options: Namespace) -> int:
    """Write the conversion, and say what it lacks."""
    files = read_templates(options.source)
    note_unread(files)
    found = failing(validate_files(files), Severity.WARNING)
    converted = convert(
        read_declared(files), options.to, is_json=bool(options.output and options.output.suffix == ".json")
    )
    for line in lines(found):
        print(line, file=sys.stderr)
    for loss in converted.losses:
        print(one_line(f"loss: {loss}"), file=sys.stderr)
    for note in converted.notes:
        print(one_line(f"note: {note}"), file=sys.stderr)
    if options.output is None:
        print(converted.text, end="")
    else:
        write_file(options.output, converted.text.encode())
    return INEXACT if found or converted.losses else 0
