"""Steps with ``executor="process"``: in real processes, with real signals."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow import PayloadTooLargeError, StepCrashedError, WorkflowFailedError, step
from useworkflow_runtime.errors import NotSentToProcessError, StepTimeoutError
from useworkflow_runtime.steps import processes

SOURCE = """
import asyncio
import dataclasses
import os
import signal

from useworkflow import RetryableError, get_step_metadata, get_workflow_metadata, step


@dataclasses.dataclass
class Order:
    id: str
    total: int


@step(executor="process")
def where(order: Order) -> list:
    "use step"
    print("printed by the step")
    return [os.getpid(), Order(order.id, order.total + 1)]


@step(executor="process")
async def ask() -> list:
    "use step"
    await asyncio.sleep(0)
    metadata = get_step_metadata()
    return [metadata.step_id, metadata.attempt, get_workflow_metadata().run_id]


@step(executor="process", retry_delay=0, retry_jitter=0)
def dies_once() -> list:
    "use step"
    metadata = get_step_metadata()
    metadata.heartbeat({"attempt": metadata.attempt})
    if metadata.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return [metadata.attempt, metadata.heartbeat_details]


@step(executor="process", max_retries=1, retry_delay=0, retry_jitter=0)
def dies_always() -> None:
    "use step"
    os._exit(7)


@step(executor="process", timeout=0.2, max_retries=0)
def spins() -> None:
    "use step"
    while True:
        pass


@step(executor="process")
def spins_until_cancelled() -> None:
    "use step"
    get_step_metadata().heartbeat(os.getpid())
    while True:
        pass


@step(executor="process", retry_jitter=0)
def busy() -> None:
    "use step"
    if get_step_metadata().attempt == 1:
        raise RetryableError("busy", retry_after="5m")


@step(executor="process", max_retries=0)
def fails() -> None:
    "use step"
    raise LookupError("no such row")


@step(executor="process", max_retries=0)
def leaves() -> None:
    "use step"
    raise SystemExit(3)


@step(executor="process", max_retries=3)
def large() -> str:
    "use step"
    return "x" * 10_000


async def use_large() -> None:
    "use workflow"
    large()


async def use_where() -> list:
    "use workflow"
    return [where(Order("a", 1)), where(Order("b", 2))]


async def use_ask() -> list:
    "use workflow"
    return await ask()


async def use_dies_once() -> list:
    "use workflow"
    return dies_once()


async def use_dies_always() -> None:
    "use workflow"
    dies_always()


async def use_spins() -> None:
    "use workflow"
    spins()


async def use_spins_until_cancelled() -> None:
    "use workflow"
    spins_until_cancelled()


async def use_busy() -> str:
    "use workflow"
    busy()
    return "done"


async def use_fails() -> None:
    "use workflow"
    fails()


async def use_leaves() -> None:
    "use workflow"
    leaves()
"""


@pytest.fixture
def steps(author: Callable[[str, str], Any]) -> Any:
    """The module of steps, importable here and in the processes."""
    return author("steps_in_processes", SOURCE).module


def gone(pid: int) -> bool:
    """Whether no process with that id runs any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_processes_are_used_again(room: Any, steps: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Two attempts after each other run in one other process; own classes go there and come back; prints go to standard error."""
    await room.open()
    run = await room.start(steps.use_where)
    (first, one), (second, two) = await run.result()
    assert first == second != os.getpid()
    assert (one, two) == (steps.Order("a", 2), steps.Order("b", 3))
    assert capfd.readouterr().err.count("printed by the step") == 2


async def test_metadata_is_there(room: Any, steps: Any) -> None:
    """An async step in a process knows its id, its attempt and its run."""
    await room.open()
    run = await room.start(steps.use_ask)
    assert await run.result() == [f"{run.id}/0/ask#0", 1, run.id]


async def test_crash_is_an_attempt(room: Any, steps: Any) -> None:
    """A process that is killed fails the attempt; the next one has a new process, and the heartbeat of the first."""
    await room.open()
    run = await room.start(steps.use_dies_once)
    await room.until(run, "step_retrying")
    room.advance(0)
    assert await run.result() == [2, {"attempt": 1}]


async def test_crashing_always_ends_the_step(room: Any, steps: Any) -> None:
    """A step that ends its process each time fails with ``StepCrashedError``, which says how; the engine goes on."""
    await room.open()
    run = await room.start(steps.use_dies_always)
    await room.until(run, "step_retrying")
    room.advance(0)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, StepCrashedError)
    assert "exit code 7" in str(caught.value.__cause__)


async def test_timeout_kills_the_process(room: Any, steps: Any) -> None:
    """A loop that never ends is ended by its timeout."""
    await room.open()
    run = await room.start(steps.use_spins)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, StepTimeoutError)
    assert not room.engine.runs.runner.running


async def test_cancellation_kills_the_process(room: Any, steps: Any) -> None:
    """Cancelling the run ends the process of its step at once."""
    await room.open()
    run = await room.start(steps.use_spins_until_cancelled)
    beat = await room.until(run, "step_heartbeat")
    await run.cancel()
    while room.engine.runs.runner.running:
        await asyncio.sleep(0)
    assert gone(int(bytes(beat.details)))


async def test_stopping_the_engine_ends_its_processes(room: Any, steps: Any) -> None:
    """No process outlives its engine, whether it works or waits."""
    engine = await room.open()
    waiting = await room.start(steps.use_where)
    (idle, _), _ = await waiting.result()
    run = await room.start(steps.use_spins_until_cancelled)
    beat = await room.until(run, "step_heartbeat")
    await engine.stop()
    busy = int(bytes(beat.details))
    while not (gone(idle) and gone(busy)):
        await asyncio.sleep(0)


async def test_a_process_that_cannot_be_started_is_a_failed_attempt(
    room: Any, steps: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system gives no more processes the attempt fails, is tried again, and its place is free."""
    spawn = processes.Worker
    refused = []

    def refuse() -> Any:
        if not refused:
            refused.append(1)
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return spawn()

    monkeypatch.setattr(processes, "Worker", refuse)
    await room.open()
    run = await room.start(steps.use_ask)
    await room.until(run, "step_retrying")
    room.advance(60)
    async with asyncio.timeout(60):
        assert (await run.result())[1] == 2


async def test_retry_after_comes_through(room: Any, steps: Any) -> None:
    """``RetryableError`` from a process says when the next attempt starts."""
    await room.open()
    run = await room.start(steps.use_busy)
    retrying = await room.until(run, "step_retrying")
    assert retrying.retry_at == retrying.at + 300_000_000
    room.advance(300)
    assert await run.result() == "done"


async def test_exceptions_come_back_as_themselves(room: Any, steps: Any) -> None:
    """The workflow gets the exception's own class, with a traceback that names the step's line."""
    await room.open()
    run = await room.start(steps.use_fails)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    cause = caught.value.__cause__
    assert isinstance(cause, LookupError)
    failed = await room.until(run, "step_failed")
    assert b"steps_in_processes.py" in bytes(failed.error)


async def test_exit_does_not_look_like_a_result(room: Any, steps: Any) -> None:
    """``SystemExit`` in a process step fails the attempt, as in a thread."""
    await room.open()
    run = await room.start(steps.use_leaves)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, StepCrashedError)


async def test_limit_of_values_holds_there(room: Any, steps: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that is larger than what may be recorded is refused in the process, without a retry."""
    monkeypatch.setenv("USEWORKFLOW_PAYLOAD_LIMIT", "8kB")
    await room.open()
    run = await room.start(steps.use_large)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, PayloadTooLargeError)
    assert "step_retrying" not in await room.kinds(run)


async def test_what_cannot_be_sent_fails_at_once(room: Any, steps: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step whose function cannot be pickled fails without a retry, and says why (UW351)."""
    lock = threading.Lock()

    @step(executor="process")
    def leaves() -> bool:
        return lock.locked()

    monkeypatch.setattr(steps, "leaves", leaves)
    await room.open()
    run = await room.start(steps.use_leaves)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, NotSentToProcessError)
    assert "cannot be sent to a process" in str(caught.value.__cause__)
    assert "step_retrying" not in await room.kinds(run)
