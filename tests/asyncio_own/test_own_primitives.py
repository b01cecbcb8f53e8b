"""CPython's tests of asyncio's primitives pass on the sandbox's own, whichever Python runs them (G1, G5)."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from own_primitives import CONTEXTS, MODULES, outcomes  # noqa: E402

LEFT_OUT = {
    "test_repr": "a default repr has no address here, so that two processes print the same",
    "test_ambiguous_loops": "there is one loop in a run; futures of another one cannot come in",
    "test_format": "sets a private attribute of CPython's own class",
    "test_taskgroup_without_parent_task": "outside of a run the error says so, in other words",
    "test_coro_closed_when_tg_closed": "enters a group outside of a run",
    "test_taskgroup_no_create_task_after_failure": "before 3.13 a refused coroutine was left to be warned of; here it is closed",
    "test_nested_timeouts": "two timers of one instant are two events, and the first one's cancellation is handled first",
    "test_nested_timeouts_loop_busy": "sets an attribute of the real loop",
    "test_context_new_1": "wants the words of a TypeError",
    "test_context_var_new_1": "wants the words of a TypeError",
    "test_context_threads_1": "starts threads, which belong to no run",
    "test_timeout_without_task": "outside of a run the error says so, in other words",
}
"""Tests of CPython that cannot pass, by name, each with the reason."""


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("module", [*MODULES, CONTEXTS])
def test_cpythons_tests_pass_on_own_primitives(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No test fails but those that are left out by name, and of those that were never there before none goes unseen."""
    _check(module, outcomes(module), capsys)


@pytest.mark.parametrize("module", MODULES)
def test_they_pass_when_every_task_is_restored_at_every_await(
    module: str, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same tests lowered, each task through bytes after each of its steps: none fails that did not before (G4)."""
    report = tmp_path / "report.json"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "restored.py"), module, str(report)],
        capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / room) for room in ("compiler", "sandbox"))},
    )  # fmt: skip
    assert report.exists(), done.stderr[-4000:]
    found = json.loads(report.read_text(encoding="utf-8"))
    _check(module, found["outcomes"], capsys)
    assert found["restored"] > 30
    assert not found["refused"]
    assert not found["unlowered"]
    with capsys.disabled():
        print(
            f"   {found['restored']} restores, {found['primitives']} of them in our primitives, {found['lowered']} lowered functions"
        )


def _check(module: str, found: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    failed = {name: outcome for name, outcome in found.items() if outcome.startswith("failed")}
    unexpected = {name: why for name, why in failed.items() if name.rpartition(".")[2] not in LEFT_OUT}
    with capsys.disabled():
        print(f"\n{module}: {len(found) - len(failed)} of {len(found)} pass, {len(failed)} left out")
    assert not unexpected
    assert len(found) >= 20
