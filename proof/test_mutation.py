"""The mutation testing itself: what it changes, and that it tells a mutant that is killed from one that survives."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proof.mutation import Tried, section
from proof.mutation_operators import Mutant, mutants
from proof.mutation_reasons import Survivor
from proof.mutation_runner import NOT_LOADED, TIMEOUTS, Result

SOURCE = '''"""Sums."""

from dataclasses import dataclass

__all__ = ["Sum"]


@dataclass(frozen=True)
class Sum:
    """A sum."""

    a: int = 1

    def text(self, b: "int | None" = None) -> str:
        """What it is."""
        if b is None:
            return f"{self.a} alone"
        return str(self.a + b)
'''
CHANGES = [
    ("Sum", "@dataclass(frozen=True) -> @dataclass(frozen=None)"),
    ("Sum", "@dataclass(frozen=True) -> @dataclass(frozen=False)"),
    ("Sum", "a: int = 1 -> a: int = None"),
    ("Sum", "a: int = 1 -> a: int = 2"),
    ("Sum.text", "if b is None: -> if True:"),
    ("Sum.text", "if b is None: -> if False:"),
    ("Sum.text", "if b is None: -> if b is not None:"),
    ("Sum.text", 'return f"{self.a} alone" -> return f"{self.a}XX alone"'),
    ("Sum.text", "return str(self.a + b) -> return str(None)"),
    ("Sum.text", "return str(self.a + b) -> return str(self.a - b)"),
]
RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return x - x\n"
OTHER = ["x = 1"]
"""Not the source of what the tests test."""
TESTS = """
import doubles

def test_three() -> None:
    assert doubles.double(3) == 6
"""
RUN = """
import json, sys
from proof.mutation_runner import Job, Tests, results_of
module, jobs, collected = json.loads(sys.argv[1])
tests = Tests(("test_doubles.py", "--rootdir", ".", "-c", "/dev/null"), collected)
results = results_of([Job(module, code) for code in jobs], tests, processes=2, cpu_seconds=2)
print([result.code for result in results])
"""


def codes(folder: Path, jobs: list[str], *, module: str = "doubles", collected: bool = False) -> list[int]:
    """How the tests of a small module end with other sources of it."""
    (folder / "doubles.py").write_text(RIGHT if jobs == OTHER else WRONG)
    (folder / "test_doubles.py").write_text(TESTS)
    path = os.pathsep.join([str(Path(__file__).parents[1]), str(folder)])
    arguments = [sys.executable, "-c", RUN, json.dumps([module, jobs, collected])]
    done = subprocess.run(arguments, cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


def test_a_module_has_these_mutants() -> None:
    assert [(mutant.function, mutant.change) for mutant in mutants(SOURCE)] == CHANGES


def test_a_mutant_is_the_module_with_one_change() -> None:
    assert mutants(SOURCE)[-1].code == SOURCE.replace("self.a + b", "self.a - b")


def test_what_the_tests_notice_is_killed_and_the_rest_survives(tmp_path: Path) -> None:
    right, same, wrong, broken = "x + x", "2 * x", "x * x", "1 / 0"
    jobs = [f"def double(x):\n    return {each}\n" for each in (right, same, wrong, broken)]
    assert codes(tmp_path, jobs) == [0, 0, 1, 1]


def test_a_module_that_cannot_be_imported_is_killed(tmp_path: Path) -> None:
    [code] = codes(tmp_path, ["1 / 0"])
    assert Result(code, 0.0).is_killed


def test_what_never_ends_is_killed_by_a_timeout(tmp_path: Path) -> None:
    [code] = codes(tmp_path, ["def double(x):\n    while True: pass\n"])
    assert code in TIMEOUTS
    assert Result(code, 0.0).is_timeout


def test_a_module_that_no_test_imports_is_no_survivor(tmp_path: Path) -> None:
    [code] = codes(tmp_path, OTHER, module="colorsys")
    assert code == NOT_LOADED
    with pytest.raises(RuntimeError, match="a run of tests ended with 97"):
        _ = Result(code, 0.0).is_killed


def test_a_module_that_was_imported_too_early_is_no_survivor(tmp_path: Path) -> None:
    [code] = codes(tmp_path, [RIGHT], collected=True)
    assert code == pytest.ExitCode.INTERNAL_ERROR


def tried(module: str, code: int, change: str = "a -> b") -> Tried:
    before, _, after = change.partition(" -> ")
    return Tried(module, Mutant("f", before, after, ""), Result(code, 0.1))


FAMILY = '[[family]]\nfamily = "^a -"\nreason = "it is the same"\n'


def test_a_survivor_needs_a_reason() -> None:
    found = section([tried("render", 1)] * 9 + [tried("render", 0)], "")
    assert found.failures == ("a mutant survives without a reason: `render` `f` `` a -> b ``",)


def test_a_survivor_with_a_reason_is_listed_with_it() -> None:
    found = section([tried("render", 1)] * 9 + [tried("render", 0)], FAMILY)
    assert found.failures == ()
    assert found.rows == (("render", "10", "9", "0", "1", "90.0 %"),)
    assert found.after.endswith("\n\n- `render` `f` `` a -> b ``: it is the same")


def test_a_reason_is_for_one_survivor_alone() -> None:
    reason = '[[survivor]]\nmodule = "render"\nfunction = "f"\nchange = "a -> b"\nreason = "it is the same"\n'
    found = section([tried("render", 1)] * 18 + [tried("render", 0), tried("render", 0, "a -> c")], reason)
    assert found.failures == ("a mutant survives without a reason: `render` `f` `` a -> c ``",)


def test_a_reason_whose_mutant_is_killed_is_to_go() -> None:
    found = section([tried("render", 1)], FAMILY)
    assert found.failures == ("no mutant survives for the reason 'it is the same': take it out",)


def test_a_module_with_too_many_survivors_fails() -> None:
    found = section([tried("mapping", 1)] * 8 + [tried("mapping", 0)], FAMILY)
    assert found.failures == ("mapping: 88.9 % killed",)


def test_the_rules_are_one_row_and_timeouts_are_counted() -> None:
    found = section([tried("rules", 1), tried("rules.a", -24), tried("rules.b", 2)], "")
    assert found.rows == (("rules", "3", "3", "1", "0", "100.0 %"),)


def test_a_survivor_is_named_without_its_line() -> None:
    assert tried("render", 0).survivor == Survivor("render", "f", "a -> b")
