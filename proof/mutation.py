"""Mutation testing of the core: do the tests notice a small change of the code?

Each mutant is tried by the tests of its module, without those of Hypothesis: they take most of the time, and an example
says what they found. A rule's are its own templates, then what else names it. Before that the module as it is goes the
same way, and has to pass, so that what stops every mutant is not taken for a test that kills it.
`python -m proof.mutation [MODULE ...]` prints the survivors of some modules.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from proof.mutation_operators import Mutant, mutants
from proof.mutation_reasons import REASONS, Survivor, read_reasons, with_reasons
from proof.mutation_runner import Job, Result, Tests, prepare, results_of
from proof.section import Section

ROOT = Path(__file__).parents[1]
PACKAGE = "constructs_gw"
GOAL = 90
CORE = ("mapping", "response_template", "customization", "render")
RULES = "rules"
EXAMPLES = ("-m", "not hypothesis")
OF_RULES = Tests(("tests/test_rules.py", "tests/rules", "tests/test_false_alarms.py"), forks_when_collected=True)
OWN_TESTS = {
    **{module: (f"tests/test_{module}.py",) for module in CORE},
    "rules": ("tests/rules/test_rule_list.py", "tests/rules/test_in_cdk.py", "tests/test_rule_pages.py"),
    "rules.failed_rule": ("tests/rules/test_rule_list.py",),
}
"""The tests of a module, which import it: any other rule's are those that name it."""
TEXT = """\
Each row is a module of the core with one small change at a time: a number, a text, a comparison, a condition, an
argument ... is another one. A change that no test notices has survived. The operators are those of mutmut (one change
a text), and two of our own: a condition that always or never holds, and other text in an f-string. Docstrings and
annotations stay. A mutant that keeps the tests busy for ten times their usual time counts as killed, and is counted
apart. The score is the part of the mutants that are killed; it is to be {goal} % or more in each row.
`python -m proof mutation` repeats it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant of a module, and what the tests said of it."""

    module: str
    mutant: Mutant
    result: Result

    @property
    def survivor(self) -> Survivor | None:
        """The mutant, if no test noticed it."""
        mutant = Survivor(self.module, self.mutant.function, self.mutant.change)
        try:
            return None if self.result.is_killed else mutant
        except RuntimeError as error:
            error.add_note(str(mutant))
            raise


@dataclass(frozen=True, slots=True)
class Stage:
    """Tests that a module's mutants have to pass: those whose ids contain one of some words."""

    tests: Tests
    words: tuple[str, ...] = ("",)


def run() -> Section:
    """Try every mutant of the core."""
    return section([*tried(all_modules())], REASONS.read_text())


def section(results: Sequence[Tried], reasons: str) -> Section:
    """What the tests said, and whether that is enough."""
    subjects: dict[str, list[Tried]] = defaultdict(list)
    for each in results:
        subjects[each.module.partition(".")[0]].append(each)
    survivors = [each.survivor for each in results if each.survivor]
    lines, wrong = with_reasons(survivors, read_reasons(reasons))
    low = [f"{name}: {score(each):.1f} % killed" for name, each in subjects.items() if score(each) < GOAL]
    return Section(
        "Mutation testing",
        TEXT.format(goal=GOAL),
        ("module", "mutants", "killed", "of these by a timeout", "survived", "score"),
        tuple(_row(name, each) for name, each in subjects.items()),
        (*low, *wrong),
        f"The survivors, and why no test is to notice them:\n\n{chr(10).join(lines)}" if lines else "",
    )


def score(results: Sequence[Tried]) -> float:
    """The part of the mutants that are killed, in percent."""
    return 100 * sum(each.survivor is None for each in results) / len(results)


def _row(name: str, results: Sequence[Tried]) -> tuple[str, ...]:
    survived = sum(each.survivor is not None for each in results)
    timeouts = sum(each.result.is_timeout for each in results)
    counts = (len(results), len(results) - survived, timeouts, survived)
    return (name, *map(str, counts), f"{score(results):.1f} %")


def all_modules() -> list[str]:
    """The modules of the core, by their names in the package."""
    names = (path.stem for path in sorted((ROOT / PACKAGE / RULES).glob("*.py")))
    return [*CORE, *(RULES if name == "__init__" else f"{RULES}.{name}" for name in names)]


def tried(modules: Sequence[str]) -> Iterator[Tried]:
    """What the tests say of every mutant."""
    prepare()
    waiting = {module: mutants(_source(module)) for module in modules}
    stages = {module: _stages(module) for module in modules}
    while stages:
        tests = next(iter(stages.values()))[0].tests
        here = {module: rest.pop(0) for module, rest in stages.items() if rest[0].tests == tests}
        stages = {module: rest for module, rest in stages.items() if rest}
        for each in _stage(tests, here, waiting):
            if each.survivor is None or each.module not in stages:
                waiting[each.module].remove(each.mutant)
                yield each


def _stage(tests: Tests, stages: dict[str, Stage], waiting: dict[str, list[Mutant]]) -> Iterator[Tried]:
    limit = _limit(tests, [_job(module, _source(module), stage) for module, stage in stages.items()])
    tries = [(module, mutant) for module in stages for mutant in waiting[module]]
    jobs = [_job(module, mutant.code, stages[module]) for module, mutant in tries]
    results = results_of(jobs, tests, processes=_processes(), cpu_seconds=limit)
    return (Tried(module, mutant, result) for (module, mutant), result in zip(tries, results, strict=True))


def _limit(tests: Tests, unchanged: Sequence[Job]) -> int:
    """The CPU time that tests may take: ten times what they take where nothing is changed."""
    results = results_of(unchanged, tests, processes=_processes(), cpu_seconds=600)
    for job, result in zip(unchanged, results, strict=True):
        if result.is_killed:
            raise RuntimeError(f"{job.module} as it is does not pass {' '.join(tests.args)}: {result.code}")
    return 10 + int(10 * max(result.cpu_seconds for result in results))


def _job(module: str, code: str, stage: Stage) -> Job:
    return Job(f"{PACKAGE}.{module}", code, stage.words)


def _source(module: str) -> str:
    path = ROOT / PACKAGE / module.replace(".", "/")
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text()


def _stages(module: str) -> list[Stage]:
    """The tests of a module, the quick ones first."""
    if module in OWN_TESTS:
        return [Stage(Tests((*OWN_TESTS[module], *EXAMPLES)))]
    rule = module.removeprefix(f"{RULES}.").replace("_", "-")
    return [Stage(OF_RULES, (f"{rule}/",)), Stage(OF_RULES, ("/good",)), Stage(OF_RULES, _named_by(rule))]


def _named_by(rule: str) -> tuple[str, ...]:
    """What is in the ids of those tests that say something of a rule."""
    tests = ROOT / "tests"
    files = [path.relative_to(ROOT) for path in (tests / "rules").glob("test_*.py") if f'"{rule}"' in path.read_text()]
    shapes = [path.stem for path in (tests / "false_alarms").glob("*.txt") if f"[{rule}]" in path.read_text()]
    return (*map(str, files), *(f"[{shape}]" for shape in shapes), f"{rule}/")


def _processes() -> int:
    return min(4, os.cpu_count() or 1)


def main(modules: Sequence[str]) -> None:
    """Print the survivors of some modules."""
    results: dict[str, list[Tried]] = defaultdict(list)
    for each in tried(modules or all_modules()):
        results[each.module].append(each)
        if survivor := each.survivor:
            print(f"{survivor.module} | {survivor.function} | {survivor.change}", flush=True)
    for module, here in results.items():
        print(" | ".join(_row(module, here)))


if __name__ == "__main__":
    main(sys.argv[1:])
