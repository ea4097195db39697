"""How several presets, and customizations above them, fold into one set whatever their order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from constructs_gw.customization import Customization, checked_customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import MESSAGE, REASON, STATUS, Contribution, Preset
from constructs_gw.response_template import JSON_MEDIA_TYPE, Json, ResponseTemplate
from constructs_gw.response_types import ResponseType
from constructs_gw.status_codes import REASON_PHRASES

T = TypeVar("T")
_Values: TypeAlias = Mapping[str, MappingValue]

UNEXPOSED_HEADERS = frozenset(
    """cache-control content-language content-length content-type expires last-modified pragma
    set-cookie set-cookie2
    alt-svc clear-site-data content-security-policy content-security-policy-report-only cross-origin-embedder-policy
    cross-origin-opener-policy cross-origin-resource-policy location nel origin-agent-cluster permissions-policy
    referrer-policy report-to reporting-endpoints strict-transport-security timing-allow-origin vary
    x-content-type-options x-dns-prefetch-control x-download-options x-frame-options
    x-permitted-cross-domain-policies x-robots-tag x-xss-protection""".split()  # noqa: SIM905
)
"""Headers that `cors` does not expose to scripts by itself: those the Fetch standard always or never shows to
them, and those that only the browser acts on."""


def compose(presets: Iterable[Preset] = (), customizations: Iterable[Customization] = ()) -> CustomizationSet:
    """The customizations that give every response type what the presets contribute to it, in any order.

    What a `Customization` says wins over presets; that of DEFAULT_4XX or DEFAULT_5XX holds for its whole class, and
    what a type says itself wins over that. Raises GatewayResponseError naming presets that set one thing differently.
    """
    problems: list[Problem] = []
    given = attempt(problems, listed, "presets", presets)
    entries = attempt(problems, listed, "customizations", customizations)
    raise_all(problems)
    return fold(given or (), [CustomizationSet(entries or ())])


def listed(name: str, values: Iterable[T]) -> list[T]:
    """The values of `presets` or `customizations`; raises GatewayResponseError for one alone and for other values."""
    raise_all(_list_problems(name, values))
    values = list(values)
    raise_all(problem for value in values for problem in _VALUE_PROBLEMS[name](value))
    return values


def _list_problems(name: str, values: object) -> Iterable[Problem]:
    if isinstance(values, Preset):
        yield Problem(f"{name} is a Preset alone", f"write {name}=[{values.name}(...)]")
    elif isinstance(values, Customization):
        yield Problem(f"{name} is a Customization alone", f"write {name}=[Customization(...)]")
    elif isinstance(values, Mapping):
        yield Problem(f"{name} is a dict", f"write {name}=[...]")
    elif callable(values):
        function = _called(values)
        yield Problem(f"{name} is {function}, which is a function", f"write {name}=[{function}(...)]")
    elif isinstance(values, str) or not isinstance(values, Iterable):
        yield Problem(f"{name}={values!r} is no list", f"write {name}=[...], or leave it out")


def _called(function: object) -> str:
    return str(getattr(function, "__name__", "..."))


def fold(presets: Iterable[Preset], layers: Sequence[CustomizationSet]) -> CustomizationSet:
    """What presets contribute, under layers of customizations of which each wins over those before it.

    Raises GatewayResponseError naming presets that set one thing differently.
    """
    presets = list(presets)
    problems: dict[str, Problem] = {}
    folded: dict[object, Customization | None] = {}  # most types get the very same parts: fold them once
    headers: dict[object, _Values] = {}  # and many that differ in their bodies have the same headers
    entries = []
    for kind in ResponseType:
        offers = _Offers(kind, [(p.name, p.contributions[kind]) for p in presets if kind in p.contributions], problems)
        above = [layer[k] for layer in layers for k in (kind.fallback, kind) if k is not None and k in layer]
        if offers.given or any(kind in layer for layer in layers):
            parts = offers.parts + tuple(id(customization) for customization in above)
            if parts not in folded:
                folded[parts] = _fold(kind, offers, above, headers)
            entry = folded[parts]
            entries.append(entry and entry.of_type(kind))
    raise_all(problems.values())
    return CustomizationSet(entry for entry in entries if entry is not None)


def _preset_problems(preset: object) -> Iterable[Problem]:
    if isinstance(preset, Customization):
        yield Problem("presets has a Customization", "give it in customizations=[...]")
    elif isinstance(preset, list | tuple):
        yield Problem(f"presets has a {type(preset).__name__}", f"write *your_{type(preset).__name__}")
    elif callable(preset):
        yield Problem(f"presets has {_called(preset)}, which is a function", f"call it: {_called(preset)}(...)")
    elif not isinstance(preset, Preset):
        yield Problem(f"presets has {preset!r}, which is no Preset", "give what a preset function returns")


def _customization_problems(entry: object) -> Iterable[Problem]:
    if isinstance(entry, Preset):
        yield Problem(f"customizations has the preset {entry.name}", "give it in presets=[...]")
    elif isinstance(entry, list | tuple):
        yield Problem(f"customizations has a {type(entry).__name__}", f"write *your_{type(entry).__name__}")
    elif not isinstance(entry, Customization):
        yield Problem(f"customizations has {entry!r}", "give Customization(...) values")


_VALUE_PROBLEMS: Mapping[str, Callable[[object], Iterable[Problem]]] = {
    "presets": _preset_problems,
    "customizations": _customization_problems,
}


@dataclass(frozen=True, slots=True)
class _Offers:
    """What presets contribute to one type, and the problems found so far, one for each pair of presets and thing."""

    kind: ResponseType
    given: list[tuple[str, Contribution]]
    problems: dict[str, Problem]

    @property
    def parts(self) -> tuple[object, ...]:
        """What the answer is made of: types with the same parts get the same answer."""
        bodies = "".join(f"{c.shape}{c.members}" for _, c in self.given)
        depends_on_type = STATUS in bodies or REASON in bodies
        return (self.kind if depends_on_type else None, *(id(contribution) for _, contribution in self.given))

    @property
    def header_parts(self) -> tuple[object, ...]:
        """What the answer's headers are made of."""
        speaking = (c for _, c in self.given if c.headers or c.vary or c.expose_headers is not None)
        return tuple((id(c.headers), c.expose_headers, c.vary) for c in speaking)

    def one(self, part: Callable[[Contribution], T | None], said: Callable[[T], tuple[str, str]]) -> T | None:
        """The one value that all presets which give one agree on; `said` is its name and its text in messages."""
        offers = [(name, value) for name, c in self.given if (value := part(c)) is not None]
        for name, value in offers[1:]:
            if value != offers[0][1]:
                (first, what, one), (second, _, other) = sorted((n, *said(v)) for n, v in (offers[0], (name, value)))
                values = f": {_short(one)} and {_short(other)}" if one else ""
                message = f"presets {first} and {second} both set {what} of {self.kind}, differently{values}"
                fix = "keep one of them, or say it in customizations=, which win over presets"
                self.problems.setdefault(f"{first} {second} {what}", Problem(message, fix))
        return offers[0][1] if offers else None

    def each(
        self, part: Callable[[Contribution], Mapping[str, T]], said: Callable[[str, T], tuple[str, str]]
    ) -> dict[str, T]:
        """The values by name that all presets agree on, in the order of the names."""
        names = sorted({name for _, c in self.given for name in part(c)})
        picked = {name: self.one(lambda c, n=name: part(c).get(n), partial(said, name)) for name in names}  # type: ignore[misc]
        return {name: value for name, value in picked.items() if value is not None}


def _fold(
    kind: ResponseType, offers: _Offers, above: list[Customization], known: dict[object, _Values]
) -> Customization | None:
    found = len(offers.problems)
    sources = (*offers.header_parts, *(id(layer.headers) for layer in above))
    if sources not in known:
        known[sources] = _fold_headers(offers, above)
    status = next((layer.status_code for layer in reversed(above) if layer.status_code), None)
    status = status or offers.one(_status_code, lambda code: ("the status code", code))
    template = _template(kind, offers, status)
    if len(offers.problems) > found:
        return None
    templates = next((layer.templates for layer in reversed(above) if layer.templates), None)
    if templates is None:
        templates = {template.content_type: template.body} if template else {}
    if status is not None:
        status = Customization(kind, status_code=status).status_code
    return checked_customization(kind, status, known[sources], templates)


def _fold_headers(offers: _Offers, above: list[Customization]) -> _Values:
    offered = offers.each(_headers, lambda _, header: (f"header {header[0]}", str(header[1])))
    headers = dict(offered.values())
    for layer in above:
        headers = _overlay(headers, layer.headers)
    return MappingProxyType(dict(sorted(_overlay(headers, _derived(offers.given, headers)).items())))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _status_code(contribution: Contribution) -> str | None:
    return None if contribution.status_code is None else str(contribution.status_code)


def _shape(contribution: Contribution) -> tuple[Mapping[str, Json], str] | None:
    return None if contribution.shape is None else (contribution.shape, contribution.content_type)


def _headers(contribution: Contribution) -> dict[str, tuple[str, MappingValue]]:
    return {name.casefold(): (name, MappingValue.of(value)) for name, value in contribution.headers.items()}


def _template(kind: ResponseType, offers: _Offers, status: str | None) -> ResponseTemplate | None:
    given = offers.one(_shape, lambda _: ("the body's shape", ""))
    shape, content_type = given or ({"message": MESSAGE}, JSON_MEDIA_TYPE)
    message = offers.one(lambda c: c.message, lambda text: ("the message", text))
    members = offers.each(lambda c: c.members, lambda name, value: (f"member {name}", str(value)))
    if given is None and message is None and not members:
        return None
    for name in sorted(members.keys() & shape.keys()):
        preset = next(preset for preset, c in offers.given if name in c.members)
        problem = Problem(
            f"preset {preset} adds member {name!r}, which the body's shape has already", "rename one of them"
        )
        offers.problems.setdefault(f"{preset} {name}", problem)
    body = {**_fill(shape, _places(kind, message, status)), **_fill(members, _places(kind, None, status))}
    accepted = frozenset().union(*(c.accept_undetermined for _, c in offers.given))
    try:
        return ResponseTemplate.json(body, content_type=content_type, accept_undetermined=accepted)
    except GatewayResponseError as error:
        for p in error.problems:
            offers.problems.setdefault(str(p), Problem(p.message, p.fix, f"{kind} {p.at}".strip()))
        return None


def _places(kind: ResponseType, message: str | None, status: str | None) -> dict[str, Json]:
    """What stands in for each placeholder of a body shape."""
    code = str(kind.default_status) if status is None else status
    known = int(code) if code.isdigit() else None
    return {
        MESSAGE: MESSAGE if message is None else message,
        STATUS: known,
        REASON: REASON_PHRASES.get(known or 0, "$context.error.responseType"),
    }


def _fill(members: Mapping[str, Json], places: Mapping[str, Json]) -> dict[str, Json]:
    filled = ((key, _filled(item, places)) for key, item in members.items())
    return {key: item for key, item in filled if item is not None or members[key] is None}


def _filled(value: Json, places: Mapping[str, Json]) -> Json:
    if isinstance(value, Mapping):
        return _fill(value, places)
    if isinstance(value, list | tuple):
        return [_filled(item, places) for item in value]
    return places.get(value, value) if isinstance(value, str) else value


def _derived(given: list[tuple[str, Contribution]], headers: Mapping[str, MappingValue]) -> dict[str, MappingValue]:
    """The headers that depend on all others: what scripts may read, and what caches must tell apart."""
    present = {name.casefold() for name in headers}
    own = {name.casefold(): value.text for name, value in headers.items() if value.is_static}
    derived = {}
    lists = {c.expose_headers for _, c in given if c.expose_headers is not None}
    others = sorted(name for name in headers if name.casefold() not in UNEXPOSED_HEADERS and not _is_cors(name))
    exposed = _names([name for names in sorted(lists) for name in names], others)
    if lists and exposed and "access-control-expose-headers" not in present:
        derived["Access-Control-Expose-Headers"] = exposed
    vary = sorted({name for _, c in given for name in c.vary})
    if vary and ("vary" in own or "vary" not in present):
        derived["Vary"] = _names(own.get("vary", "").split(","), vary)
    return {name: MappingValue.static(text) for name, text in derived.items()}


def _names(*lists: Iterable[str]) -> str:
    """Header names as one list, each once whatever its case."""
    once: dict[str, str] = {}
    for name in (name.strip() for names in lists for name in names):
        if name:
            once.setdefault(name.casefold(), name)
    return ", ".join(once.values())


def _is_cors(name: str) -> bool:
    return name.casefold().startswith("access-control-")


def _overlay(below: Mapping[str, MappingValue], above: Mapping[str, MappingValue]) -> dict[str, MappingValue]:
    hidden = {name.casefold() for name in above}
    return {name: value for name, value in below.items() if name.casefold() not in hidden} | dict(above)
