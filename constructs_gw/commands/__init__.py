"""The commands: one file each, named as the command is, with `EXAMPLES`, `add_arguments` and `run`.

A file's docstring is what `constructs-gw COMMAND --help` says of it, the first line what `constructs-gw --help` says.
"""

import sys
from collections.abc import Iterable

from constructs_gw.assembly import SERVERLESS_API, TemplateFile
from constructs_gw.plain_text import plain


def note_unread(files: Iterable[TemplateFile]) -> None:
    """Say on standard error which APIs of the templates are not read."""
    for name in dict.fromkeys(name for file in files for name in file.unread_apis):
        print(plain(f"note: {SERVERLESS_API} {name} is not read yet"), file=sys.stderr)
