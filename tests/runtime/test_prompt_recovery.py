"""What nobody announces is found at once, not when an engine looks at its world anyway."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from useworkflow import sleep
from useworkflow_runtime.cli.starting import start_in
from useworkflow_runtime.engine import sharing
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import LoggedEvent, RunRecord


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The engine's warnings about claims are not what is looked at here."""
    logger = logging.getLogger("useworkflow.engine")
    logger.disabled = True
    yield
    logger.disabled = False


async def naps(n: int) -> int:
    "use workflow"
    for _ in range(n):
        await sleep("1h")
    return n


class Broken(MemoryWorld):
    """A world in which the answers of the next claims get lost, after they were recorded."""

    losing = 0

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        claimed = await super().claim(epoch, run_ids, limit=limit, alone=alone)
        if claimed and self.losing:
            self.losing -= 1
            raise WorldError("the connection broke")
        return claimed


async def test_a_claim_whose_answer_was_lost_delays_nothing(room: Any) -> None:
    """A run that was claimed because its time had come goes on at once, though nobody was told that it was claimed."""
    room.world = Broken(room.clock)
    await room.open(hot_limit=0)
    run = await room.start(naps, 1)
    await room.until(run, "timer_started")
    await room.start(naps, 1)  # which the other makes room for
    async with asyncio.timeout(5):
        while run.id in room.engine.runs.hot:
            await asyncio.sleep(0)
    room.world.losing = 1
    room.advance(3601)
    async with asyncio.timeout(5):
        assert await run.result() == 1
    assert room.world.losing == 0


async def test_a_worker_whose_runs_all_wait_takes_up_the_rest(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that were left for want of room are taken up when others begin to wait, not only when others end."""
    monkeypatch.setattr(sharing, "ENOUGH", 2)
    world = PostgresWorld(postgres)
    await world.open()
    for _ in range(10):
        await start_in(world, naps, (1,), {}, key=None)
    started: set[str] = set()
    all_wait = asyncio.Event()

    def notice(run_id: str, row: LoggedEvent) -> None:
        started.add(run_id)
        if len(started) == 10:
            all_wait.set()

    engine = Engine(world)
    engine.events.append(notice)
    async with engine, asyncio.timeout(10):
        await all_wait.wait()
    await world.close()
