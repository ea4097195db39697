"""The formats that gateway responses are written in: one module each, and one place in `FORMATS`.

A format has `matches`, whether a document is written in it, and `read`, what the document says: as the CloudFormation
template that it stands for, so that rules and renderer know one format alone. The first that matches reads it.
"""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.source import Source
from constructs_gw.sources import cloudformation, openapi, sam, serverless, terraform

FORMATS: Iterable[ModuleType] = (openapi, terraform, serverless, sam, cloudformation)


INSTEAD = "give a template, an OpenAPI document or terraform show -json"
"""What to do about what is in none of them."""


def read_source(document: Document) -> Source:
    """What a document says; raises GatewayResponseError for one in no format that is known."""
    for format_ in FORMATS:
        if format_.matches(document.data):
            source: Source = format_.read(document)
            return source
    raise GatewayResponseError(_unknown(document.data, document.name))


def check_text(text: bytes, name: str) -> None:
    """Raise GatewayResponseError for text that is known to be no document of any format."""
    for pattern, what, fix in terraform.OTHER_TEXTS:
        if pattern.match(text[:_BEGINNING]):
            raise GatewayResponseError(Problem(f"{name} is {what}", fix))


_BEGINNING = 100_000
"""What a text is by itself shows in so many bytes."""

_OTHER_DOCUMENTS = {
    "artifacts": ("the manifest of a cloud assembly", "give its folder"),
    "app": ("the settings of a CDK app", "run cdk synth, then give cdk.out"),
    "terraform": ("Terraform's configuration", terraform.SHOW),
    "resource": ("Terraform's configuration", terraform.SHOW),
    "lineage": ("a state as Terraform keeps it", terraform.SHOW_STATE),
    "services": ("a compose file", "give the serverless.yml of each service"),
}
"""What else is given for a template, by a member that tells it: what it is, and what to give."""


def _unknown(data: Mapping[str, Any], name: str) -> Problem:
    for member, (what, fix) in _OTHER_DOCUMENTS.items():
        if member in data and "Resources" not in data:
            return Problem(f"{name} is {what}, not a template", fix)
    return Problem("not a template: no Resources", INSTEAD, name)
