"""A writer by itself: what it takes, what it gives to be stored, and whom it lets go."""

from __future__ import annotations

import asyncio
import contextvars
from typing import cast

import pytest
from msgspec import Raw

from useworkflow import StreamClosedError
from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import LostOwnershipError, StreamFencedError, WorldError
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.streams.pump import StreamPump
from useworkflow_runtime.streams.writing import Writer
from useworkflow_runtime.worlds.streams import StreamStore, StreamWrite, StreamWritten
from useworkflow_sandbox.streams import Stream

A, B, C = Raw(b'"a"'), Raw(b'"b"'), Raw(b'"c"')


class Attempt:
    """As much of an attempt as a writer looks at."""

    run_id = "run_1"
    attempt = 2
    entry = StepEntry("0/tell#0", "step//app//tell", 1, None)


class Store:
    """A store that does what it is told to."""

    def __init__(self) -> None:
        self.writes: list[StreamWrite] = []
        self.troubles: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def write(self, epoch: int, writes: list[StreamWrite]) -> list[StreamWritten]:
        """Take the writes down, or raise what is next."""
        await self.gate.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        self.writes += writes
        return [StreamWritten(write.position + len(write.chunks)) for write in writes]


@pytest.fixture
def store() -> Store:
    return Store()


def writer_of(store: Store, before: int = 0) -> Writer:
    """A writer of the loop that runs, with a pump of its own."""
    loop = asyncio.get_running_loop()
    pump = StreamPump(loop, cast("StreamStore", store), 1, 0.0, contextvars.copy_context())
    return Writer(pump, Stream("run_1"), cast("Work", Attempt()), before)


def shape(write: StreamWrite) -> tuple[int, list[bytes], bool, bool]:
    """What matters of a write."""
    return write.position, [bytes(chunk) for chunk in write.chunks], write.go_on, write.close


async def test_chunks_gather_while_others_are_stored(store: Store) -> None:
    """One write at a time; its successor takes along all that came meanwhile, and the end."""
    writer = writer_of(store)
    store.gate.clear()
    writer.add(A)
    await asyncio.sleep(0)
    writer.add(B)
    writer.add(C)
    writer.close()
    store.gate.set()
    await writer.emptied_here()
    assert [shape(write) for write in store.writes] == [
        (0, [b'"a"'], False, False),
        (1, [b'"b"', b'"c"'], False, True),
    ]


async def test_an_attempt_that_asks_goes_on(store: Store) -> None:
    """Asking adopts what is there even if nothing is written after it; one that writes first begins at 0."""
    writer = writer_of(store, before=3)
    assert writer.next_index == 3
    await writer.emptied_here()
    writer.add(A)
    assert writer.next_index == 4
    await writer.emptied_here()
    anew = writer_of(store, before=3)
    anew.add(B)
    assert anew.next_index == 1
    await anew.emptied_here()
    assert [shape(write) for write in store.writes] == [
        (3, [], True, False),
        (3, [b'"a"'], True, False),
        (0, [b'"b"'], False, False),
    ]


async def test_a_write_that_failed_is_given_again_as_it_was(store: Store) -> None:
    """Nobody knows whether it was stored; what came meanwhile waits."""
    writer = writer_of(store)
    store.troubles = [WorldError("gone"), WorldError("still gone")]
    writer.add(A)
    await asyncio.sleep(0)
    writer.add(B)
    await writer.emptied_here()
    assert [shape(write)[:2] for write in store.writes] == [(0, [b'"a"']), (1, [b'"b"'])]


async def test_nothing_is_added_after_the_end(store: Store) -> None:
    """``close`` may be repeated; a chunk after it is refused at once."""
    writer = writer_of(store)
    writer.close()
    writer.close()
    with pytest.raises(StreamClosedError, match="it is closed"):
        writer.add(A)


async def test_whoever_waits_is_let_go_when_the_attempt_counts_no_more(store: Store) -> None:
    """Whether something is under way or not; a thread would wait for ever."""
    for under_way in (False, True):
        writer = writer_of(store)
        store.gate.clear()
        writer.add(A)
        waiting = asyncio.ensure_future(writer.emptied_here())
        if under_way:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        writer.detach()
        store.gate.set()
        with pytest.raises(StreamFencedError, match="UW372"):
            await waiting
        with pytest.raises(StreamFencedError):
            writer.add(B)
        await writer.settled()


async def test_an_engine_that_lost_its_world_stores_nothing_more(store: Store) -> None:
    """Writers are let go, now and later (G3)."""
    writer = writer_of(store)
    store.troubles = [LostOwnershipError.of("memory:", 1)]
    writer.add(A)
    with pytest.raises(StreamFencedError):
        await writer.emptied_here()
    late = Writer(writer._pump, Stream("run_1", "late"), cast("Work", Attempt()), 0)
    late.add(A)
    with pytest.raises(StreamFencedError):
        await late.emptied_here()
