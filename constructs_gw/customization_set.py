"""The customizations of one REST API, and what they make each response type answer with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constructs_gw.customization import Customization
from constructs_gw.errors import Problem, raise_all
from constructs_gw.mapping import MappingValue
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType

DEFAULT_TEMPLATES: Mapping[str, str] = MappingProxyType({JSON_MEDIA_TYPE: '{"message":$context.error.messageString}'})
"""The body of a customization that declares none, as GetGatewayResponse reports it (recorded against AWS)."""


@dataclass(frozen=True, slots=True)
class EffectiveResponse:
    """What API Gateway answers with for a response type, and the customization that says so."""

    response_type: ResponseType
    status_code: str | None
    """None for DEFAULT_4XX and DEFAULT_5XX without a status: each type keeps its own."""
    headers: Mapping[str, MappingValue]
    templates: Mapping[str, str]
    source: ResponseType | None
    """The type whose customization applies: its own or its DEFAULT_*; None for API Gateway's built-in answer."""

    def same_answer(self, other: "EffectiveResponse") -> bool:
        """Whether a client gets the same from both, wherever it comes from; a built-in answer equals only another."""
        mine, theirs = ((r.status_code, r.headers, r.templates, r.source is None) for r in (self, other))
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two sets customize a response type differently."""

    response_type: ResponseType
    part: str
    """`customization` (one side has none), `status_code`, `headers.NAME` or `templates.MEDIA_TYPE`."""
    before: str | None
    after: str | None


class CustomizationSet(Mapping[ResponseType, Customization]):
    """The customizations of one REST API, at most one a response type. Immutable; iterates in AWS's order of types."""

    __slots__ = ("_entries",)

    def __init__(self, customizations: Iterable[Customization] = ()) -> None:
        entries: dict[ResponseType, Customization] = {}
        problems = []
        given: Iterable[object] = customizations
        for entry in given:
            if not isinstance(entry, Customization):
                problems.append(Problem(f"{entry!r} is not a Customization", "give Customization(...) values"))
            elif entries.setdefault(entry.response_type, entry) != entry:
                problems.append(_twice(entry.response_type))
        raise_all(problems)
        self._entries = {kind: entries[kind] for kind in ResponseType if kind in entries}

    def __getitem__(self, response_type: ResponseType) -> Customization:
        return self._entries[response_type]

    def __iter__(self) -> Iterator[ResponseType]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"CustomizationSet({list(self._entries.values())!r})"

    def effective(self, response_type: ResponseType) -> EffectiveResponse:
        """What a type answers with: its own customization alone, else its DEFAULT_*'s, else the built-in answer.

        DEFAULT_4XX or DEFAULT_5XX is chosen by the type's default status, and leaves that status unless it sets one
        (recorded against AWS by LocalStack; MiniStack keeps the type's own even then, without evidence). A
        REQUEST_TOO_LARGE is always built in: customizing it is not supported (developer guide, known issues, 2023).
        """
        response_type = ResponseType.of(response_type)
        candidates = (response_type, response_type.fallback) if response_type.is_customizable else ()
        entry = next((self._entries[kind] for kind in candidates if kind in self._entries), None)
        return _answer(response_type, entry)

    def minimal(self) -> "CustomizationSet":
        """The fewest customizations with which every type answers as with this set.

        What a type would inherit from its DEFAULT_* is left out. A status on DEFAULT_4XX or DEFAULT_5XX becomes one
        customization a type, because sources disagree on what it does to other types.
        """
        entries = dict(self._entries)
        for default in (kind for kind in self._entries if kind.is_default):
            entries |= _expand_status(self, default)
        return CustomizationSet(entry for entry in entries.values() if not _is_inherited(entry, entries))

    def merge(self, other: "CustomizationSet") -> "CustomizationSet":
        """Both sets in one; raises GatewayResponseError naming the types that both customize differently."""
        raise_all(_twice(kind) for kind in self if kind in other and self[kind] != other[kind])
        return CustomizationSet([*self.values(), *other.values()])

    def diff(self, other: "CustomizationSet") -> list[Difference]:
        """What changes from this set to the other, part by part, each part with its default where it is left out."""
        return [d for kind in ResponseType for d in _differences(kind, self._declared(kind), other._declared(kind))]

    def _declared(self, kind: ResponseType) -> EffectiveResponse | None:
        return _answer(kind, self[kind]) if kind in self else None


def _answer(kind: ResponseType, entry: Customization | None) -> EffectiveResponse:
    default = kind.default_status
    own_status = None if default is None else str(default)
    if entry is None:
        return EffectiveResponse(kind, own_status, MappingProxyType({}), DEFAULT_TEMPLATES, None)
    status = entry.status_code or own_status
    return EffectiveResponse(kind, status, entry.headers, entry.templates or DEFAULT_TEMPLATES, entry.response_type)


def _twice(kind: ResponseType) -> Problem:
    return Problem(f"{kind} is customized twice, differently", "keep one Customization of each response type")


def _expand_status(full: CustomizationSet, default: ResponseType) -> dict[ResponseType, Customization]:
    entry = full[default]
    if entry.status_code is None:
        return {}
    heirs = (kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default and kind not in full)
    return {kind: entry.of_type(kind) for kind in heirs} | {default: entry.without_status()}


def _is_inherited(entry: Customization, entries: Mapping[ResponseType, Customization]) -> bool:
    kind = entry.response_type
    default = None if kind.fallback is None or not kind.is_customizable else entries.get(kind.fallback)
    if default is None:
        return False
    if entry.headers is default.headers and entry.templates is default.templates and entry.status_code is None:
        return True  # made of the same parts, as most types are
    return _answer(kind, entry).same_answer(_answer(kind, default))


def _differences(
    kind: ResponseType, before: EffectiveResponse | None, after: EffectiveResponse | None
) -> list[Difference]:
    if before is None or after is None:
        if before is after:
            return []
        return [Difference(kind, "customization", *("customized" if side else None for side in (before, after)))]
    old, new = _parts(before), _parts(after)
    changed = [part for part in {**old, **new} if old.get(part) != new.get(part)]
    return [Difference(kind, part, old.get(part), new.get(part)) for part in changed]


def _parts(response: EffectiveResponse) -> dict[str, str | None]:
    return {
        "status_code": response.status_code,
        **{f"headers.{name}": str(value) for name, value in response.headers.items()},
        **{f"templates.{content_type}": body for content_type, body in response.templates.items()},
    }
