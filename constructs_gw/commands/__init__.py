"""The commands: one file each, named as the command is, with `EXAMPLES`, `add_arguments` and `run`.

A file's docstring is what `constructs-gw COMMAND --help` says of it, the first line what `constructs-gw --help` says.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from constructs_gw.assembly import TemplateFile
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.plain_text import one_line


def note_unread(files: Iterable[TemplateFile]) -> None:
    """Say on standard error what of the templates is not read."""
    for file in files:
        for what in file.source.unread:
            print(one_line(f"note: {file.path}: {what}"), file=sys.stderr)


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Say which extra a module comes with that cannot be imported."""
    try:
        yield
    except ModuleNotFoundError as error:
        fix = f"run pip install 'constructs-gw[{extra}]'"
        raise GatewayResponseError(Problem(f"{error.name} is not installed", fix)) from None
