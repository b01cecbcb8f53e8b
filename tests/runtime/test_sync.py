"""``useworkflow.sync``: the same functions for programs that are not asynchronous."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from useworkflow import (
    StreamReset,
    WorkflowCancelledError,
    WorkflowFailedError,
    create_hook,
    get_step_metadata,
    get_writable,
    sleep,
    step,
    sync,
)
from useworkflow_runtime.errors import SyncInLoopError
from useworkflow_runtime.loop_thread import LoopThread


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("USEWORKFLOW_WORLD", f"sqlite:///{tmp_path}/world.db")
    here = LoopThread()
    monkeypatch.setattr("useworkflow_runtime.blocking.shared", lambda: here)
    yield
    here.stop()


def double(number: int) -> int:
    "use step"
    sync.set_attributes({"doubled": number})
    return 2 * number


def twice(number: int) -> int:
    "use workflow"
    if number < 0:
        raise ValueError("too small")
    return double(number)


def starts_another(number: int) -> int:
    "use step"
    return sync.start(twice, number).result(timeout=30)


def nested(number: int) -> Any:
    "use workflow"
    return starts_another(number), gives_a_run(number)


def gives_a_run(number: int) -> Any:
    "use step"
    return sync.start.options(run_id=f"given {number}")(twice, number)


async def asks() -> Any:
    "use workflow"
    return await create_hook("question")


async def sleeps() -> str:
    "use workflow"
    await sleep("10 days")
    return "woken"


heard = threading.Event()
"""The reader has heard what the first attempt said."""


@step(retry_delay="1s")
def says(words: list[str]) -> None:
    "use step"
    get_writable().write_from(words)
    if get_step_metadata().attempt == 1:
        heard.wait(30)
        raise ValueError("again")


def said(words: list[str]) -> None:
    "use workflow"
    says(words)


def test_a_stream_is_followed() -> None:
    """Chunk by chunk; after a withdrawal the same reader goes on."""
    run = sync.start(said, ["a", "b"])
    stream = run.stream()
    assert [next(stream), next(stream), stream.next_index] == ["a", "b", 2]
    heard.set()
    with pytest.raises(StreamReset) as reset:
        next(stream)
    assert (reset.value.index, list(stream), stream.cursor) == (0, ["a", "b"], "2.1.0")
    assert (list(run.stream(start_index=-1, read="committed")), run.stream().tail_index()) == (["b"], 1)


def test_start_and_wait() -> None:
    """A run is started, awaited and looked at without asyncio; handles are equal by their run."""
    run = sync.start.options(attributes={"kind": "test"})(twice, 4)
    assert run.result(timeout=30) == 8
    assert (run.status(), run.exists(), sync.get_run(run.id) == run) == ("completed", True, True)
    assert run.created_at() <= run.completed_at()  # type: ignore[operator]
    assert sync.list_runs(attributes={"kind": "test", "doubled": 4}) == [run]
    assert run.rerun().result(timeout=30) == 8
    assert run.fork(at=1).result(timeout=30) == 8
    assert run.explain().state == "completed"
    with pytest.raises(WorkflowFailedError, match="too small"):
        sync.start(twice, -1).result(timeout=30)


def test_hooks_sleeps_and_ends() -> None:
    """Answers, wake-ups and cancellations reach the run; a timeout of the wait leaves it running."""
    run = sync.start(asks)
    with pytest.raises(TimeoutError):
        run.result(timeout=0.01)
    while run.status() == "pending" or not run.explain().waits:
        pass
    assert sync.get_hook("question").run_id == run.id
    assert sync.resume_hook("question", {"a": 1}) == run.id
    assert run.result(timeout=30) == {"a": 1}
    slow, stopped, ended = sync.start(sleeps), sync.start(sleeps), sync.start(sleeps)
    for each in (slow, stopped, ended):
        while not each.explain().waits:
            pass
    slow.wake_up()
    assert slow.result(timeout=30) == "woken"
    stopped.cancel("enough")
    ended.terminate("now")
    for each, reason in ((stopped, "enough"), (ended, "now")):
        with pytest.raises(WorkflowCancelledError, match=reason):
            each.result(timeout=30)


def test_in_a_plain_step_its_own_world_is_meant() -> None:
    """A step in a thread starts runs in the world of its run, and may return handles on them."""
    run = sync.start(nested, 3)
    number, handle = run.result(timeout=30)
    assert (number, handle.id) == (6, "given 3")
    assert sync.get_run("given 3").result(timeout=30) == 6


async def test_a_loop_is_not_held_up() -> None:
    """Where a loop runs the call is refused; a thread of its own may wait."""
    with pytest.raises(SyncInLoopError):
        sync.list_runs()
    assert await asyncio.to_thread(sync.list_runs) == []
