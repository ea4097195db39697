"""The shortest presets and customizations that answer exactly as a set does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from constructs_gw.composition import compose
from constructs_gw.convert.answers import Answer, Answers
from constructs_gw.convert.guess import Guess
from constructs_gw.convert.preset_guesses import guesses
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Contribution, Preset
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import ResponseType

MOST_TEXT = 500_000
"""The text of bodies beyond which presets are not looked for: it is compared again for each that may be meant."""

OWN_PRESET = "declared"
"""The name of a preset that says of each type what customizations cannot: which headers of DEFAULT_* it lacks."""

_DEFAULTS = (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX)
_TYPES = tuple(sorted(ResponseType, key=lambda kind: not kind.is_default))  # those that others inherit from first
_DERIVED = frozenset(("access-control-expose-headers", "vary"))  # compose makes them of the other headers
_NONE: frozenset[str] = frozenset()
_ROUNDS = ((_DEFAULTS, _DERIVED), (_DEFAULTS, _NONE), (_TYPES, _DERIVED), (_TYPES, _NONE), (_TYPES, _NONE))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write."""

    guesses: tuple[Guess, ...] = ()
    own: Preset | None = None
    """A preset of the source's own headers."""
    customizations: tuple[Customization, ...] = ()

    def composed(self) -> CustomizationSet:
        """What it gives."""
        own = (self.own,) if self.own else ()
        return compose([*(each.preset for each in self.guesses), *own], self.customizations)


@dataclass(slots=True)
class _Draft:
    """A customization in the making."""

    status_code: str | None = None
    headers: dict[str, MappingValue] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: ResponseType) -> Customization:
        templates = [ResponseTemplate(*item) for item in self.templates.items()]
        return Customization(kind, status_code=self.status_code, headers=self.headers, templates=templates)


def choose(customizations: CustomizationSet, cost: Callable[[Plan], int]) -> Plan:
    """The plan of the lowest cost that was found, which answers as the customizations do for every type."""
    search = _Search(customizations, cost)
    return search.best()


class _Search:
    """Plans for one set, each tried once."""

    def __init__(self, customizations: CustomizationSet, cost: Callable[[Plan], int]) -> None:
        self.customizations = customizations
        self.wanted = Answers(customizations)
        self.cost = cost
        self.tried: dict[tuple[int | None, ...], tuple[int, Plan] | None] = {}
        size = sum(len(body) for entry in customizations.values() for body in entry.templates.values())
        found = guesses(self.wanted) if size <= MOST_TEXT else []
        usable = ([each for each in slot if self.is_usable(each)] for slot in found)
        self.slots = [slot for slot in usable if slot]

    def is_usable(self, guess: Guess) -> bool:
        """Whether it adds no header that a type does not have: no customization could take it away."""
        return not any(
            kind in self.wanted and (self.wanted[kind].is_built_in or _has_more(contribution, self.wanted[kind]))
            for kind, contribution in guess.preset.contributions.items()
        )

    def best(self) -> Plan:
        """Start with all presets that may be meant, and with none; then change one at a time while it helps."""
        first = self.first_possible()
        found = [self.improved(first)]
        if not self.is_exact(first):
            found.append(self.improved((None,) * len(self.slots)))
        [best, *_] = sorted(filter(None, map(self.tried_out, found)), key=lambda each: each[0])
        return best[1]

    def is_exact(self, chosen: tuple[int | None, ...]) -> bool:
        """Whether presets alone say it all."""
        found = self.tried_out(chosen)
        return found is not None and not found[1].own and not found[1].customizations

    def first_possible(self) -> tuple[int | None, ...]:
        """The likeliest call of each preset, without those that contradict others: one, or as many as it takes."""
        chosen: tuple[int | None, ...] = (0,) * len(self.slots)
        if self.tried_out(chosen):
            return chosen
        one_less = [_with(chosen, position, None) for position in range(len(self.slots))]
        if any(map(self.tried_out, one_less)):
            return min(one_less, key=self.cost_of)
        chosen = (None,) * len(self.slots)
        for position in range(len(self.slots)):
            added = _with(chosen, position, 0)
            chosen = added if self.tried_out(added) else chosen
        return chosen

    def improved(self, start: tuple[int | None, ...]) -> tuple[int | None, ...]:
        chosen, lowest = start, self.cost_of(start)
        for _ in range(2):
            before = chosen
            for other in self.neighbours(chosen):
                if (cost := self.cost_of(other)) < lowest:
                    chosen, lowest = other, cost
            if chosen == before:
                break
        return chosen

    def neighbours(self, chosen: tuple[int | None, ...]) -> Iterator[tuple[int | None, ...]]:
        for position, slot in enumerate(self.slots):
            others = () if self.is_exact(chosen) else range(len(slot))
            for option in (None, *others):
                if option != chosen[position]:
                    yield _with(chosen, position, option)

    def cost_of(self, chosen: tuple[int | None, ...]) -> int:
        found = self.tried_out(chosen)
        return found[0] if found else 10**9

    def tried_out(self, chosen: tuple[int | None, ...]) -> tuple[int, Plan] | None:
        """A plan and its cost; None where these presets cannot be part of one."""
        if chosen not in self.tried:
            picked = [slot[index] for slot, index in zip(self.slots, chosen, strict=True) if index is not None]
            plan = self.completed(picked) or (self.completed(picked, has_own=True))
            self.tried[chosen] = (self.cost(plan), plan) if plan else None
        return self.tried[chosen]

    def completed(self, picked: Sequence[Guess], *, has_own: bool = False) -> Plan | None:
        """The presets with what they lack; None where they say too much or contradict each other."""
        try:
            own = self.own_preset(picked) if has_own else None
            return _completed(Plan(tuple(picked), own), self.wanted, self.without_effect())
        except GatewayResponseError:
            return None

    def without_effect(self) -> list[Customization]:
        return [entry for kind, entry in self.customizations.items() if not kind.is_customizable]

    def own_preset(self, picked: Sequence[Guess]) -> Preset:
        """The headers that the other presets do not give, of each type by itself."""
        given = Plan(tuple(picked)).composed()
        declared = {kind for kind in self.customizations.minimal() if kind.is_customizable}
        contributions: dict[ResponseType, Contribution] = {}
        for kind in sorted(declared | {*given}, key=_TYPES.index):
            has = {name.casefold() for name in given[kind].headers} if kind in given else set()
            more = {name: value for folded, (name, value) in self.wanted[kind].headers.items() if folded not in has}
            if more or kind not in given:
                contributions[kind] = Contribution(headers=more)
        return Preset(OWN_PRESET, contributions)


def _with(chosen: tuple[int | None, ...], position: int, option: int | None) -> tuple[int | None, ...]:
    return (*chosen[:position], option, *chosen[position + 1 :])


def _has_more(contribution: Contribution, wanted: Answer) -> bool:
    return any(name.casefold() not in wanted.headers for name in contribution.headers)


def _completed(plan: Plan, wanted: Answers, without_effect: Sequence[Customization]) -> Plan | None:
    """The plan with the customizations that it lacks: those of DEFAULT_* first, as all of a class get theirs.

    Each round shows what the one before has changed, headers that depend on all others among it.
    """
    drafts: dict[ResponseType, _Draft] = {}
    for kinds, omitted in _ROUNDS:
        plan = Plan(plan.guesses, plan.own, (*_entries(drafts), *without_effect))
        given = Answers(plan.composed())
        lacking = [kind for kind in kinds if kind in wanted and not given[kind].same(wanted[kind])]
        if not lacking and given.same(wanted):
            return plan
        for kind in lacking:
            if not _fill(drafts, kind, given[kind], wanted[kind], omitted) and kinds is _TYPES:
                return None
    return None


def _fill(
    drafts: dict[ResponseType, _Draft], kind: ResponseType, given: Answer, wanted: Answer, omitted: frozenset[str]
) -> bool:
    """Say what a type lacks; False where it has what it should not have."""
    if wanted.is_built_in or given.headers.keys() - wanted.headers.keys():
        return False
    draft = drafts.setdefault(kind, _Draft())
    for folded, (name, value) in wanted.headers.items():
        if given.values.get(folded) != value and folded not in omitted:
            draft.headers[name] = value
    if given.status_code != wanted.status_code:
        draft.status_code = wanted.status_code
    if not given.same_bodies(wanted):
        draft.templates = wanted.templates
    return True


def _entries(drafts: Mapping[ResponseType, _Draft]) -> Iterator[Customization]:
    return (drafts[kind].of(kind) for kind in _TYPES if kind in drafts)
