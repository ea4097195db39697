"""What CDK notes of constructs in a cloud assembly: the logical ids of their resources, and what they acknowledge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from constructs_gw.template import as_mapping

ACKNOWLEDGE_PREFIX = "constructs-gw::"
"""What stands before a rule's name where CDK acknowledges it."""

Metadata: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""The entries of a stack's constructs, nested stacks' included, by construct path."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A rule that `Validations.of(construct).acknowledge(...)` accepts for a construct and everything below it."""

    construct_path: str
    rule: str
    """Without `constructs-gw::` before it."""
    reason: str


def acknowledgements(metadata: Metadata) -> Iterator[Acknowledgement]:
    """The rules that constructs of a stack acknowledge."""
    for construct_path, entries in metadata.items():
        for entry in entries:
            if entry.get("type") == "aws:cdk:acknowledged-rules":
                for rule, reason in as_mapping(entry.get("data")).items():
                    if rule.startswith(ACKNOWLEDGE_PREFIX):  # CDK applies no other to what a plugin finds
                        yield Acknowledgement(construct_path, rule.removeprefix(ACKNOWLEDGE_PREFIX), str(reason))


_NESTED_STACK = ".NestedStackResource"


def construct_paths(metadata: Metadata) -> dict[str, dict[str, str]]:
    """The construct paths of a stack's resources by logical id: in each nested stack by its path, in none by ""."""
    nested = {nested_scope(path) for path in metadata if path.endswith(_NESTED_STACK)}
    found: dict[str, dict[str, str]] = {}
    for construct_path, entries in metadata.items():
        for entry in entries:
            if entry.get("type") == "aws:cdk:logicalId":
                scope = construct_path.rpartition("/")[0]
                while scope and scope not in nested:
                    scope = scope.rpartition("/")[0]
                found.setdefault(scope, {})[str(entry.get("data"))] = construct_path
    return found


def nested_scope(construct_path: str) -> str:
    """The path of the NestedStack whose resource in its parent's template has a path such as `A/N.NestedStack/N...`."""
    return construct_path.rpartition("/")[0].removesuffix(".NestedStack") or "?"
