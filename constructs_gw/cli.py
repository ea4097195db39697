"""The `constructs-gw` command line."""

import io
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from importlib import import_module
from pkgutil import iter_modules

from constructs_gw import __version__, commands
from constructs_gw.errors import GatewayResponseError
from constructs_gw.plain_text import plain

UNREADABLE = 2
"""Exit code for input that cannot be read, and for wrong usage."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as a shell gives it."""

PIPE_CLOSED = 141
"""Exit code where nobody reads the output to its end, as a shell gives it; it must not look like success."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    names = sorted(module.name for module in iter_modules(commands.__path__) if not module.name.startswith("_"))
    asked = arguments[0] if arguments else None
    parser = _parser([asked] if asked in names else names)  # importing one command is quicker than all
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return UNREADABLE
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a template's text in the few characters of an old terminal
    return _exit_code(options)


def _exit_code(options: Namespace) -> int:
    """Run a command; what goes wrong is told in one line."""
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except GatewayResponseError as error:
        print(f"constructs-gw: {plain(str(error))}", file=sys.stderr)
        return UNREADABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        _drop_output()
        print(f"constructs-gw: the output cannot be written: {plain(str(error))}", file=sys.stderr)
        return UNREADABLE


def _drop_output() -> None:
    """Let what is left to write at exit go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(names: Iterable[str]) -> ArgumentParser:
    modules = {name: import_module(f"{commands.__name__}.{name}") for name in names}
    examples = [example for module in modules.values() for example in module.EXAMPLES]
    parser = ArgumentParser(prog="constructs-gw", formatter_class=RawDescriptionHelpFormatter)
    _described(parser, "API Gateway's error answers, before deploying.", examples)
    parser.add_argument("--version", action="version", version=f"constructs-gw {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for name, module in modules.items():
        summary = str(module.__doc__).partition("\n")[0]
        summary = summary[0].lower() + summary[1:].rstrip(".")
        command = subparsers.add_parser(name, help=summary, formatter_class=RawDescriptionHelpFormatter)
        _described(command, str(module.__doc__), module.EXAMPLES)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _described(parser: ArgumentParser, what: str, examples: Iterable[str]) -> None:
    parser.description = what
    parser.epilog = "\n".join(["examples:", *(f"  {example}" for example in examples)])
