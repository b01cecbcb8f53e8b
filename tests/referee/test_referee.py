"""CPython's own test suite says that lowered code means the same, also when it is restored at each suspension (G1, G4)."""

from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from left_out import reason

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
MODULES = (
    "test_asyncio.test_tasks", "test_asyncio.test_taskgroups", "test_asyncio.test_timeouts", "test_asyncio.test_locks",
    "test_asyncio.test_queues", "test_coroutines", "test_asyncgen", "test_contextlib_async", "test_generators",
    "test_with", "test_named_expressions", "test_patma", "test_exceptions", "test_raise", "test_except_star",
    "test_grammar", "test_yield_from", "test_scope", "test_super", "test_decorators", "test_exception_group",
    "test_generator_stop", "test_asyncio.test_waitfor", "test_asyncio.test_pep492", "test_asyncio.test_futures2",
)  # fmt: skip
NEWER = ("test_listcomps", "test_type_params", "test_type_aliases", "test_unittest.test_async_case")
"""Modules that are there, or are more than doctests, from Python 3.12 on."""
if sys.version_info >= (3, 12):
    MODULES += NEWER
MODES = ("lowered", "values", "outside")
PRIMITIVES = {
    "test_asyncio.test_locks": {"Barrier", "Condition", "Event", "Lock", "Semaphore"},
    "test_asyncio.test_queues": {"LifoQueue", "PriorityQueue", "Queue"},
    "test_asyncio.test_taskgroups": {"TaskGroup"},
    "test_asyncio.test_timeouts": {"Timeout", "timeout", "timeout_at"},
}
"""Modules that test asyncio's own primitives, which are then lowered too, and what they are called."""
HARDLY_PARKED = "test_asyncio.test_timeouts"
"""A timeout is entered and left without a suspension, so its own frames are captured by chance only."""
CASES = [(module, mode) for module in MODULES for mode in MODES]
CASES += [(module, f"{mode}+asyncio") for module in PRIMITIVES for mode in MODES]
NOT_CAPTURED = ("RecursionError",)
"""Some tests work at the very end of the stack, where there is no room for a capture."""


class Runs:
    """Each run of a module is one process; they run side by side, in the order in which the tests ask for them."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.results: dict[tuple[str, str], Future[dict[str, Any]]] = {}
        for module, mode in [*((module, "plain") for module in MODULES), *CASES]:
            if _installed(module):
                self.results[module, mode] = self.pool.submit(self._run, module, mode)

    def _run(self, module: str, mode: str) -> dict[str, Any]:
        report = self.directory / f"{module}.{mode}.json"
        command = [sys.executable, str(HERE / "run_module.py"), f"test.{module}", mode, str(report)]
        path = os.pathsep.join(str(ROOT / room) for room in ("compiler", "sandbox"))
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=1200, check=False, cwd=self.directory,
            env=os.environ | {"PYTHONPATH": path},
        )  # fmt: skip
        assert report.exists(), done.stdout[-2000:] + done.stderr[-4000:]
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(f"test.{module}") is not None
    except ModuleNotFoundError:
        return False


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """The runs of all modules in all modes."""
    made = Runs(tmp_path_factory.mktemp("referee"))
    yield made
    made.pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("module", "mode"), CASES)
def test_what_passes_on_cpython_passes_lowered(module: str, mode: str, runs: Runs) -> None:
    """Every test of the module that passes plain passes in this mode, but for those that are left out with a reason.

    Where the mode ends with ``+asyncio``, what it tests is the interpreter's own source, lowered.
    """
    assert _installed(module), f"this interpreter was installed without test.{module}"
    plain, other = runs.results[module, "plain"].result(), runs.results[module, mode].result()
    restoring = not mode.startswith("lowered")
    asked = plain["outcomes"].keys() & other["outcomes"].keys() if restoring else plain["outcomes"].keys()
    passing = {test for test in asked if plain["outcomes"][test] == "passed"}
    missing = {test for test in passing if other["outcomes"].get(test) != "passed"}
    left_out = {test for test in passing if reason(test, mode) is not None}
    counts = {name: count for name, count in other["counts"].items() if name != "refused"}
    print(
        f"\n{module} {mode}: {len(passing - missing)} of {len(passing)} pass, {len(missing & left_out)} left out,"
        f" {other['lowered']} lowered functions, {len(other['refused'])} refused, {counts}"
    )
    wrong = {test: other["trouble"].get(test, other["outcomes"].get(test)) for test in sorted(missing - left_out)}
    assert not wrong, "\n".join(f"{test}\n{trouble}" for test, trouble in wrong.items())
    if mode.endswith("+asyncio"):
        assert PRIMITIVES[module] <= set(other["replaced"])
    if restoring:
        assert counts["restored"] > 0
        if module != HARDLY_PARKED:
            assert (counts["primitives"] > 0) is mode.endswith("+asyncio")
        refused = [why for why in other["counts"]["refused"] if not any(known in why for known in NOT_CAPTURED)]
        assert not refused, refused
