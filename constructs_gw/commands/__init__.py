"""The commands: one file each, named as the command is, with `EXAMPLES`, `add_arguments` and `run`.

A file's docstring is what `constructs-gw COMMAND --help` says of it, the first line what `constructs-gw --help` says.
A file whose name begins with an underscore is no command: it holds what commands share, or a part of a long one.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from constructs_gw.apig.counterparts import CLOSEST
from constructs_gw.assembly import STANDARD_INPUT, TemplateFile
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.plain_text import one_line

OTHER_SERVER = "of another server, such as constructs-gw serve"
"""What `--endpoint-url` is for."""


def note_unread(files: Iterable[TemplateFile]) -> None:
    """Say on standard error what of the templates is not read."""
    for file in files:
        for what in file.source.unread:
            print(one_line(f"note: {file.path}: {what}"), file=sys.stderr)


def no_rest_api(path: Path, wanted: str | None, names: Sequence[str]) -> Problem:
    """What to say when there is no API to show."""
    what = f"no REST API {wanted!r} in {name_of(path)}" if wanted else f"no REST API in {name_of(path)}"
    return Problem(what, f"it has {', '.join(names)}" if names else "give the template of a stack that has one")


def name_of(path: Path) -> str:
    """A file in errors."""
    return "standard input" if path == STANDARD_INPUT else str(path)


def add_prefer(parser: ArgumentParser, when: str = "") -> None:
    """The option that `read_preferences` reads; `when` is what it goes with, if it is not always of use."""
    parser.add_argument("--prefer", action="append", default=[], metavar="ERROR_TYPE=RESPONSE_TYPE|closest",
                        help=f"{when}which answer an error type gets that stands for several (repeatable); closest "
                        "chooses all of them")  # fmt: skip


def read_preferences(texts: Iterable[str]) -> dict[str, str | Sequence[str]]:
    """The repeatable option `--prefer ERROR_TYPE=RESPONSE_TYPE` or `closest`; what the types are its user checks."""
    given = [*texts]
    pairs = [text.partition("=") for text in given if text != "closest"]
    fix = "write --prefer ERROR_TYPE=RESPONSE_TYPE, or --prefer closest"
    raise_all(Problem(f"--prefer {name!r} is no pair", fix) for name, _, value in pairs if not (name and value))
    found: dict[str, str] = {}
    for name, _, value in pairs:
        if found.setdefault(name, value) != value:
            raise GatewayResponseError(Problem(f"--prefer has {name} twice", f"keep {found[name]} or {value}"))
    return {**dict(CLOSEST.items() if "closest" in given else ()), **found}


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Say which extra a module comes with that cannot be imported."""
    try:
        yield
    except ModuleNotFoundError as error:
        fix = f"run pip install 'constructs-gw[{extra}]'"
        raise GatewayResponseError(Problem(f"{error.name} is not installed", fix)) from None
