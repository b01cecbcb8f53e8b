"""What was sent to a run is heard once, and in the order in which it was acknowledged, whatever stands in between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from msgspec import Raw

from useworkflow import create_hook, resume_hook
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.run import Run
from useworkflow_runtime.start import start
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import InboxItem, NewRun, Turn, TurnOutcome
from useworkflow_runtime.worlds.queueing import QueueConfig, QueuePlace


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The engine's warnings about commits are not what is looked at here."""
    logger = logging.getLogger("useworkflow.engine")
    logger.disabled = True
    yield
    logger.disabled = False


class HeldWorld(MemoryWorld):
    """A world in which the commit of an event of kind ``kind`` waits until it is let go, and is then refused."""

    kind = ""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        if self.kind and any(row.kind == self.kind for turn in turns for row in turn.events):
            self.kind = ""
            self.reached.set()
            await self.go_on.wait()
            raise WorldError("the disk is full")
        return await super().commit(epoch, turns)


async def in_time(token: str) -> list[Any]:
    "use workflow"
    hook = create_hook(token=token)
    try:
        async with asyncio.timeout(5):
            return [await hook]
    except TimeoutError:
        return ["late", await hook, await hook]


async def listen(token: str, count: int) -> list[Any]:
    "use workflow"
    hook = create_hook(token=token)
    return [await hook for _ in range(count)]


async def pause_until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0)


async def test_a_payload_after_an_end_that_was_not_recorded_is_heard(room: Any) -> None:
    """The run's end could not be committed, and it takes another course when it is tried again: what came after that end is
    still there, in order."""
    room.world = HeldWorld(room.clock)
    await room.open()
    run = await room.start(in_time, "t")
    await room.until(run, "timer_started")
    room.world.kind = "run_completed"
    await resume_hook("t", 1, world=room.world)
    await room.world.reached.wait()
    await resume_hook("t", 2, world=room.world)
    for _ in range(20):
        await asyncio.sleep(0)
    room.clock.advance(seconds=6)
    room.world.go_on.set()
    async with asyncio.timeout(10):
        assert await run.result() == ["late", 1, 2]


async def test_a_payload_for_a_run_that_waits_in_its_queue_again_is_heard(room: Any) -> None:
    """A run was parked, goes on, and waits for a slot: what is sent to it meanwhile is there when it has one."""
    await room.open()
    await room.world.put_queue(QueueConfig(name="q", concurrency=1))
    run = await room.start(listen, "t", 1, queue="q")
    await room.until(run, "hook_created")
    await room.engine.stop()
    epoch = await room.world.acquire("someone who parks it")
    record = await room.world.get_run(run.id)
    parked = Turn(
        run_id=run.id, expected=record.last_seq, generation=record.generation, events=[], status="stuck", reason="for a test"
    )  # fmt: skip
    await room.world.commit(epoch, [parked])
    await room.world.create_run(
        NewRun(id="other", workflow="w", bundle="b", created=b"{}", at=room.clock.now(), queue=QueuePlace("q"))
    )
    assert [taken.id for taken in await room.world.claim(epoch)] == ["other"]
    waiting = Turn(run_id="other", expected=1, generation=1, events=[], status="running", active=False)
    await room.world.commit(epoch, [waiting])
    await room.world.unpark(run.id)
    await room.world.release(epoch)
    engine = await room.open()
    await resume_hook("t", "yes", world=room.world)
    await pause_until(lambda: run.id in engine.inbox._unclaimed)
    assert not engine.runs.knows(run.id)
    ended = Turn(run_id="other", expected=1, generation=2, events=[], status="completed")
    await room.world.commit(engine.epoch, [ended])
    room.world._changes.note(inputs=True)
    async with asyncio.timeout(10):
        assert await run.result() == ["yes"]


_SEND_0 = """
    INSERT INTO useworkflow.inbox (run, kind, target, payload)
    SELECT run, 'hook', hook_id, '0' FROM useworkflow.hooks WHERE token = 't'
"""
_PARKED_RUN = """
    INSERT INTO useworkflow.runs (id, workflow, bundle, status, created_at, claims, active, epoch, last_seq, args_digest, attributes)
    VALUES ('parked', 'w', 'b', 'stuck', 0, 0, false, 0, 0, 'd', '{}')
"""
_ITEMS_OF_IT = """
    INSERT INTO useworkflow.inbox (run, kind, target, payload)
    SELECT number, 'wake', '', 'null' FROM useworkflow.runs, generate_series(1, 2) WHERE id = 'parked'
"""


class Overtaking(PostgresWorld):
    """While a worker reads its inbox, others go on to send: after its first page ``between`` is called, once."""

    between: Callable[[], Any] | None = None

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        page = await super().inbox(epoch, after=after, limit=limit)
        if self.between is not None and len(page) == limit:
            between, self.between = self.between, None
            await between()
        return page


async def test_a_payload_on_a_later_page_does_not_overtake_one_that_was_acknowledged_before(postgres: str) -> None:
    """The first page was read when payload 0 had a number and was not committed; then it was, and payload 1 was sent: they are
    heard as 0, 1, though 1 is on the second page and 0 was missing on the first."""
    world, client = Overtaking(postgres), PostgresWorld(postgres)
    await world.open()
    await client.open()
    engine = Engine(world)
    await engine.start()
    join(engine)
    run: Run[Any] = await start.options(world=world)(listen, "t", 2)
    async with asyncio.timeout(30):
        while await client.get_hook("t") is None:
            await client.wait_for_change(0.05)
    async with await psycopg.AsyncConnection.connect(postgres) as sender:

        async def acknowledge_one_send_the_next() -> None:
            await sender.commit()
            await client.send_to_hook("t", Raw(b"1"))

        await sender.execute(_SEND_0)
        with psycopg.connect(postgres) as others:
            others.execute(_PARKED_RUN)
            others.execute(_ITEMS_OF_IT)
        engine.inbox.page, world.between = 2, acknowledge_one_send_the_next
        world._changes.note(inputs=True)
        async with asyncio.timeout(30):
            assert await run.result() == [0, 1]
    assert world.between is None
    await engine.stop()
    await client.close()
    await world.close()
