"""The verb emit of `constructs-gw apig`."""

import sys
from argparse import Namespace
from pathlib import Path

from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.terraform import terraform_json
from constructs_gw.commands._apig_losses import show
from constructs_gw.commands._apig_sources import read_source
from constructs_gw.commands._live import SOURCE
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.files import write_file
from constructs_gw.plain_text import one_line

LOSSES = 1
"""Exit code where something would be lost, and nothing is written."""

NAME = "gateway-responses"


def emit(options: Namespace) -> int:
    """Write what a source declares as Terraform JSON, or say why it cannot be."""
    path = options.source or SOURCE
    _check_output(options.output)
    source = read_source(path, options.api, options.prefer, is_checked=True)
    found = source.compiled(Provider(options.provider))
    if not found.responses and not found.errors:
        raise GatewayResponseError(Problem(f"{path} customizes no error answer", "name what does"))
    file = terraform_json(
        found.responses,
        options.provider,
        name=NAME if options.name is None else options.name,
        allow_loss=options.allow_loss,
        source=options.provider_source,
    )
    show([*found.diagnostics, *file.diagnostics], path)
    if found.errors or file.text is None:
        print("nothing is written", file=sys.stderr)
        return LOSSES
    _write(file.text, options.output, len(found.responses))
    return 0


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
