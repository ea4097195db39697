"""Which API and which response type each of the validator's findings is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from constructs_gw.places import Path, Place
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import Refusal, RestApiView
from constructs_gw.template import Template
from constructs_gw.validate import Finding


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings by what they are about."""

    by_type: Mapping[tuple[int, ResponseType], Sequence[Finding]]
    """By the position of an API and one of its response types."""
    by_api: Mapping[int, Sequence[Finding]]
    """Those about all of an API, by its position."""
    others: Sequence[Finding]
    """Those about no API."""


def sorted_findings(
    findings: Iterable[Finding], apis: Sequence[RestApiView], templates: Mapping[str, Template]
) -> Sorted:
    """Each finding with the API and the response type that it is about."""
    by_type: dict[tuple[int, ResponseType], list[Finding]] = {}
    by_api: dict[int, list[Finding]] = {}
    others: list[Finding] = []
    places = [(index, kind, written(place, templates)) for index, api in enumerate(apis) for kind, place in _each(api)]
    for finding in findings:
        about = [(index, kind) for index, kind, place in places if _is_in(finding.place, place)]
        owner = _owner(finding, apis)
        for index, kind in dict.fromkeys(about):
            by_type.setdefault((index, kind), []).append(finding)
        if not about:
            (others if owner is None else by_api.setdefault(owner, [])).append(finding)
    return Sorted(by_type, by_api, others)


def written(place: Place, templates: Mapping[str, Template]) -> Place:
    """Where its author wrote what stands at a place of a template."""
    template = templates.get(place.document)
    return Place(place.document, template.written(place.path)) if template else place


def _each(api: RestApiView) -> Iterable[tuple[ResponseType, Place]]:
    """The response types of an API with the places that declare them, refused ones included."""
    yield from ((kind, place) for kind, places in api.places.items() for place in places)
    for refusal in api.refusals:
        kind = refused_type(refusal)
        if refusal.place and kind:
            yield kind, refusal.place


def refused_type(refusal: Refusal) -> ResponseType | None:
    """The response type that a refusal is about; None for one that does not exist, and where it is about several."""
    return ResponseType.__members__.get(refusal.response_type or "")


def _is_in(place: Place, other: Place) -> bool:
    length = len(other.path)
    return length > 0 and place.document == other.document and place.path[:length] == other.path


def _owner(finding: Finding, apis: Sequence[RestApiView]) -> int | None:
    """The position of the API that a finding is about, or that its resource is."""
    resources = [_resource(api) for api in apis]
    wanted = _beginning(finding.owner or finding.place)
    names = [api.rest_api_id for api in apis]
    if wanted in resources:
        return resources.index(wanted)
    return names.index(finding.api) if finding.api in names else None


def _resource(api: RestApiView) -> tuple[str, Path]:
    return api.template, ("Resources", api.rest_api_id)


def _beginning(place: Place) -> tuple[str, Path]:
    return place.document, place.path[:2]
