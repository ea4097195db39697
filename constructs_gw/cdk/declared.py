"""What is declared for one API, by its own constructs, its OpenAPI definition and the mixins of a platform team."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from constructs_gw.composition import compose, fold, listed
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.preset import Preset
from constructs_gw.response_types import ResponseType


@dataclass(frozen=True, slots=True)
class Declaration:
    """Presets and customizations as they were given, at one place or several."""

    presets: tuple[Preset, ...] = ()
    customizations: tuple[Customization, ...] = ()

    @classmethod
    def of(cls, presets: Iterable[Preset], customizations: Iterable[Customization]) -> "Declaration":
        """What a user gave; raises GatewayResponseError where it is no list."""
        return cls(tuple(listed("presets", presets)), tuple(listed("customizations", customizations)))

    def plus(self, other: "Declaration") -> "Declaration":
        """Both."""
        return Declaration(self.presets + other.presets, self.customizations + other.customizations)


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that is declared for an API, and the customizations that follow from it.

    The API's own declarations win over those of a platform's mixins, whichever came first.
    """

    own: Declaration = field(default_factory=Declaration)
    platform: Declaration = field(default_factory=Declaration)
    definition: CustomizationSet = field(default_factory=CustomizationSet)
    """What the API's OpenAPI definition has itself."""
    left_alone: frozenset[ResponseType] = frozenset()
    """Types that a resource not of ours customizes, left to it by a mixin."""
    kept: frozenset[ResponseType] = frozenset()
    """Types that have a resource even where they could inherit."""
    wanted: CustomizationSet = field(default_factory=CustomizationSet)
    """What the API would have if nothing it says itself stood in the platform's way."""
    own_entries: CustomizationSet = field(default_factory=CustomizationSet)
    """What the API has without the platform."""
    entries: CustomizationSet = field(default_factory=CustomizationSet)
    """The customization of every type that has one, whether or not it needs a resource."""
    minimal: CustomizationSet = field(default_factory=CustomizationSet)
    """The customizations that need a resource, or an entry in the definition."""

    def plus(
        self,
        *,
        own: Declaration | None = None,
        platform: Declaration | None = None,
        left_alone: Iterable[ResponseType] = (),
        kept: Iterable[ResponseType] = (),
    ) -> "Declared":
        """The same and more; raises GatewayResponseError where the two contradict."""
        return _follow(
            replace(
                self,
                own=self.own.plus(own or Declaration()),
                platform=self.platform.plus(platform or Declaration()),
                left_alone=self.left_alone.union(left_alone),
                kept=self.kept.union(kept),
            )
        )

    def lacks(self, kind: ResponseType, answer: Customization) -> list[str]:
        """The parts of the platform's answer for a type that another answer for it lacks, in words."""
        wanted = self.wanted.get(kind)
        if wanted is None:
            return []
        values = {name.casefold(): value for name, value in answer.headers.items()}
        parts = [name for name, value in wanted.headers.items() if values.get(name.casefold()) != value]
        if wanted.status_code not in (None, answer.status_code):
            parts.append(f"the status code {wanted.status_code}")
        if wanted.templates and wanted.templates != answer.templates:
            parts.append("the body")
        return parts


def _follow(declared: Declared) -> Declared:
    """The same with the customizations that follow from what is declared."""
    own, platform = declared.own, declared.platform
    raise_all(_twice_defined(own.customizations, declared.definition))
    own_entries = compose(own.presets, [*own.customizations, *declared.definition.values()])
    wanted, full = _with_platform(declared, own_entries) if platform != Declaration() else (own_entries, own_entries)
    if declared.left_alone:
        full = CustomizationSet(entry for kind, entry in full.items() if kind not in declared.left_alone)
    minimal = full.minimal()
    entries = CustomizationSet({**full, **minimal}.values())
    needed = {*minimal, *declared.kept, *declared.definition}
    raise_all(_not_customized(declared.kept, entries))
    return replace(
        declared,
        own_entries=own_entries,
        wanted=wanted,
        entries=entries,
        minimal=CustomizationSet(entry for kind, entry in entries.items() if kind in needed),
    )


def _with_platform(declared: Declared, own_entries: CustomizationSet) -> tuple[CustomizationSet, CustomizationSet]:
    """What is wanted of the API and what it gets: combined where the two agree, the API's own where they do not."""
    own, platform = declared.own, declared.platform
    presets, from_platform = platform.presets + own.presets, CustomizationSet(platform.customizations)
    try:
        from_api = CustomizationSet([*own.customizations, *declared.definition.values()])
        return fold(presets, [from_platform]), fold(presets, [from_platform, from_api])
    except GatewayResponseError:
        return fold(platform.presets, [from_platform]), fold(platform.presets, [from_platform, own_entries])


def _twice_defined(customizations: Iterable[Customization], definition: CustomizationSet) -> Iterable[Problem]:
    fix = "take it out of one of them; presets may stay, they are added to the definition's"
    for entry in customizations:
        if isinstance(entry, Customization) and entry.response_type in definition:  # compose() tells of other kinds
            yield Problem(f"{entry.response_type} is in customizations= and in the API's definition", fix)


def _not_customized(kinds: Iterable[ResponseType], entries: CustomizationSet) -> Iterable[Problem]:
    for kind in sorted(set(kinds) - set(entries)):
        yield Problem(f"logical_ids names {kind}, which nothing customizes", "leave it out, or give it a Customization")
