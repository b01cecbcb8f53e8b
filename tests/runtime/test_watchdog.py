"""Workflow code that does not suspend must not take the engine down."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow import WorkflowParkedError, create_hook, resume_hook
from useworkflow_runtime.engine.collecting import rarely_collecting
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_sandbox.current import TurnInterrupted


async def add(a: int) -> int:
    "use step"
    return a + 1


async def spin() -> None:
    "use workflow"
    await add(1)
    while True:
        pass


async def spin_stubbornly() -> None:
    "use workflow"
    while True:
        try:
            while True:
                pass
        except BaseException:
            break
    await add(1)


async def polite(token: str) -> Any:
    "use workflow"
    return await create_hook(token=token)


async def test_endless_turn_parks_its_run_and_no_other(room: Any) -> None:
    """``while True: pass`` is ended three times, then the run is ``stuck`` with its line; other runs go on (G9)."""
    await room.open(turn_limit=0.2)
    other = await room.start(polite, "p")
    await room.until(other, "hook_created")
    run = await room.start(spin)
    with pytest.raises(WorkflowParkedError) as caught:
        await run.result()
    assert caught.value.status == "stuck"
    assert "test_watchdog.py:" in str(caught.value)
    assert "did not suspend for 0.2 s" in str(caught.value)
    await resume_hook("p", "fine", world=room.world)
    assert await other.result() == "fine"
    assert (await room.kinds(run))[-1] == "step_scheduled"


async def test_swallowed_interrupt_discards_the_turn(room: Any) -> None:
    """A turn that catches the watchdog's exception is discarded all the same: nothing of it is recorded (G2)."""
    await room.open(turn_limit=0.2)
    run = await room.start(spin_stubbornly)
    with pytest.raises(WorkflowParkedError):
        await run.result()
    assert await room.kinds(run) == ["run_created"]


def test_watchdog_leaves_short_turns_alone() -> None:
    """Turns below the limit are never hit, and nothing is pending after them."""
    watchdog = Watchdog(10.0, tick=0.001)
    watchdog.start()
    try:
        for _ in range(1000):
            watchdog.begin()
            assert not watchdog.end()
    finally:
        watchdog.stop()


def test_late_interrupt_is_taken_back() -> None:
    """An interrupt that is set and not raised yet when the turn ends does not hit what comes after it."""
    watchdog = Watchdog(10.0)
    watchdog._target = threading.get_ident()
    watchdog.begin()
    hit = False
    try:
        watchdog._interrupt(watchdog._turn)
        watchdog.end()
    except TurnInterrupted:
        hit = True
        watchdog.end()
    assert hit or not watchdog._fired
    assert watchdog.end() is False


def test_a_guarded_turn_gives_its_result_or_its_error_and_leaves_nothing_pending() -> None:
    """An interrupt that the turn swallowed is raised after it; the next turn is another one's (G9)."""
    watchdog = Watchdog(10.0)
    watchdog._target = threading.get_ident()

    def stubborn() -> str:
        try:
            watchdog._interrupt(watchdog._turn)
            while True:
                pass
        except TurnInterrupted:
            return "never"

    assert watchdog.guard(lambda: 3) == 3
    with pytest.raises(KeyError, match="gone"):
        watchdog.guard(lambda: {}["gone"])
    with pytest.raises(TurnInterrupted):
        watchdog.guard(stubborn)
    assert watchdog.guard(lambda: 4) == 4
    assert watchdog.end() is False


TRACED = """
import sys, threading
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_sandbox.current import TurnInterrupted

watchdog = Watchdog(10.0)
watchdog._target = threading.get_ident()
for _ in range(3):
    try:
        watchdog.begin()
        watchdog._interrupt(watchdog._turn)
        watchdog.end()
    except TurnInterrupted:
        watchdog.end()
lines = []
def trace(frame, event, arg):
    lines.append(frame.f_lineno)
    return trace
def followed():
    return 7
sys.settrace(trace)
followed()
sys.settrace(None)
print(len(lines) >= 2)
"""


def test_a_debugger_can_follow_after_an_interrupt() -> None:
    """An interrupt leaves no mark in the interpreter: with one, Python 3.11 hangs in the next function that is traced."""
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True\n"


class Clocks:
    """A watched thread's clocks, moved by hand; ``looked`` is set after the watchdog has seen them several times."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.worked = 0.0
        self.looks = 0
        self.looked = threading.Event()

    def now(self) -> float:
        """Time on the clock."""
        return self.passed

    def processor(self, thread: int) -> Callable[[], float]:
        """The thread's processor time."""

        def clock() -> float:
            self.looks += 1
            if self.looks > 5:
                self.looked.set()
            return self.worked

        return clock

    def move(self, *, passed: float, worked: float) -> None:
        """Set both clocks and wait until the watchdog has looked at them, or has hit this thread."""
        self.passed, self.worked, self.looks = passed, worked, 0
        self.looked.clear()
        assert self.looked.wait(10)


@pytest.mark.parametrize(("passed", "worked", "hit"), [(4.0, 0.1, False), (1.5, 1.5, True), (6.0, 0.0, True)])
def test_turn_is_measured_by_the_work_it_does(passed: float, worked: float, hit: bool) -> None:
    """A turn that waits for a busy machine is left alone; one that computes, or blocks for very long, is ended."""
    clocks = Clocks()
    watchdog = Watchdog(1.0, monotonic=clocks.now, worked=clocks.processor, tick=0.001)
    watchdog.start()
    was_hit = False
    try:
        watchdog.begin()
        clocks.move(passed=0.0, worked=0.0)
        clocks.move(passed=passed, worked=worked)
        was_hit = watchdog.end()
    except TurnInterrupted:
        was_hit = True
        watchdog.end()
    finally:
        watchdog.stop()
    assert was_hit is hit


def test_collector_rests_during_a_turn() -> None:
    """Turns run with high thresholds of the garbage collector, and leave those of the process as they were."""
    before = gc.get_threshold()
    assert rarely_collecting(gc.get_threshold)[0] > before[0]
    with pytest.raises(ZeroDivisionError):
        rarely_collecting(divmod, 1, 0)
    assert gc.get_threshold() == before
