"""`docs/reference/command-line.md` says what the parsers say; `pytest --update` rewrites it.

It is made from the parsers rather than from their help texts, which each version of Python lays out in its own way.
"""

import re
from argparse import SUPPRESS, Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from constructs_gw import cli, commands
from tests.generated_pages import REFERENCE, WRITTEN, code, documented, table
from tests.test_rule_pages import check

NAMES = sorted(module.name for module in iter_modules(commands.__path__) if not module.name.startswith("_"))
SAID_BY = {
    "cli": "every command",
    "commands.validate": "`validate`",
    "commands.convert": "`convert`",
    "commands._live": "`aws`, `apig`",
    "commands._apig_emit": "`apig emit`",
}
"""Where exit codes are said, and what that means for a user."""
INTRODUCTION = f"""\
# Command line

`constructs-gw COMMAND --help` shows the same, and so does `python -m constructs_gw COMMAND --help`. What a line of
usage names must be given, unless it stands in brackets. {WRITTEN}

"""


def verbs_of(parser: ArgumentParser) -> dict[str, tuple[ArgumentParser, str]]:
    """The commands below a parser, each with its one line of help."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return {name: (each, helps[name]) for name, each in action.choices.items()}
    return {}


def arguments_of(parser: ArgumentParser) -> list[Action]:
    """What a parser takes besides commands and `--help`."""
    return [
        action
        for action in parser._actions
        if not isinstance(action, _SubParsersAction)
        and action.help != SUPPRESS
        and "--help" not in action.option_strings
    ]


def value_of(action: Action) -> str:
    """How the value of an argument is written; empty where it takes none."""
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, str):
        return action.metavar
    return f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper()


def written(action: Action) -> str:
    return f"{', '.join(action.option_strings)} {value_of(action)}".strip()


def usage(parser: ArgumentParser) -> str:
    """What must be given, in one line."""
    parts = [parser.prog, *(["VERB"] if verbs_of(parser) else [])]
    arguments = arguments_of(parser)
    for action in arguments:
        if not action.option_strings:
            many = " ..." if action.nargs in ("*", "+") else ""
            parts.append(f"[{value_of(action)}{many}]" if action.nargs in ("*", "?") else f"{value_of(action)}{many}")
        elif action.required:
            parts.append(f"{action.option_strings[-1]} {value_of(action)}")
    parts += [f"({' | '.join(map(written, group))})" for group in required_choices(parser)]
    return " ".join([*parts, *(["[OPTIONS]"] if any(action.option_strings for action in arguments) else [])])


def required_choices(parser: ArgumentParser) -> Iterator[list[Action]]:
    """Options of which one must be given."""
    return (group._group_actions for group in parser._mutually_exclusive_groups if group.required)


def section(parser: ArgumentParser, level: int, said: str = "") -> Iterator[str]:
    """A command with what is below it."""
    yield f"{'#' * level} {parser.prog}\n"
    description = (parser.description or f"{said[0].upper()}{said[1:]}.").strip()
    yield re.sub(r"docs/(\S+\.md)", r"[docs/\1](../\1)", description) + "\n"
    yield f"```text\n{usage(parser)}\n```\n"
    rows = [(code(written(action)), action.help or "") for action in arguments_of(parser)]
    if rows:
        yield table(("Argument", "What it is"), rows)
    if parser.epilog:
        lines = (line.strip() for line in parser.epilog.splitlines()[1:])
        yield "```console\n" + "".join(f"$ {line}\n" for line in lines) + "```\n"
    for verb, help_ in verbs_of(parser).values():
        yield from section(verb, level + 1, help_)


def exit_codes() -> Iterator[tuple[str, ...]]:
    """Each code, what says it, and when."""
    yield "0", "every command", "where it is done, and none of the following is so."
    for module in (import_module(f"constructs_gw.{name}") for name in SAID_BY):
        for name, said in documented(module).items():
            if said.startswith("Exit code "):
                when = " ".join(said.removeprefix("Exit code ").split())
                yield str(getattr(module, name)), SAID_BY[module.__name__.partition(".")[2]], when


def code_of(row: tuple[str, ...]) -> int:
    return int(row[0])


def page() -> str:
    parser = cli._parser(NAMES)
    found = verbs_of(parser)
    overview = table(
        ("Command", "What it does"), ((f"[{name}](#constructs-gw-{name})", found[name][1]) for name in found)
    )
    by_code = sorted(exit_codes(), key=code_of)
    codes = "## Exit codes\n\n" + table(("Code", "Of", "When"), by_code)
    sections = ("\n".join(section(each, 2, said)) for each, said in found.values())
    return "\n".join([INTRODUCTION + overview, codes, *sections])


def test_the_page_says_what_the_parsers_say(update: bool) -> None:
    check(REFERENCE / "command-line.md", page(), update)


def test_every_module_that_says_an_exit_code_is_read() -> None:
    files = [f"commands.{module.name}" for module in iter_modules(commands.__path__)] + ["cli"]
    saying = {
        name
        for name in files
        for said in documented(import_module(f"constructs_gw.{name}")).values()
        if said.startswith("Exit code ")
    }
    assert saying == SAID_BY.keys()
