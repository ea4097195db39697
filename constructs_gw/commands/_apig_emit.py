"""The verb emit of `constructs-gw apig`."""

import sys
from argparse import Namespace
from pathlib import Path

from constructs_gw.apig.compiling import compile_responses
from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.terraform import terraform_json
from constructs_gw.commands import read_preferences
from constructs_gw.commands._apig_compiled import show
from constructs_gw.commands._live import SOURCE, read_declared
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line

LOSSES = 1
"""Exit code where something would be lost, and nothing is written."""

NAME = "gateway-responses"


def emit(options: Namespace) -> int:
    """Write what a source declares as Terraform JSON, or say why it cannot be."""
    source, provider = options.source or SOURCE, Provider(options.provider)
    preferences = read_preferences(options.prefer)
    declared = read_declared(source, options.api, is_checked=True)
    compilation = compile_responses(declared.api.customizations, provider, prefer=preferences)
    if not (compilation.responses or compilation.errors):
        fix = "declare gateway responses, or name the file that does"
        raise GatewayResponseError(Problem(f"{source} customizes nothing for {declared.api.rest_api_id}", fix))
    file = terraform_json(
        compilation.responses,
        provider,
        name=options.name or NAME,
        allow_loss=options.allow_loss,
        source=options.provider_source,
    )
    show([*compilation.diagnostics, *file.diagnostics], Path(declared.api.template))
    if compilation.errors or file.text is None:
        print("nothing is written", file=sys.stderr)
        return LOSSES
    _write(file.text, options.output, len(compilation.responses))
    return 0


def _write(text: str, output: Path | None, count: int) -> None:
    if output is None:
        print(text, end="")
        return
    write_file(output, text.encode())
    print(one_line(f"{count} error types in {output}"))
