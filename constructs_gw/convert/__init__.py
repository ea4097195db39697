"""Gateway responses from any format into another: one module for each that can be written, named as `--to` names it.

Each has `write(apis, *, is_json)`, which gives the text and what it does not say.
"""

from collections.abc import Sequence
from importlib import import_module

from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss, read_declared

WRITERS = ("cloudformation", "openapi", "python", "sam", "terraform")
"""What can be written."""

__all__ = ["WRITERS", "Conversion", "DeclaredApi", "Loss", "convert", "read_declared"]


def convert(apis: Sequence[DeclaredApi], to: str, *, is_json: bool = False) -> Conversion:
    """The APIs as a document of one of WRITERS; `is_json` chooses JSON where it could be YAML too.

    Raises GatewayResponseError for what the format cannot hold at all, such as two APIs in an OpenAPI document.
    """
    written: Conversion = import_module(f"{__name__}.{to}").write(apis, is_json=is_json)
    losses = [loss for api in apis for loss in api.losses]
    return Conversion(written.text, (*losses, *written.losses), written.notes)
