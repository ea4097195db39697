"""Gateway responses from any format into another: one module for each that can be written, named as `--to` names it.

Each has `write(apis, *, is_json)`, which gives the text and what it does not say.
"""

from collections.abc import Sequence
from importlib import import_module

from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss
from constructs_gw.convert.reading import read_declared
from constructs_gw.errors import GatewayResponseError, Problem

WRITERS = ("cloudformation", "openapi", "python", "sam", "terraform")
"""What can be written."""

SUFFIXES = {"openapi": ".yaml", "cloudformation": ".yaml", "sam": ".yaml", "terraform": ".tf.json", "python": ".py"}
"""What a file of each is called, where nobody has named it."""

__all__ = [
    "SUFFIXES",
    "WRITERS",
    "Conversion",
    "DeclaredApi",
    "Loss",
    "NothingLeftError",
    "convert",
    "customized",
    "read_declared",
]


def convert(apis: Sequence[DeclaredApi], to: str, *, is_json: bool = False) -> Conversion:
    """The APIs as a document of one of WRITERS; `is_json` chooses JSON where it could be YAML too.

    Raises GatewayResponseError for what the format cannot hold at all, such as two APIs in an OpenAPI document, and
    where nothing is customized.
    """
    written: Conversion = import_module(f"{__name__}.{to}").write(customized(apis), is_json=is_json)
    losses = [loss for api in apis for loss in api.losses]
    return Conversion(written.text, (*losses, *written.losses), written.notes)


class NothingLeftError(GatewayResponseError):
    """Raised where a source customizes something, and nothing of it can be written; its problems say why."""


def customized(apis: Sequence[DeclaredApi]) -> list[DeclaredApi]:
    """The APIs that a source customizes; raises GatewayResponseError where it customizes none."""
    if not any(api.customizations for api in apis):
        why = [Problem(loss.message, loss.fix, loss.at) for api in apis for loss in api.losses]
        fix = "give a source that customizes some"
        nothing = GatewayResponseError(Problem("there are no gateway responses to convert", fix))
        raise NothingLeftError(*why) if why else nothing
    return [api for api in apis if api.customizations or api.losses]
