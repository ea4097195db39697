"""CloudFormation templates, with what `Fn::ForEach` makes of its loops."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.documents import Document
from constructs_gw.errors import listed
from constructs_gw.loops import may_be_of_an_api, unread_loops, unrolled
from constructs_gw.parts import TRANSFORM
from constructs_gw.source import Source
from constructs_gw.template import as_mapping, items_of

PROCESSED = "give the TemplateBody of aws cloudformation get-template --template-stage Processed"
"""What to read instead of a template that a transform has still to work on."""

_LONGEST = 200  # characters of a file's name in a note
_HARMLESS = re.compile("AWS::(?:CodeDeployBlueGreen|LanguageExtensions|SecretsManager-.*|Serverless-.*|ServiceCatalog)")
"""The macros of AWS that make no gateway responses, or whose work is done here.

AWS::Include is the only other one (CloudFormation Template Reference, transform-reference, documented).
"""


def matches(data: Mapping[str, Any]) -> bool:
    """Whether it has resources."""
    return isinstance(data.get("Resources"), Mapping)


def read(document: Document) -> Source:
    """A template with what its loops make."""
    data, written = unrolled(document.data)
    unknown = dict.fromkeys([*unread_loops(data), *_macros(data)])
    unread = [f"what {name} makes is known at deployment only; {PROCESSED}" for name in unknown]
    notes = [*unread, *_nested(data)]
    return Source(document, data, written, unread=notes, is_partial=bool(unread))


def _nested(template: Mapping[str, Any]) -> Iterator[str]:
    """The nested stacks whose templates are files, which the AWS CLI and SAM upload; a `cdk.out` has none of those."""
    files = []
    for resource in as_mapping(template.get("Resources")).values():
        match resource:
            case {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": str(file)}} | {
                "Type": "AWS::Serverless::Application",
                "Properties": {"Location": str(file)},
            } if "://" not in file and "$" not in file:
                files.append(file[:_LONGEST])
    if files:
        yield f"what is in nested stacks is not read; validate {listed(dict.fromkeys(files))} as well"


def _macros(template: Mapping[str, Any]) -> Iterator[str]:
    """The macros that may make resources of APIs, or change them as a whole; parts of one are read as open."""
    resources = as_mapping(template.get("Resources"))
    inside = [part.get(TRANSFORM) for part in map(as_mapping, resources.values()) if may_be_of_an_api(part)]
    for given in (template.get("Transform"), template.get(TRANSFORM), resources.get(TRANSFORM), *inside):
        for macro in items_of(given):
            name = macro if isinstance(macro, str) else as_mapping(macro).get("Name", macro)
            if name is not None and not _HARMLESS.fullmatch(str(name)):
                yield f"the macro {name}" if isinstance(name, str) else TRANSFORM
