"""The formats that gateway responses are written in: one module each, and one place in `FORMATS`.

Each is read as the CloudFormation template that it stands for, so that rules and renderer know one format alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from constructs_gw.documents import Document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.source import Source
from constructs_gw.sources import cloudformation, listing, openapi, sam, serverless, terraform
from constructs_gw.sources.terraform.refusals import OTHER_DOCUMENTS, OTHER_TEXTS

READ = (
    "a CloudFormation or SAM template, an OpenAPI document, a serverless.yml, "
    "or the JSON of terraform show -json or of aws pull"
)
"""What there are formats for, in a sentence."""


class Format(Protocol):
    """What the module of a format has."""

    def matches(self, data: Mapping[str, Any]) -> bool:
        """Whether a document is written in it."""
        ...

    def read(self, document: Document) -> Source:
        """What a document says."""
        ...


FORMATS: Mapping[str, Format] = {
    "openapi": openapi,
    "terraform": terraform,
    "serverless": serverless,
    "sam": sam,
    "cloudformation": cloudformation,
    "listing": listing,
}
"""The first that matches a document reads it: services that are packaged and SAM templates have Resources too."""


def read_source(document: Document, format_: str | None = None) -> Source:
    """What a document says, in one of FORMATS or else in the first that it is written in.

    Raises GatewayResponseError for a document that is not in the format, or in none that is known.
    """
    found = next((name for name, known in FORMATS.items() if known.matches(document.data)), None)
    if found is None:
        raise GatewayResponseError(_unknown(document.data, document.name))
    if format_ is None or format_ == found:
        return replace(FORMATS[found].read(document), format=found)
    if not FORMATS[format_].matches(document.data):
        message = f"{document.name} is no {format_} document: it looks like {found}"
        raise GatewayResponseError(Problem(message, f"write --from {found}, or leave it out"))
    read = FORMATS[format_].read(document)
    note = f"it is read as {format_} and looks like {found}, which may say more; leave --from out"
    return replace(read, format=format_, unread=[*read.unread, note])


def check_text(text: bytes, name: str) -> None:
    """Raise GatewayResponseError for text that is known to be no document of any format."""
    for pattern, what, fix in OTHER_TEXTS:
        if pattern.match(text[:_BEGINNING]):
            raise GatewayResponseError(Problem(f"{name} is {what}", fix))


_BEGINNING = 100_000
"""What a text is by itself shows in so many bytes."""

_OTHER_DOCUMENTS = {
    "artifacts": ("the manifest of a cloud assembly", "give its folder"),
    "app": ("the settings of a CDK app", "run cdk synth, then give cdk.out"),
    "services": ("a compose file", "give the serverless.yml of each service"),
    **OTHER_DOCUMENTS,
}
"""What else is given for a template, by a member that tells it: what it is, and what to give."""


def _unknown(data: Mapping[str, Any], name: str) -> Problem:
    for member, (what, fix) in _OTHER_DOCUMENTS.items():
        if member in data and "Resources" not in data:
            return Problem(f"{name} is {what}, not a template", fix)
    return Problem("not a template: no Resources", f"give {READ}", name)
