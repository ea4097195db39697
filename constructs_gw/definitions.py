"""What properties and OpenAPI definitions say of an API's answers, as the views that rules look at."""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from constructs_gw.intrinsics import opaque
from constructs_gw.openapi import EXTENSION, INTEGRATION, MEMBERS, PROPERTIES
from constructs_gw.parts import TRANSFORM, Member, Part
from constructs_gw.places import Place
from constructs_gw.template import as_list
from constructs_gw.views import (
    FieldView,
    ParameterView,
    PreflightView,
    ResponseTemplateView,
    ResponseView,
    parameter_view,
)

_MAY_BE_A_FUNCTION = (marshal.dumps("Ref", 2), b"Fn::", marshal.dumps("Condition", 2), b"{{resolve:")


@dataclass(frozen=True, slots=True)
class Definition:
    """What an API's OpenAPI definition says of its answers."""

    place: Place | None = None
    responses: Sequence[ResponseView] = ()
    preflights: Sequence[PreflightView] = ()
    has_unread_parts: bool = False
    """Whether a part of it is not in the template."""
    is_merged: bool = False
    """Whether an import of it keeps what it does not have."""


def read_response(part: Part, member: Member) -> ResponseView:
    """The gateway response that the properties of a resource declare."""
    kind = part.field("ResponseType") or FieldView(opaque(TRANSFORM) if part.is_open else None, member.place)
    return _response_view(member.logical_id, member.place, kind, part, PROPERTIES)


def _entry(entries: Part, name: str) -> ResponseView:
    part = entries.part(name)
    view = _response_view(name, part.place, FieldView(name, part.place), part, MEMBERS)
    misshapen = [*entries.misshapen(name), *view.misshapen]
    return replace(view, is_resource=False, misshapen=misshapen, unknown=[*_unknown(part)])


def _unknown(part: Part) -> Iterator[FieldView]:
    """Members that a gateway response does not have; extensions (`x-`) are for others."""
    for name, value, place in part.fields():
        if name not in MEMBERS and not name.casefold().startswith("x-"):
            yield FieldView(value, place)


def _response_view(name: str, place: Place, kind: FieldView, part: Part, members: tuple[str, str, str]) -> ResponseView:
    """A gateway response whose status, parameters and templates have these names."""
    status, *mappings = members
    parameters, templates = map(part.part, mappings)
    terms = part.scope.template.terms_at(part.place.path)
    return ResponseView(
        name,
        place,
        kind,
        part.field(status),
        [parameter_view(*field, terms) for field in parameters.fields()],
        [ResponseTemplateView(value, at, key) for key, value, at in templates.fields()],
        part.misshapen(*mappings),
        has_unread_parts=part.is_open or parameters.is_open or templates.is_open,
    )


def read_definition(rest_api: Part) -> Definition:
    """What the definition in the properties of a RestApi says."""
    body = rest_api.field("Body")
    if body is None:
        bucket = rest_api.field("BodyS3Location")
        is_open = bucket is not None or rest_api.is_open
        return Definition(bucket.place if bucket else None, (), (), is_open, _is_merged(rest_api))
    root = rest_api.part("Body")
    entries, paths = root.part(EXTENSION), list(_parts(root.part("paths")))
    responses = [_entry(entries, name) for name in entries.members]
    preflights = [*_preflights(path for path in paths if "options" in path.members)]
    parts = (rest_api, root, entries, root.part("paths"), *paths)
    is_open = not isinstance(body.value, dict) or any(part.is_open for part in parts)
    return Definition(body.place, responses, preflights, is_open, _is_merged(rest_api))


def _is_merged(rest_api: Part) -> bool:
    """Whether imports merge, as `Mode: merge` asks for; a mode that is not known may be that."""
    mode = rest_api.field("Mode")
    return mode is not None and mode.text is not None and (mode.known or "merge").casefold() == "merge"


def _parts(parent: Part) -> Iterator[Part]:
    return (parent.part(name) for name in parent.members)


def _preflights(paths: Iterable[Part]) -> Iterator[PreflightView]:
    """What answers preflight, without what is the same plain data as on a path before it."""
    known: set[bytes] = set()
    for path in paths:
        written = _written(path.members["options"])
        if written in known:
            continue
        if view := _operation(path.part("options")):
            yield view
        if written and not any(mark in written for mark in _MAY_BE_A_FUNCTION):
            known.add(written)


def _written(value: Any) -> bytes | None:
    """What only the same data is written as, since 1 and true are equal; None for what is no data.

    It is many times as fast as JSON. Later versions than the second write equal texts in several ways.
    """
    try:
        return marshal.dumps(value, 2)
    except ValueError:
        return None


def _operation(part: Part) -> PreflightView | None:
    integration = part.part(INTEGRATION)
    kind = integration.field("type")
    name = f"OPTIONS {part.place.path[-2]}"
    return _preflight(name, part.place, kind, list(_parts(integration.part("responses"))), "response")


def read_preflight(part: Part, member: Member) -> PreflightView | None:
    """What the properties of a Method say, if it answers preflight by itself."""
    if part.scope.text(part.members.get("HttpMethod")).upper() != "OPTIONS":
        return None
    integration = part.part("Integration")
    answers = integration.field("IntegrationResponses")
    place = integration.place / "IntegrationResponses"
    listed = enumerate(as_list(answers.value if answers else None))
    responses = [Part.of(part.scope, answer, place / position) for position, answer in listed]
    return _preflight(member.logical_id, member.place, integration.field("Type"), responses, "Response")


def _preflight(
    name: str, place: Place, kind: FieldView | None, responses: Sequence[Part], member: str
) -> PreflightView | None:
    """A method that answers preflight by itself; None for any other."""
    prefix = "method.response.header."
    parameters = [
        ParameterView(value, at, key, "header", key.removeprefix(prefix))
        for response in responses
        for key, value, at in response.part(f"{member}Parameters").fields()
        if key.startswith(prefix)
    ]
    templates = [value for response in responses for _, value, _ in response.part(f"{member}Templates").fields()]
    is_mock = kind is not None and (kind.text or "").upper() == "MOCK"
    view = PreflightView(name, place, parameters, [text for text in templates if isinstance(text, str)])
    return view if is_mock and "access-control-allow-origin" in view.headers else None
