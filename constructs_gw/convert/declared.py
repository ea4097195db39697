"""The gateway responses of the REST APIs in any source, for a writer of another format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.customization_set import CustomizationSet
from constructs_gw.response_types import ResponseType
from constructs_gw.template import is_secret, text_of

PSEUDO_PARAMETERS = frozenset(f"AWS::{name}" for name in ("AccountId", "Partition", "Region", "StackName", "URLSuffix"))
"""What every CloudFormation template can refer to without declaring it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the source says and what is written does not."""

    message: str
    fix: str
    at: str = ""
    """The API, response type and part that it is about."""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.message}; {self.fix}" if self.fix else f"{where}{self.message}"


@dataclass(frozen=True, slots=True)
class DeclaredApi:
    """What a source declares for one REST API."""

    name: str
    """Its logical id, title or id in the source."""
    customizations: CustomizationSet
    """A value of a parameter stands as `${Token[NAME]}`; so does what else only the deployment knows."""
    format: str = "cloudformation"
    """That of the source, as `--from` names it."""
    logical_ids: Mapping[ResponseType, str] = field(default_factory=dict)
    """Of the types that have a CloudFormation resource of their own in the source, beside the API."""
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those that its customizations refer to, as the source declares them, but no default of a secret one."""
    losses: tuple[Loss, ...] = ()
    """What reading it has lost already."""
    is_in_definition: bool = False
    """Whether its OpenAPI definition has customizations, rather than resources beside it."""
    policies: Mapping[ResponseType, Mapping[str, str]] = field(default_factory=dict)
    """What is to become of the resources of `logical_ids` when they leave their stack, where the source says so."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A document in another format, and what it does not say."""

    text: str
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    """What to do with it: said on standard error, and no loss."""


def known_default(parameter: Mapping[str, Any]) -> str | None:
    """The text that a parameter has unless it is given another; None where that is secret, a list or stored elsewhere.

    The default of an SSM parameter type is the name of what holds the value (CloudFormation, SSM parameter types).
    """
    kind = str(parameter.get("Type", "String"))
    is_text = kind in ("String", "Number") or kind.startswith("AWS::EC2::")
    return text_of(parameter.get("Default")) if is_text and not is_secret(parameter) else None
