"""Every combination of presets, for every type and every value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw.composition import compose
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.render import RenderedResponse, render
from constructs_gw.response_types import CLIENT_TYPES, CUSTOMIZABLE_TYPES, ResponseType
from proof.hostile_values.faults import Tally, header_faults, strict
from proof.hostile_values.preset_options import PRESETS, Chosen, clash, combinations, describe, members, message
from proof.hostile_values.values import HOSTILE, REQUESTS


@dataclass(frozen=True, slots=True)
class Case:
    """An answer of a combination, and what is right for it."""

    chosen: Chosen
    kind: ResponseType
    answers: CustomizationSet

    def faults(self) -> Iterator[str]:
        """What is wrong for any of the hostile values."""
        for name, request in REQUESTS.items():
            answer = render(self.answers, self.kind, request)
            yield from (
                f"{self.kind} of {describe(self.chosen)}, {name}: {fault}" for fault in self._faults(answer, name)
            )

    def _faults(self, answer: RenderedResponse, name: str) -> Iterator[str]:
        yield from header_faults(answer.headers.items())
        try:
            body = strict(answer.body)
        except ValueError as error:
            yield f"not JSON: {error}"
            return
        wanted = self._wanted(REQUESTS[name].context["stage"], is_built_in=answer.source is None)
        if {*body} != wanted:
            yield f"members are {sorted(body)}, not {sorted(wanted)}"
        elif self._said(body) not in (None, message(self.chosen, self.kind, HOSTILE[name])):
            yield f"says {self._said(body)!r}"

    def _wanted(self, stage: str, *, is_built_in: bool) -> set[str]:
        wanted = {stage if name == "(stage)" else name for name in members(self.chosen, self.kind)}
        is_odd = is_built_in and self.kind is ResponseType.ACCESS_DENIED and wanted == {"message"}
        return {"Message"} if is_odd else wanted  # recorded against AWS

    def _said(self, body: Mapping[str, Any]) -> object:
        """API Gateway's message in a body; None where the body has no place for it."""
        if self.chosen.get("error_body") == 1:
            return None
        nested = body["nested"][0]["text"] if "nested" in body else None
        return next((body[name] for name in ("detail", "message", "Message") if name in body), nested)


def try_combinations(tally: Tally) -> None:
    """Every combination, every type, every value; equal answers of one type are rendered once."""
    for chosen in combinations():
        tally.cases += 1
        try:
            answers = compose([PRESETS[name][option] for name, option in chosen.items()]).minimal()
        except GatewayResponseError as error:
            tally.refused += 1
            tally.failures += [] if clash(chosen) else [f"{describe(chosen)}: refused: {error}"]
            continue
        tally.failures += [f"{describe(chosen)}: not refused"] if clash(chosen) else []
        for kind, alone in cases(answers):
            try_answer(tally, Case(chosen, kind, alone))


def cases(answers: CustomizationSet) -> Iterator[tuple[ResponseType, CustomizationSet]]:
    """Each type that a client meets, and DEFAULT_* as types get them that have nothing of their own."""
    yield from ((kind, answers) for kind in CLIENT_TYPES)
    for default in (kind for kind in answers if kind.is_default):
        heirs = [kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default and kind not in answers]
        yield from ((kind, CustomizationSet([answers[default]])) for kind in heirs[:1])


def try_answer(tally: Tally, case: Case) -> None:
    """Render an answer with every value, unless both its body and its headers have been in answers of the same type."""
    found = case.answers.effective(case.kind)
    body = (tuple(found.templates.items()), found.source is None, *promised(case))
    headers = tuple((name, str(value)) for name, value in found.headers.items())
    parts: set[object] = {(case.kind, "body", body), (case.kind, "headers", headers)}
    if not parts <= tally.known:
        tally.known |= parts
        tally.renders += len(REQUESTS)
        tally.failures += case.faults()


def promised(case: Case) -> tuple[object, ...]:
    """What a body is compared with."""
    return frozenset(members(case.chosen, case.kind)), message(case.chosen, case.kind, "?")
