"""Gateway responses put into the text of an OpenAPI document that somebody wrote; all else in it stays as it is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_gw.choices import Defaults
from constructs_gw.convert.declared import Loss
from constructs_gw.customization import Customization
from constructs_gw.customization_set import DEFAULT_TEMPLATES, CustomizationSet, EffectiveResponse
from constructs_gw.documents import read_document
from constructs_gw.edits import Rewrite, Write, replaced
from constructs_gw.errors import GatewayResponseError, Problem, listed
from constructs_gw.intrinsics import Scope
from constructs_gw.openapi import EXTENSION, merge_responses, read_responses
from constructs_gw.places import Path
from constructs_gw.sources import read_source
from constructs_gw.sources.openapi import is_of_http_api
from constructs_gw.template import Template, as_mapping
from constructs_gw.text_edits import Editor, PlacedEdit

_REFERENCE = "$ref"
_INSTEAD = "write in its place what it stands for, as tools that bundle documents do"


def put_into(content: bytes, customizations: CustomizationSet, name: str) -> bytes:
    """A document with what it lacks of the customizations, as `openapi.merge_responses` has it.

    Raises ContradictionError for what it says differently, and GatewayResponseError for what is no OpenAPI document of
    a REST API, or is written so that nothing can be added to it without another change.
    """
    document = read_document(content, name)
    if not isinstance(document.data, dict):
        raise GatewayResponseError(Problem(f"{name} is no OpenAPI document", "name one"))
    read_source(document, "openapi")
    if is_of_http_api(document.data):
        raise GatewayResponseError(Problem(f"{name} is that of an HTTP API", "HTTP APIs have no gateway responses"))
    _refuse_references(document.data, name)
    merged = merge_responses(document.data, customizations, text=_text())
    edits = [*_edits(document.data, merged)]
    edited, made = Editor(content, name).edited(edits)
    missing = [".".join(map(str, path)) for _, path in edits if path not in {path for _, path in made}]
    if missing:
        what = f"{listed(missing)} cannot be added: other parts of {name} have the same text, by alias or function"
        raise GatewayResponseError(Problem(what, "write it out where it is to differ"))
    if read_document(edited, name).data != merged:
        raise GatewayResponseError(Problem(f"{name} would change in another way too", "add the responses by hand"))
    return edited


def shadowed(before: bytes, customizations: CustomizationSet, after: bytes) -> Iterator[Loss]:
    """What a document and what was put into it give a type through DEFAULT_*, and its own entry now keeps from it.

    A type that is customized inherits nothing (developer guide, supported-gateway-response-types).
    """
    there, merged = (read_responses(read_document(each, "document").data, text=_text()) for each in (before, after))
    for kind, entry in merged.items():
        sources = (each.effective(kind).source for each in (there, customizations))
        for default in {source for source in sources if source not in (None, entry.response_type)}:
            for part in _missing(merged[default], merged.effective(kind)):
                message = f"{part} of {default} does not reach it, since it has an entry of its own"
                yield Loss(message, f"give {kind} the same", f"{EXTENSION} {kind}")


def _missing(default: Customization, now: EffectiveResponse) -> Iterator[str]:
    names = {name.casefold() for name in now.headers}
    yield from (f"header {name}" for name in default.headers if name.casefold() not in names)
    if default.templates and now.templates == DEFAULT_TEMPLATES:
        yield "the body"
    if default.status_code and now.status_code != default.status_code:
        yield "the status code"


def _text() -> Callable[[Any], str]:
    """What values of a document are as text, functions of CloudFormation too."""
    return Scope(Template({}), Defaults()).text


def _refuse_references(document: Mapping[str, Any], name: str) -> None:
    """Nothing can be added beside a reference, which stands for all that is there."""
    responses = as_mapping(document.get(EXTENSION))
    parts = {EXTENSION: responses} | {f"{EXTENSION}.{kind}": entry for kind, entry in responses.items()}
    parts |= {f"{at}.{part}": inner for at, one in parts.items() for part, inner in as_mapping(one).items()}
    found = [at for at, part in parts.items() if _REFERENCE in as_mapping(part)]
    if found:
        raise GatewayResponseError(Problem(f"{listed(found)} is a $ref, so nothing can be added to it", _INSTEAD, name))


def _edits(there: Mapping[str, Any], merged: Mapping[str, Any], path: Path = ()) -> Iterator[PlacedEdit]:
    """What makes one of the other: each member that is missing as a whole, and a `Vary` that lists more."""
    for name, value in merged.items():
        here, at = there.get(name), (*path, name)
        if here == value or (not path and name != EXTENSION):
            continue
        if here is None:
            yield Write(value), at
        elif isinstance(here, dict):
            yield from _edits(here, value, at)
        else:
            yield Rewrite(replaced, (str(value),)), at
