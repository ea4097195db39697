"""Which API and which response type each of the validator's findings is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from constructs_gw.places import Place
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
    owners = _Owners(apis, templates)
    for finding in findings:
        about = owners.types(finding)
        owner = None if about else owners.api(finding)
        for key in about:
            by_type.setdefault(key, []).append(finding)
        if not about:
            (others if owner is None else by_api.setdefault(owner, [])).append(finding)
    return Sorted(by_type, by_api, others)


class _Owners:
    """APIs, by their position, and their response types by what can be said of a finding."""

    def __init__(self, apis: Sequence[RestApiView], templates: Mapping[str, Template]) -> None:
        self._types: dict[Place, dict[tuple[int, ResponseType], None]] = {}
        self._apis: dict[Place | str, int] = {}
        for index, api in enumerate(apis):
            for kind, place in _each(api):
                self._types.setdefault(written(place, templates), {})[index, kind] = None
            self._apis.setdefault(Place(api.template, ("Resources", api.rest_api_id)), index)
            self._apis.setdefault(api.rest_api_id, index)

    def types(self, finding: Finding) -> Sequence[tuple[int, ResponseType]]:
        """The response types that declare what a finding is in."""
        document, path = finding.place
        places = (Place(document, path[:length]) for length in range(1, len(path) + 1))
        return list(dict.fromkeys(key for place in places for key in self._types.get(place, ())))

    def api(self, finding: Finding) -> int | None:
        """The API that a finding is about, or that its resource is."""
        place = finding.owner or finding.place
        return self._apis.get(Place(place.document, place.path[:2]), self._apis.get(finding.api))


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
