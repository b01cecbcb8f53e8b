"""What follows a failed attempt: backoff, retry at a time of the step's choosing, timeouts, and the end."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from useworkflow import (
    FatalError,
    NotInStepError,
    RetryableError,
    SerializationError,
    WorkflowFailedError,
    create_hook,
    get_step_metadata,
    get_workflow_metadata,
    resume_hook,
    sleep,
    start,
    step,
)
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.errors import StepOptionsError, StepTimeoutError
from useworkflow_runtime.steps.options import StepOptions, make_options, options_of
from useworkflow_runtime.steps.retries import GiveUp, Retry, backoff, decide
from useworkflow_sandbox.events import StepFailed, StepRetrying

attempts: list[Any] = []
release = threading.Event()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    attempts.clear()
    release.clear()


class Even:
    """Randomness in the middle: no jitter."""

    def random(self) -> float:
        return 0.5


@step(retry_jitter=0)
async def flaky(fail: int) -> int:
    "use step"
    attempts.append(get_step_metadata())
    if len(attempts) <= fail:
        raise ValueError(f"attempt {len(attempts)}")
    return len(attempts)


async def fatal() -> None:
    "use step"
    attempts.append(1)
    raise FatalError("stolen")


@step(max_retries=2)
async def wait_a_minute() -> str:
    "use step"
    attempts.append(1)
    if len(attempts) == 1:
        raise RetryableError("busy", retry_after="5m")
    return "done"


async def unserializable() -> Any:
    "use step"
    attempts.append(1)
    return object()


@step(timeout=0.01, max_retries=0)
async def too_slow() -> None:
    "use step"
    await asyncio.Event().wait()


@step(timeout=0.01, max_retries=1, retry_delay=0)
def slow_thread() -> str:
    "use step"
    attempts.append(threading.current_thread().name)
    if len(attempts) == 1:
        release.wait(10)
    return "second"


async def identify() -> list[str]:
    "use step"
    return [get_step_metadata().run_id, get_workflow_metadata().run_id, get_step_metadata().step_name]


async def use_flaky(fail: int) -> Any:
    "use workflow"
    try:
        return await flaky(fail)
    except ValueError as error:
        return [str(error), list(error.__notes__)]


@dataclass(frozen=True)
class Frozen(Exception):
    code: int


class OwnNotes(Exception):
    def add_note(self, note: str) -> None:
        raise TypeError("no notes")


class NoArguments(Exception):
    @property
    def args(self) -> Any:
        raise TypeError("no arguments")


class Unreadable(Exception):
    @property
    def __cause__(self) -> Any:
        raise TypeError("no cause")


class FatalProperty(Exception):
    @property
    def fatal(self) -> bool:
        raise TypeError("undecided")


@step(max_retries=1)
async def raise_kept() -> None:
    "use step"
    raise attempts[0]


async def use_kept() -> list[Any]:
    "use workflow"
    try:
        await raise_kept()
    except Exception as error:
        return [type(error).__name__, getattr(error, "__notes__", [])]
    return []


async def use_frozen_across_await() -> list[Any]:
    "use workflow"
    try:
        await raise_kept()
    except Frozen as error:
        await sleep(60)
        try:
            raise
        except Frozen as again:
            return [error.code, again.code, type(again).__name__]
    return []


async def use_fatal() -> None:
    "use workflow"
    await fatal()


async def use_retry_after() -> str:
    "use workflow"
    return await wait_a_minute()


async def use_unserializable() -> Any:
    "use workflow"
    return await unserializable()


async def use_too_slow() -> str:
    "use workflow"
    try:
        await too_slow()
    except TimeoutError as error:
        return type(error).__name__
    return "in time"


async def use_slow_thread() -> str:
    "use workflow"
    return slow_thread()


async def use_identify() -> list[str]:
    "use workflow"
    return await identify()


async def test_failing_step_is_tried_again_after_its_backoff(room: Any) -> None:
    """Attempts follow one, two, four seconds apart; each keeps the step id and has its own number."""
    await room.open()
    run = await room.start(use_flaky, 2)
    first = await room.until(run, "step_retrying")
    assert isinstance(first, StepRetrying)
    assert first.retry_at == first.at + 1_000_000
    room.advance(1)
    second = await room.until(run, "step_retrying", 2)
    assert isinstance(second, StepRetrying)
    assert second.retry_at == second.at + 2_000_000
    room.advance(2)
    assert await run.result() == 3
    assert [m.attempt for m in attempts] == [1, 2, 3]
    assert len({m.step_id for m in attempts}) == 1
    assert len({m.started_at for m in attempts}) == 1


async def test_exhausted_step_raises_its_own_exception(room: Any) -> None:
    """After four attempts the step's own exception arrives, with a note that says how often it was tried."""
    await room.open()
    run = await room.start(use_flaky, 9)
    for attempt in (1, 2, 3):
        await room.until(run, "step_retrying", attempt)
        room.advance(60)
    text, notes = await run.result()
    assert text == "attempt 4"
    assert "step flaky failed after 3 retries" in notes


async def test_fatal_error_is_not_retried(room: Any) -> None:
    """``FatalError`` ends the step at its first attempt."""
    await room.open()
    run = await room.start(use_fatal)
    with pytest.raises(WorkflowFailedError):
        await run.result()
    assert attempts == [1]


async def test_retry_after_sets_the_time(room: Any) -> None:
    """``RetryableError(retry_after=...)`` says when the next attempt starts."""
    await room.open()
    run = await room.start(use_retry_after)
    retrying = await room.until(run, "step_retrying")
    assert isinstance(retrying, StepRetrying)
    assert retrying.retry_at == retrying.at + 300_000_000
    assert (await run.explain()).waits[0].kind == "retry"
    room.advance(300)
    assert await run.result() == "done"


async def test_a_retry_is_said_aloud(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """An attempt that fails and is tried again is a warning that names the step, the run, the attempt and the error."""
    await room.open()
    run = await room.start(use_retry_after)
    await room.until(run, "step_retrying")
    said = [record.getMessage() for record in caplog.records if record.name == "useworkflow.steps"]
    assert said == [
        f"step wait_a_minute of run {run.id} failed (attempt 1 of 3), next in 300.0 s: RetryableError: busy"
    ]


class NoStockError(Exception):
    """Nothing is left."""


async def never_there() -> None:
    "use workflow"
    raise NoStockError("none left\nof the blue ones")


async def fails_when_asked() -> None:
    "use workflow"
    await create_hook(token="fail")
    raise NoStockError("none left")


async def asks_another() -> str:
    "use workflow"
    try:
        await (await start(never_there)).result()
    except WorkflowFailedError:
        return "expected"
    return "no"


async def test_a_failed_run_is_said_aloud(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """With its id and the last line of its error: an error, or information where somebody hears of it, who waits here for its result
    or is the run that started it."""
    caplog.set_level(logging.INFO, "useworkflow.runs")
    await room.open()
    unheard = await room.start(never_there)
    await room.until(unheard, "run_failed")
    heard = await room.start(fails_when_asked)
    await room.until(heard, "hook_created")
    waiting = asyncio.ensure_future(heard.result())
    while not room.engine.runs.awaited(heard.id):
        await asyncio.sleep(0)
    await resume_hook("fail", None, world=room.world)
    with pytest.raises(WorkflowFailedError):
        await waiting
    parent = await room.start(asks_another)
    assert await parent.result() == "expected"
    said = [(line.levelname, line.getMessage()) for line in caplog.records if line.name == "useworkflow.runs"]
    (child,) = [record for record in await room.world.find_runs() if record.parent == parent.id]
    assert said == [
        ("ERROR", f"run {unheard.id} of never_there failed: NoStockError: none left"),
        ("INFO", f"run {heard.id} of fails_when_asked failed: NoStockError: none left"),
        ("INFO", f"run {child.id} of never_there failed: NoStockError: none left"),
    ]


@pytest.mark.parametrize("when", [-1, float("nan"), "soon", datetime(2030, 1, 1), 1e20])
def test_a_wrong_retry_after_is_refused_where_it_is_given(when: Any) -> None:
    """It never means "at once": the step fails with the reason, and is tried again after its own pause."""
    with pytest.raises(ValueError, match=r"duration|datetime"):
        RetryableError("busy", retry_after=when)


@pytest.mark.parametrize("failure", [Frozen(7), OwnNotes("a"), NoArguments("b"), FatalProperty("c")], ids=repr)
async def test_whatever_an_exception_forbids_it_is_recorded(room: Any, failure: Exception) -> None:
    """A frozen data class, an ``add_note`` or ``args`` of its own: the run gets the exception, and does not wait for ever."""
    attempts.append(failure)
    await room.open()
    run = await room.start(use_kept)
    await room.until(run, "step_retrying")
    room.advance(60)
    async with asyncio.timeout(10):
        assert await run.result() == [type(failure).__name__, ["step raise_kept failed after 1 retry"]]
    assert not hasattr(failure, "__notes__"), "a module may keep it and raise it again"


async def test_an_exception_that_cannot_be_read_is_replaced(room: Any) -> None:
    """Where reading its parts raises, the step fails with that."""
    attempts.append(Unreadable("x"))
    await room.open()
    run = await room.start(use_kept)
    await room.until(run, "step_retrying")
    room.advance(60)
    async with asyncio.timeout(10):
        name, notes = await run.result()
    assert (name, notes) == ("SerializationError", [])


async def test_a_frozen_exception_lives_on_in_a_snapshot(room: Any) -> None:
    """It can be handled across an await, and is the same after a restart (G1, G4)."""
    attempts.append(Frozen(7))
    await room.open(policy=SnapshotPolicy(least=0, ratio=0.0, a_task=0))
    run = await room.start(use_frozen_across_await)
    await room.until(run, "step_retrying")
    room.advance(60)
    await room.until(run, "timer_started")
    await room.kill()
    await room.open()
    room.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == [7, 7, "Frozen"]


async def test_retry_survives_the_engine(room: Any) -> None:
    """A retry that waits for its time is started by the next engine at that time, with the next number (G3)."""
    await room.open()
    run = await room.start(use_flaky, 1)
    await room.until(run, "step_retrying")
    await room.kill()
    await room.open()
    room.advance(2)
    from useworkflow import get_run

    assert await get_run(run.id, world=room.world).result() == 2
    assert [m.attempt for m in attempts] == [1, 2]


async def test_unserializable_result_fails_at_once(room: Any) -> None:
    """A result that cannot be recorded fails the step without a retry, and names its class."""
    await room.open()
    run = await room.start(use_unserializable)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, SerializationError)
    assert "object" in str(caught.value.__cause__)
    assert attempts == [1]


async def test_async_step_times_out(room: Any) -> None:
    """An async step that takes longer than its timeout is cancelled and fails with a ``TimeoutError``."""
    await room.open()
    run = await room.start(use_too_slow)
    assert await run.result() == "StepTimeoutError"
    failed = await room.until(run, "step_failed")
    assert isinstance(failed, StepFailed)


async def test_timed_out_thread_is_waited_for(room: Any) -> None:
    """A thread step that timed out is not tried again until its thread has ended."""
    await room.open()
    run = await room.start(use_slow_thread)
    await room.until(run, "step_retrying")
    room.advance(1)
    assert len(attempts) == 1
    release.set()
    assert await run.result() == "second"
    assert len(attempts) == 2


async def test_step_knows_its_run(room: Any) -> None:
    """In a step, the metadata of step and workflow name the same run."""
    await room.open()
    run = await room.start(use_identify)
    assert await run.result() == [run.id, run.id, "identify"]


def test_metadata_outside_a_step_is_refused() -> None:
    """``get_step_metadata`` outside a step raises ``NotInStepError``."""
    with pytest.raises(NotInStepError, match="UW326"):
        get_step_metadata()


def test_backoff_grows_up_to_its_cap() -> None:
    """Delays double from one second, end at one minute, and are spread by at most a tenth."""
    options = StepOptions()
    assert [backoff(options, attempt, Even()) for attempt in (1, 2, 3, 7, 5000)] == [
        1_000_000,
        2_000_000,
        4_000_000,
        60_000_000,
        60_000_000,
    ]


def test_decision_counts_attempts() -> None:
    """The last attempt and a fatal error end it; anything else is tried again."""
    options = StepOptions(max_retries=1)
    assert isinstance(decide(options, 1, ValueError(), 0, Even()), Retry)
    assert decide(options, 2, ValueError(), 0, Even()) == GiveUp(1)
    error = ValueError()
    error.fatal = True  # type: ignore[attr-defined]
    assert decide(options, 1, error, 0, Even()) == GiveUp(0)


def test_options_by_decorator_and_attribute() -> None:
    """Options come from the decorator and from attributes; attributes win."""

    @step(max_retries=5, timeout="30s")
    async def charge() -> None: ...

    charge.max_retries = 7  # type: ignore[attr-defined]
    options = options_of(charge)
    assert (options.max_retries, options.timeout) == (7, 30_000_000)
    assert make_options(retry_delay=timedelta(seconds=2)).retry_delay == 2_000_000


@pytest.mark.parametrize("given", [{"max_retries": -1}, {"timeout": 0}, {"retries": 1}, {"executor": "fork"}])
def test_senseless_options_are_refused(given: dict[str, Any]) -> None:
    """An option that does not exist or makes no sense is refused where it is written."""
    with pytest.raises(StepOptionsError, match="UW327"):
        make_options(**given)


def test_timeout_error_is_a_timeout() -> None:
    """``except TimeoutError`` catches a step's timeout."""
    assert issubclass(StepTimeoutError, TimeoutError)


def test_the_defaults_are_those_that_are_promised() -> None:
    """Four attempts, a second doubled up to a minute, a tenth of it left to chance; no timeout; ten seconds for cleanup."""
    assert make_options() == StepOptions(
        max_retries=3, retry_delay=1_000_000, retry_factor=2.0, retry_max_delay=60_000_000, retry_jitter=0.1, timeout=None,
        executor=None, heartbeat_timeout=None, cleanup_timeout=10_000_000, transaction=None, transaction_limit=5_000_000,
        concurrency=None, worker_concurrency=None,
    )  # fmt: skip
    defaults = StepOptions()
    assert (defaults.max_attempts, defaults.retry_jitter, defaults.cleanup_timeout) == (4, 0.1, 10_000_000)
    assert (defaults.retry_delay, defaults.retry_factor, defaults.retry_max_delay) == (1_000_000, 2.0, 60_000_000)
    assert (defaults.timeout, defaults.transaction_limit) == (None, 5_000_000)
