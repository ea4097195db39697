"""Runs tests on changed modules: a process each, forked from a run of pytest that has started already.

No file is written: an import hook gives the changed source. cosmic-ray and mutmut start a process for each mutant or
write into the package, which makes one run an hour.
"""

import gc
import os
import pickle
import resource
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

HEAVY = ("yaml", "hypothesis.strategies", "hypothesis.internal.conjecture.engine", "email.utils", "json", "secrets")
PASSED, FAILED, INTERRUPTED, NOT_LOADED, BROKEN = 0, 1, 2, 97, 98
TIMEOUTS = (-signal.SIGXCPU, -signal.SIGALRM)
MEMORY = 4 << 30
WALL_SECONDS = 900
"""For what sleeps; what computes has a limit of CPU time, which does not depend on what else the machine does."""
UNUSED = ("cacheprovider", "logging", "threadexception", "unraisableexception")
PLUGINS = ["_hypothesis_pytestplugin", *(f"no:{name}" for name in UNUSED)]
OPTIONS = ["-x", "-q", "-o", "addopts=", "--assert=plain", "--tb=no", *(f"-p{name}" for name in PLUGINS)]
"""Nobody reads why a test failed, so nothing is prepared for it: a run takes half the time."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a run of tests ended."""

    code: int
    cpu_seconds: float

    @property
    def is_timeout(self) -> bool:
        """Whether it was ended for taking too long."""
        return self.code in TIMEOUTS

    @property
    def is_killed(self) -> bool:
        """Whether a test failed, could not be imported or took too long; an error if it ended in any other way."""
        if self.code not in (PASSED, FAILED, INTERRUPTED, *TIMEOUTS):
            raise RuntimeError(f"a run of tests ended with {self.code}")
        return self.code != PASSED


@dataclass(frozen=True, slots=True)
class Job:
    """A module with other source, to be tried by those tests whose ids contain one of some words."""

    module: str
    code: str
    words: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Tests:
    """A run of pytest."""

    args: tuple[str, ...]
    forks_when_collected: bool = False
    """Whether the tests neither import the changed modules nor do anything with them before they run."""


def results_of(jobs: Sequence[Job], tests: Tests, *, processes: int, cpu_seconds: int) -> list[Result]:
    """What the tests say of each module, in a process that forks one for each."""
    if not jobs:
        return []
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            nursery = _Nursery(jobs, tests, processes, cpu_seconds, folder)
            _leave(lambda: nursery.run(file))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != PASSED:
            raise RuntimeError(f"pytest {' '.join(tests.args)} did not start: {code}")
        file.seek(0)
        results: list[Result] = pickle.load(file)
    return results


def prepare() -> None:
    """Import what every process needs, and nothing of this library."""
    for name in HEAVY:
        import_module(name)
    assert "constructs_gw" not in sys.modules


class _Nursery:
    """A plugin of pytest that stops before the tests, and goes on in a process for each job."""

    def __init__(self, jobs: Sequence[Job], tests: Tests, processes: int, cpu_seconds: int, folder: str) -> None:
        self.jobs, self.tests, self.processes, self.cpu_seconds = jobs, tests, processes, cpu_seconds
        self.folder = folder
        self.results: dict[int, Result] = {}
        self.job: tuple[Job, _Changed] | None = None
        self.shown = 2

    def run(self, file: Any) -> int:
        self.shown = os.dup(2)
        if "MUTATION_SHOW" not in os.environ:  # it shows why a run does not start
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
        os.environ |= {"CI": "true", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        code = int(pytest.main([*OPTIONS, *self.tests.args], plugins=[self]))
        if self.job is None:
            pickle.dump([self.results[index] for index in range(len(self.jobs))], file)
            file.flush()
            return PASSED
        job, loader = self.job
        is_loaded = getattr(sys.modules.get(job.module), "__loader__", None) is loader
        return NOT_LOADED if code == PASSED and not is_loaded else code

    def pytest_sessionstart(self) -> None:
        """Make Hypothesis repeat itself, and leave out its search for the smallest example."""
        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutation", settings(), derandomize=True, phases=phases, max_examples=50)
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> bool | None:
        """Fork, unless the tests are to be collected once for all."""
        return None if self.tests.forks_when_collected else self.forked()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Fork, and run in each process what its job asks for."""
        if self.job is None and self.tests.forks_when_collected and self.forked():
            return True
        if self.job is None:
            return True
        words = self.job[0].words
        session.items[:] = [item for item in session.items if any(word in item.nodeid for word in words)]
        return None

    def forked(self) -> bool | None:
        """True in the parent when all is done, None in each child."""
        gc.collect()
        gc.freeze()
        waiting = iter([*enumerate(self.jobs)])
        running: dict[int, int] = {}
        while True:
            for index, job in _first(waiting, self.processes - len(running)):
                if not (child := os.fork()):
                    self.become(job)
                    return None
                running[child] = index
            if not running:
                return True
            child, status, usage = os.wait4(-1, 0)
            code = os.waitstatus_to_exitcode(status)
            self.results[running.pop(child)] = Result(code, usage.ru_utime + usage.ru_stime)
            if len(self.results) % 100 == 0:
                os.write(self.shown, f"{self.tests.args[0]}: {len(self.results)} of {len(self.jobs)} tried\n".encode())

    def become(self, job: Job) -> None:
        """Change the module in this process, and limit what it may take."""
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_seconds, self.cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(WALL_SECONDS)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.mkdtemp(dir=self.folder)  # else they clean up after each other
        loader = _Changed(job.module, job.code)
        self.job = job, loader
        sys.meta_path.insert(0, loader)
        assert job.module not in sys.modules, f"{job.module} was imported before it was changed"


def _first(waiting: Iterator[tuple[int, Job]], count: int) -> Iterator[tuple[int, Job]]:
    return (pair for _, pair in zip(range(count), waiting, strict=False))


def _leave(run: Any) -> None:
    """End this process with what a function gives, whatever it raises."""
    code = BROKEN
    try:
        code = run()
    finally:
        os._exit(code)


class _Changed(MetaPathFinder, Loader):
    """Imports one module from a given source."""

    def __init__(self, name: str, code: str) -> None:
        self.name, self.code = name, code

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path) if name == self.name else None
        if found is None:
            return None
        folders = found.submodule_search_locations
        return spec_from_file_location(name, found.origin, loader=self, submodule_search_locations=folders)

    def exec_module(self, module: ModuleType) -> None:
        with warnings.catch_warnings(action="ignore"):
            code = compile(self.code, f"{self.name}, changed", "exec", dont_inherit=True)
        exec(code, vars(module))
