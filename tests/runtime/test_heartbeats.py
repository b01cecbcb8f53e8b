"""Heartbeats of long steps: what is kept of them, who reads it, what their absence means; and cleanup that has a limit."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from typing import Any

import pytest

from useworkflow import SerializationError, WorkflowFailedError, get_run, get_step_metadata, step
from useworkflow_runtime.cli.inspect import steps_of
from useworkflow_runtime.engine import heartbeats
from useworkflow_runtime.errors import HeartbeatTimeoutError
from useworkflow_sandbox.events import StepHeartbeat

seen: list[Any] = []
release = threading.Event()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    seen.clear()
    release.clear()


@step(retry_delay=0, retry_jitter=0)
async def copy_rows() -> list[Any]:
    "use step"
    metadata = get_step_metadata()
    seen.append(metadata.heartbeat_details)
    if metadata.attempt == 1:
        for row in range(100):
            metadata.heartbeat({"row": row, "day": date(2026, 1, 2)})
        raise ValueError("the connection broke")
    return seen


@step(retry_delay=0, retry_jitter=0)
def copy_in_thread() -> Any:
    "use step"
    metadata = get_step_metadata()
    if metadata.attempt == 1:
        metadata.heartbeat(41)
        metadata.heartbeat(42)
        raise ValueError("again")
    return metadata.heartbeat_details


async def report_then_wait() -> Any:
    "use step"
    metadata = get_step_metadata()
    if metadata.attempt == 1:
        metadata.heartbeat("half")
        await asyncio.Event().wait()
    return metadata.heartbeat_details


@step(heartbeat_timeout=0.02, max_retries=0)
async def falls_silent() -> None:
    "use step"
    get_step_metadata().heartbeat(1)
    await asyncio.Event().wait()


@step(heartbeat_timeout=10, max_retries=0)
async def beats_in_time() -> str:
    "use step"
    get_step_metadata().heartbeat()
    return "done"


@step(heartbeat_timeout=0.02, max_retries=0)
def silent_thread() -> None:
    "use step"
    release.wait(10)
    try:
        get_step_metadata().heartbeat()
    except asyncio.CancelledError:
        seen.append("told")
        raise


@step(max_retries=0)
async def beats_nonsense() -> None:
    "use step"
    get_step_metadata().heartbeat(object())


@step(cleanup_timeout=0.02)
async def cleans_up_for_ever() -> None:
    "use step"
    try:
        await asyncio.Event().wait()
    finally:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as error:
            seen.append(str(error))
            raise


async def use_copy_rows() -> Any:
    "use workflow"
    return await copy_rows()


async def use_copy_in_thread() -> Any:
    "use workflow"
    return copy_in_thread()


async def use_report() -> Any:
    "use workflow"
    return await report_then_wait()


async def use_silence() -> None:
    "use workflow"
    await falls_silent()


async def use_beats_in_time() -> str:
    "use workflow"
    return await beats_in_time()


async def use_silent_thread() -> str:
    "use workflow"
    try:
        silent_thread()
    except TimeoutError as error:
        return str(error)
    return "in time"


async def use_nonsense() -> None:
    "use workflow"
    await beats_nonsense()


async def use_cleanup() -> str:
    "use workflow"
    try:
        async with asyncio.timeout(5):
            await cleans_up_for_ever()
    except TimeoutError:
        return "gave up"
    return "done"


async def test_next_attempt_reads_the_last_details(room: Any) -> None:
    """The newest details of a failed attempt reach the next one as values; a hundred heartbeats are two rows."""
    await room.open()
    run = await room.start(use_copy_rows)
    await room.until(run, "step_retrying")
    room.advance(0)
    assert await run.result() == [None, {"row": 99, "day": date(2026, 1, 2)}]
    assert (await room.kinds(run)).count("step_heartbeat") == 2


async def test_threads_give_heartbeats_too(room: Any) -> None:
    """A plain step calls ``heartbeat`` from its thread."""
    await room.open()
    run = await room.start(use_copy_in_thread)
    await room.until(run, "step_retrying")
    room.advance(0)
    assert await run.result() == 42


async def test_details_survive_the_engine(rooms: Any) -> None:
    """What a heartbeat committed is there for the attempt that another engine starts (G3)."""
    await rooms.open()
    run = await rooms.start(use_report)
    await rooms.until(run, "step_heartbeat")
    await rooms.kill()
    await rooms.world.open()
    await rooms.open()
    assert await get_run(run.id, world=rooms.world).result() == "half"


async def test_details_survive_in_a_snapshot(rooms: Any) -> None:
    """A snapshot that was taken after the heartbeat holds its details."""
    engine = await rooms.open()
    run = await rooms.start(use_report)
    await rooms.until(run, "step_heartbeat")
    await engine.stop()
    loaded = await rooms.world.load(run.id)
    assert loaded.snapshot is not None
    assert loaded.snapshot.seq >= 3
    await rooms.open()
    assert await get_run(run.id, world=rooms.world).result() == "half"


async def test_later_details_are_saved_when_their_second_is_over(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Details that came within a second of a row are committed at its end, without another heartbeat."""
    monkeypatch.setattr(heartbeats, "PERIOD", 0.02)
    await room.open()
    run = await room.start(use_two_beats)
    second = await room.until(run, "step_heartbeat", 2)
    assert isinstance(second, StepHeartbeat)
    assert bytes(second.details) == b'"three"'
    await run.cancel()


@step(max_retries=0)
async def beats_thrice() -> None:
    "use step"
    for details in ("one", "two", "three"):
        get_step_metadata().heartbeat(details)
    await asyncio.Event().wait()


async def use_two_beats() -> None:
    "use workflow"
    await beats_thrice()


async def test_progress_can_be_looked_at(room: Any) -> None:
    """``useworkflow inspect steps`` shows how far a step has come."""
    await room.open()
    run = await room.start(use_report)
    await room.until(run, "step_heartbeat")
    (shown,) = steps_of(await room.world.read_events(run.id))
    assert (shown["state"], shown["heartbeat"]) == ("running", "half")
    await run.cancel()


async def test_silence_ends_an_attempt(room: Any) -> None:
    """Without a heartbeat for ``heartbeat_timeout`` an async attempt is cancelled and fails with a timeout (UW350)."""
    await room.open()
    run = await room.start(use_silence)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, HeartbeatTimeoutError)
    assert isinstance(caught.value.__cause__, TimeoutError)
    assert caught.value.__cause__.code == "UW350"


async def test_heartbeat_in_time_changes_nothing(room: Any) -> None:
    """A step that gives its heartbeats in time just ends."""
    await room.open()
    assert await (await room.start(use_beats_in_time)).result() == "done"


async def test_silent_thread_is_told_by_its_next_heartbeat(room: Any) -> None:
    """A thread cannot be cancelled; the next heartbeat after its timeout raises ``CancelledError`` in it."""
    await room.open()
    run = await room.start(use_silent_thread)
    assert "gave no heartbeat for 0.02 s" in await run.result()
    release.set()
    while not seen:
        await asyncio.sleep(0)
    assert seen == ["told"]


async def test_details_must_be_serializable(room: Any) -> None:
    """Details that cannot be recorded fail at the heartbeat, with the path to them."""
    await room.open()
    run = await room.start(use_nonsense)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, SerializationError)
    assert "details" in str(caught.value.__cause__)


async def test_cleanup_has_a_limit(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """An async step that has not ended ``cleanup_timeout`` after its cancellation is cancelled again, and its place comes back."""
    await room.open()
    run = await room.start(use_cleanup)
    await room.until(run, "timer_started")
    room.advance(5)
    assert await run.result() == "gave up"
    while room.engine.runs.runner.running:
        await asyncio.sleep(0)
    assert seen == ["its cleanup took longer than 0.02 s"]
    assert "still cleans up" in caplog.text
