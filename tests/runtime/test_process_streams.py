"""Streams of steps with ``executor="process"``: written in another process, stored by the engine's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from useworkflow import WorkflowFailedError

SOURCE = """
import os
import signal
from collections.abc import AsyncIterator

from useworkflow import Stream, get_step_metadata, get_writable, step


@step(executor="process", max_retries=0)
def say(words: list) -> int:
    "use step"
    out = get_writable()
    for word in words:
        out.write(word)
    out.drain()
    out.write_from(["and", {"more": 1}])
    out.close()
    return out.next_index


@step(executor="process", retry_delay=0, retry_jitter=0)
async def dies(words: list, going_on: bool) -> int:
    "use step"
    out = get_writable()
    for index in range(out.next_index if going_on else 0, len(words)):
        await out.write(words[index])
        if get_step_metadata().attempt == 1 and index == 1:
            await out.drain()
            os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


async def numbers(n: int) -> AsyncIterator[int]:
    for i in range(n):
        yield i


@step(executor="process", max_retries=0)
async def gives(n: int) -> AsyncIterator[int]:
    "use step"
    return numbers(n)


@step(executor="process", max_retries=0)
def late(out: Stream, waits: bool) -> None:
    "use step"
    out.write("late")
    if waits:
        out.drain()


async def closes(out: Stream) -> None:
    "use step"
    await out.close()


async def said(words: list) -> int:
    "use workflow"
    return say(words)


async def died(words: list, going_on: bool) -> int:
    "use workflow"
    return await dies(words, going_on)


async def given(n: int) -> Stream:
    "use workflow"
    return await gives(n)


async def too_late(waits: bool) -> None:
    "use workflow"
    out = get_writable()
    await closes(out)
    late(out, waits)
"""


@pytest.fixture
def steps(author: Callable[[str, str], Any]) -> Any:
    """The module of steps, importable here and in the processes."""
    return author("streams_in_processes", SOURCE).module


async def test_a_process_writes_as_any_step_does(room: Any, steps: Any) -> None:
    """Values of all kinds in order; ``drain`` and ``close`` wait for the store."""
    await room.open()
    run = await room.start(steps.said, ["a", "b"])
    assert await run.result() == 4
    assert [chunk async for chunk in run.stream()] == ["a", "b", "and", {"more": 1}]


@pytest.mark.parametrize("going_on", [False, True])
async def test_a_process_that_dies_is_a_failed_attempt(room: Any, steps: Any, going_on: bool) -> None:
    """The next process begins anew, or goes on from what was stored."""
    await room.open()
    run = await room.start(steps.died, ["a", "b", "c"], going_on)
    await room.until(run, "step_retrying")
    room.advance(0)
    await run.result()
    page = await room.world.streams.read(run.id, "", 0)
    assert [(chunk.attempt, bytes(chunk.body)) for chunk in page.chunks] == [
        (1 if going_on else 2, b'"a"'),
        (1 if going_on else 2, b'"b"'),
        (2, b'"c"'),
    ]
    assert page.resets == (() if going_on else (0,))


async def test_a_process_may_return_an_async_iterator(room: Any, steps: Any) -> None:
    """It gives a stream, as elsewhere; more than what is stored at once."""
    await room.open()
    run = await room.start(steps.given, 3000)
    assert [number async for number in await run.result()] == list(range(3000))


@pytest.mark.parametrize("waits", [False, True])
async def test_a_refusal_reaches_the_process(room: Any, steps: Any, waits: bool) -> None:
    """Where it waits, or at its end: the attempt fails, and is not tried again."""
    await room.open()
    run = await room.start(steps.too_late, waits)
    with pytest.raises(WorkflowFailedError, match="UW371"):
        await run.result()
