"""A loop in a thread of its own: results, errors, the end, and forks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from useworkflow_runtime.loop_thread import LoopThread


@pytest.fixture
def here() -> Iterator[LoopThread]:
    """A loop thread that is stopped at the end."""
    here = LoopThread()
    yield here
    here.stop()


async def _thread() -> threading.Thread:
    return threading.current_thread()


def test_coroutines_run_in_one_other_thread(here: LoopThread) -> None:
    """Each ``run`` gives the result; the thread is begun once."""
    first, second = here.run(_thread()), here.run(_thread())
    assert first is second is not threading.current_thread()


def test_an_error_is_the_callers(here: LoopThread) -> None:
    """What the coroutine raises is raised by ``run``, and the loop goes on."""

    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        here.run(fail())
    assert here.run(_thread()).is_alive()


def test_a_coroutine_that_takes_too_long_is_cancelled(here: LoopThread) -> None:
    """``TimeoutError``, and the coroutine is told."""
    told = threading.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            told.set()

    with pytest.raises(TimeoutError):
        here.run(wait(), timeout=0.01)
    assert told.wait(10)


def test_the_loops_own_thread_cannot_wait_for_itself(here: LoopThread) -> None:
    """It is refused instead of standing still for ever."""

    async def inner() -> None:
        here.run(_thread())

    with pytest.raises(RuntimeError, match="await the coroutine"):
        here.run(inner())


def test_stop_lets_tasks_clean_up_and_a_later_run_begins_anew() -> None:
    """Cancelled tasks run their ``finally``; nothing is left of the thread."""
    here = LoopThread()
    seen: list[str] = []

    async def begin() -> asyncio.Task[None]:
        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                seen.append("cleaned up")

        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        return task

    kept = here.run(begin())
    here.stop()
    here.stop()
    assert (seen, kept.cancelled()) == (["cleaned up"], True)
    assert here.run(_thread()).is_alive()
    here.stop()


def test_a_process_that_ends_waits_for_the_clean_up() -> None:
    """The shared loop is stopped in order when the interpreter exits."""
    program = """
import asyncio
from useworkflow_runtime.loop_thread import shared
async def begin():
    async def work():
        try:
            await asyncio.Event().wait()
        finally:
            print("cleaned up", flush=True)
    globals()["task"] = asyncio.create_task(work())
    await asyncio.sleep(0)
shared().run(begin())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "cleaned up\n"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_a_loop_of_its_own(here: LoopThread) -> None:
    """A server that forks after its first request still works: the child's first ``run`` begins another thread."""
    here.run(_thread())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        alive = here.run(_thread()).is_alive()
        os.write(writing, b"alive" if alive else b"dead")
        os._exit(0)
    os.close(writing)
    assert os.read(reading, 10) == b"alive"
    os.close(reading)
    os.waitpid(child, 0)


def test_an_engine_in_the_thread_gives_its_world_back_at_the_end(tmp_path: Path) -> None:
    """The process ends in order, with open worlds and used thread pools, and says nothing."""
    program = f"""
import asyncio
from useworkflow import list_runs
from useworkflow_runtime.embedded import attach
from useworkflow_runtime.loop_thread import shared
async def begin():
    for name in ("a", "b"):
        place = await attach({str(tmp_path)!r} + f"/{{name}}.db", as_engine=True)
        assert place.engine is not None
    await asyncio.to_thread(len, "")
shared().run(begin())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
