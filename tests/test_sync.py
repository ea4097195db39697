"""Plans, backups, writes and what stops them, over a gateway of two classes of types that is kept in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw import sync
from constructs_gw.sync import Change, ChangedError, Difference, Plan, StoppedError, UnverifiedError, WriteInterrupt

Before = Callable[[str, str], None]


@dataclass
class Memory:
    """A gateway whose responses are text; `ANY_A` answers for A1 and A2, and `ANY_B` for B1."""

    kept: dict[str, str] = field(default_factory=dict)
    before: Before = lambda verb, kind: None
    after: Before = lambda verb, kind: None
    calls: list[str] = field(default_factory=list)

    def list(self) -> Mapping[str, str]:
        return dict(self.kept)

    def get(self, response_type: str) -> str | None:
        self.before("get", response_type)
        return self.kept.get(response_type)

    def put(self, response_type: str, response: str) -> None:
        self._write("put", response_type, response)

    def delete(self, response_type: str) -> None:
        self._write("delete", response_type, None)

    def _write(self, verb: str, kind: str, response: str | None) -> None:
        self.before(verb, kind)
        self.calls.append(f"{verb} {kind}")
        self.kept.pop(kind, None)
        if response is not None:
            self.kept[kind] = response
        self.after(verb, kind)

    def parts(self, response_type: str, response: str) -> Mapping[str, str]:
        return {"body": response.casefold()}

    def is_fallback(self, response_type: str) -> bool:
        return response_type.startswith("ANY_")

    def answers(self) -> dict[str, str]:
        """What each type answers with."""
        return {kind: self.kept.get(kind) or self.kept.get(f"ANY_{kind[0]}", f"own {kind}") for kind in TYPES}


TYPES = ("A1", "A2", "B1")
STATES = st.dictionaries(st.sampled_from([*TYPES, "ANY_A", "ANY_B"]), st.sampled_from(["x", "y", "X"]))


def fail_at(verb: str, kind: str, error: BaseException) -> Before:
    def check(now: str, response_type: str) -> None:
        if (now, response_type) == (verb, kind):
            raise error

    return check


def verbs(planned: Plan[str]) -> list[str]:
    return [f"{change.verb} {change.response_type}" for change in planned.changes]


def test_a_plan_has_what_differs_and_says_what_stays() -> None:
    planned = sync.plan(Memory({"A1": "x", "A2": "y", "B1": "z"}), {"A1": "X", "A2": "new", "ANY_A": "d"})
    assert (verbs(planned), planned.kept) == (["change A2", "add ANY_A"], ("B1",))


def test_pruning_resets_what_is_not_declared() -> None:
    planned = sync.plan(Memory({"A1": "x", "B1": "z"}), {"A1": "x"}, prune=True)
    assert (verbs(planned), planned.kept) == (["reset B1"], ())


def test_a_type_that_has_nothing_is_not_reset() -> None:
    assert verbs(sync.plan(Memory(), {"A1": None})) == []


def test_an_exact_plan_has_what_only_is_spelled_otherwise() -> None:
    assert verbs(sync.plan(Memory({"A1": "x", "A2": "y"}), {"A1": "X", "A2": "y"}, exact=True)) == ["change A1"]


def test_a_fallback_changes_after_what_is_put_and_before_what_is_reset() -> None:
    planned = sync.plan(Memory({"A1": "x", "ANY_A": "x"}), {"B1": "n", "ANY_A": "n", "A2": "n"}, prune=True)
    assert verbs(planned) == ["add A2", "add B1", "change ANY_A", "reset A1"]


@given(STATES, STATES, st.booleans())
def test_each_type_goes_from_its_old_answer_to_its_new_one_at_once(
    live: dict[str, str], declared: dict[str, str], prune: bool
) -> None:
    gateway = Memory(dict(live))
    seen = [gateway.answers()]
    gateway.after = lambda verb, kind: seen.append(gateway.answers())
    assert sync.write(gateway, sync.plan(gateway, declared, prune=prune, exact=True)).is_complete
    for kind in TYPES:
        history = [answers[kind] for answers in seen]
        switches = sum(one != other for one, other in pairwise(history))
        assert switches <= 1, history


@given(STATES, STATES, st.booleans())
def test_a_backup_puts_back_to_the_letter(live: dict[str, str], declared: dict[str, str], prune: bool) -> None:
    gateway = Memory(dict(live))
    planned = sync.plan(gateway, declared, prune=prune)
    assert sync.write(gateway, planned).is_complete
    sync.write(gateway, sync.plan(gateway, planned.backup, exact=True))
    assert gateway.kept == live


@given(STATES, STATES, st.integers(0, 5))
def test_however_far_a_push_came_another_finishes_it_and_the_backup_undoes_it(
    live: dict[str, str], declared: dict[str, str], count: int
) -> None:
    for finish in (True, False):
        gateway = Memory(dict(live))
        planned = sync.plan(gateway, declared, prune=True)
        sync.write(gateway, Plan(planned.changes[:count]))
        wanted = sync.plan(gateway, declared, prune=True) if finish else sync.plan(gateway, planned.backup, exact=True)
        assert sync.write(gateway, wanted).is_complete
        assert sync.diff(gateway, declared) == [] if finish else gateway.kept == live


def test_a_write_that_fails_stops_the_rest() -> None:
    error = RuntimeError("no")
    gateway = Memory({"B1": "z"}, before=fail_at("put", "A2", error))
    outcome = sync.write(gateway, sync.plan(gateway, {"A1": "x", "A2": "y", "B1": "n", "ANY_A": "d"}))
    assert [change.response_type for change in outcome.done] == ["A1"]
    assert (outcome.failed, outcome.error) == (Change("A2", None, "y"), error)
    assert [change.response_type for change in outcome.left] == ["B1", "ANY_A"]
    assert gateway.kept == {"A1": "x", "B1": "z"}
    assert str(StoppedError(outcome)) == "stopped at A2 after 1 made: no"


def test_a_write_whose_answer_is_lost_was_made() -> None:
    gateway = Memory({"B1": "z"}, after=fail_at("put", "A1", TimeoutError()))
    assert sync.write(gateway, sync.plan(gateway, {"A1": "x"})).is_complete


def test_a_reset_whose_answer_is_lost_was_made() -> None:
    gateway = Memory({"B1": "z"}, after=fail_at("delete", "B1", TimeoutError()))
    assert sync.write(gateway, sync.plan(gateway, {"B1": None})).is_complete


def test_what_cannot_be_read_after_a_failure_keeps_the_first_reason() -> None:
    error = TimeoutError("put")
    gateway = Memory(before=fail_at("put", "A1", error))
    planned = sync.plan(gateway, {"A1": "x"})

    def fail(verb: str, kind: str) -> None:
        if verb == "put":
            gateway.before = fail_at("get", "A1", TimeoutError("get"))
            raise error

    gateway.before = fail
    assert sync.write(gateway, planned).error is error


def test_what_another_writer_changed_since_the_plan_is_not_overwritten() -> None:
    gateway = Memory({"A1": "x"})
    planned = sync.plan(gateway, {"A1": "y"})
    gateway.kept["A1"] = "theirs"
    outcome = sync.write(gateway, planned)
    assert (gateway.kept, type(outcome.error)) == ({"A1": "theirs"}, ChangedError)
    assert str(outcome.error) == "A1 was changed since the plan was made, so nothing is written over it"


def test_what_another_writer_made_as_it_is_declared_is_no_obstacle() -> None:
    gateway = Memory({"A1": "x"})
    planned = sync.plan(gateway, {"A1": "y"})
    gateway.kept["A1"] = "y"
    assert sync.write(gateway, planned).is_complete


def test_what_another_writer_changes_before_it_is_read_back_is_seen() -> None:
    gateway = Memory()
    gateway.after = lambda verb, kind: gateway.kept.update(A1="theirs")
    outcome = sync.write(gateway, sync.plan(gateway, {"A1": "x"}))
    assert (type(outcome.error), str(outcome.error)) == (UnverifiedError, "A1 was written, and reads otherwise now")


def test_each_change_is_told_when_it_is_made() -> None:
    told: list[str] = []
    gateway = Memory(before=fail_at("put", "B1", RuntimeError()))
    planned = sync.plan(gateway, {"A1": "x", "A2": "y", "B1": "z"})
    sync.write(gateway, planned, done=lambda change: told.append(change.response_type))
    assert told == ["A1", "A2"]


@pytest.mark.parametrize(("verb", "made"), [("get", {"A1": "x"}), ("put", {"A1": "x"})])
def test_ctrl_c_says_how_far_it_came(verb: str, made: dict[str, str]) -> None:
    gateway = Memory(before=fail_at(verb, "A2", KeyboardInterrupt()))
    with pytest.raises(WriteInterrupt, match=r"^interrupted at A2 after 1 made$") as raised:
        sync.write(gateway, sync.plan(gateway, {"A1": "x", "A2": "y", "B1": "z"}))
    outcome = raised.value.outcome
    assert gateway.kept == made
    assert outcome.failed == Change("A2", None, "y")
    assert [change.response_type for change in (*outcome.done, *outcome.left)] == ["A1", "B1"]


def test_ctrl_c_after_the_last_change_leaves_nothing() -> None:
    def stop(change: Change[str]) -> None:
        raise KeyboardInterrupt

    gateway = Memory()
    with pytest.raises(WriteInterrupt, match=r"^interrupted at the end after 1 made$") as raised:
        sync.write(gateway, sync.plan(gateway, {"A1": "x"}), done=stop)
    assert raised.value.outcome.is_complete


def test_a_difference_is_said_part_by_part() -> None:
    assert sync.diff(Memory({"A1": "x", "A2": "y", "B1": "z"}), {"A1": "X", "A2": "n", "ANY_A": "d"}) == [
        Difference("A2", "body", "n", "y"),
        Difference("ANY_A", sync.CUSTOMIZED, "customized", None),
        Difference("B1", sync.CUSTOMIZED, None, "customized"),
    ]
