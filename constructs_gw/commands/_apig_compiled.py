"""What a SOURCE declares, as APIG's error responses, for the verbs of `constructs-gw apig`."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from constructs_gw.apig.compiling import Compilation, compile_responses
from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.commands._live import Declared
from constructs_gw.errors import GatewayResponseError, Problem, attempt, nearest, raise_all
from constructs_gw.places import Place
from constructs_gw.reports.text import lines
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.validate import Finding


def compiled(
    declared: Declared,
    provider: str,
    *,
    prefer: Iterable[str] = (),
    offered: Iterable[str] | None = None,
) -> Compilation:
    """What a source declares for an API, as error responses; what is lost is told on standard error.

    `prefer` is as a user writes it. Raises GatewayResponseError for what cannot be said at all.
    """
    found = compile_responses(
        declared.api.customizations, Provider(provider), offered=offered, prefer=read_preferences(prefer)
    )
    tell(found.diagnostics, Path(declared.api.template))
    return found


def tell(diagnostics: Iterable[Diagnostic], path: Path) -> None:
    """Show what is lost; raises GatewayResponseError with every error."""
    found = list(diagnostics)
    show((each for each in found if each.severity is not Severity.ERROR), path)
    wrong = (each for each in found if each.severity is Severity.ERROR)
    raise_all(Problem(f"{each.message} [{each.rule}]", each.fix) for each in wrong)


def show(diagnostics: Iterable[Diagnostic], path: Path) -> None:
    """Each on standard error, as validate shows its findings."""
    for line in lines(_finding(each, path) for each in diagnostics):
        print(line, file=sys.stderr)


def _finding(diagnostic: Diagnostic, path: Path) -> Finding:
    return Finding(diagnostic.rule, Place(str(path)), diagnostic.severity, diagnostic.message, diagnostic.fix)


def read_preferences(texts: Iterable[str]) -> Mapping[ErrorType | str, ResponseType | str]:
    """Which response type each error type is to answer as; raises GatewayResponseError for what is none."""
    problems: list[Problem] = []
    pairs = [attempt(problems, _preference, text) for text in texts]
    raise_all(problems)
    return dict(filter(None, pairs))


def _preference(text: str) -> tuple[ErrorType | str, ResponseType | str]:
    error_type, is_pair, response_type = text.partition("=")
    if not is_pair:
        raise GatewayResponseError(Problem(f"--prefer {text!r} is no pair", "write --prefer ERROR_TYPE=RESPONSE_TYPE"))
    return read_error_type(error_type.strip()), ResponseType.of(response_type.strip())


def read_error_type(name: str) -> ErrorType:
    """An error type by its name; raises GatewayResponseError for another one."""
    if name in ErrorType.__members__:
        return ErrorType(name)
    near = nearest(name, ErrorType.__members__)
    fix = f"write {near}" if near else "docs/huawei.md lists them"
    raise GatewayResponseError(Problem(f"{name!r} is no error type of APIG", fix))
