"""Write a page that shows what clients receive for each response type, before and after.

The page needs no network. It shows the findings of validate next to what they are about, and what a script of another
origin could read of each answer.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from constructs_gw.assembly import STANDARD_INPUT, read_templates
from constructs_gw.commands import name_of, needs_extra, no_rest_api, note_unread
from constructs_gw.errors import GatewayResponseError
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line
from constructs_gw.sources import READ

EXAMPLES = (
    "constructs-gw preview cdk.out -o errors.html",
    "constructs-gw preview template.yaml --api Orders -o -",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("template", nargs="?", default="cdk.out", type=Path, metavar="TEMPLATE",
                        help=f"a cloud assembly, {READ}; cdk.out unless given; - for standard input")  # fmt: skip
    parser.add_argument("-o", "--output", default="errors.html", type=Path, metavar="FILE",
                        help="errors.html unless given; - for standard output")  # fmt: skip
    parser.add_argument("--api", metavar="ID", help="only the REST API of this logical id")


def run(options: Namespace) -> int:
    """Write the page."""
    with needs_extra("local"):
        from constructs_gw.local.preview import preview
        from constructs_gw.local.preview_page import html

    files = read_templates(options.template)
    note_unread(files)
    page = preview(files, name_of(options.template))
    names = [api.name for api in page.apis]
    page = page if options.api is None else page.only(options.api)
    if not page.apis:
        raise GatewayResponseError(no_rest_api(options.template, options.api, names))
    content = html(page).encode()
    is_piped = options.output == STANDARD_INPUT
    if is_piped:
        sys.stdout.buffer.write(content)
    else:
        write_file(options.output, content)
    findings = f"{page.count or 'no'} finding{'' if page.count == 1 else 's'}"
    print(one_line(f"wrote {'the page' if is_piped else options.output}: {findings}"),
          file=sys.stderr if is_piped else sys.stdout)  # fmt: skip
    return 0
