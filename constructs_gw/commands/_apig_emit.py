"""The verb emit of `constructs-gw apig`."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from constructs_gw.apig.compiling import compile_responses
from constructs_gw.apig.diagnostics import Diagnostic
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.terraform import terraform_json
from constructs_gw.commands._apig_compiled import show
from constructs_gw.commands._apig_sources import Declaration, Pulled, read_source
from constructs_gw.commands._live import SOURCE
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line
from constructs_gw.severity import Severity

LOSSES = 1
"""Exit code where something would be lost, and nothing is written."""

NAME = "gateway-responses"


def emit(options: Namespace) -> int:
    """Write what a source declares as Terraform JSON, or say why it cannot be."""
    path = options.source or SOURCE
    _check_output(options.output)
    source = read_source(path, options.api, options.prefer, is_checked=True)
    responses, found = _compiled(source, Provider(options.provider))
    if not responses and not _errors(found):
        raise GatewayResponseError(Problem(f"{path} customizes no error answer", "name what does"))
    file = terraform_json(
        responses,
        options.provider,
        name=NAME if options.name is None else options.name,
        allow_loss=options.allow_loss,
        source=options.provider_source,
    )
    show([*found, *file.diagnostics], path)
    if _errors(found) or file.text is None:
        print("nothing is written", file=sys.stderr)
        return LOSSES
    _write(file.text, options.output, len(responses))
    return 0


def _compiled(
    source: Declaration | Pulled, provider: Provider
) -> tuple[Mapping[ErrorType, ErrorResponse], tuple[Diagnostic, ...]]:
    """What a source says, and what of it is lost on the way to a cloud."""
    if isinstance(source, Pulled):
        return {ErrorType.of(kind): each for kind, each in source.listing.customized.items()}, ()
    found = compile_responses(source.declared.api.customizations, provider, prefer=source.prefer)
    return found.responses, found.diagnostics


def _errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in diagnostics)


def _check_output(output: Path | None) -> None:
    """Raise for the name of a file that Terraform would not read as JSON."""
    if output and (output.suffix in (".tf", ".yaml", ".yml") or output.name.endswith(".tofu")):
        raise GatewayResponseError(Problem(f"{output} would hold JSON", "name a file that ends in .tf.json"))


def _write(text: str, output: Path | None, count: int) -> None:
    if output is None:
        print(text, end="")
        return
    write_file(output, text.encode())
    print(one_line(f"{count} error type{'' if count == 1 else 's'} in {output}"))
