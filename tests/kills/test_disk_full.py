"""A PostgreSQL server whose disk is full: workers keep their runs, say so, and go on when there is room."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from server import Server

from useworkflow import create_hook, step
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import DiskFullError
from useworkflow_runtime.start import start
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values

bodies: Counter[int] = Counter()
full: list[asyncio.Event] = []


class Ear(logging.Handler):
    """Hears what the engine says. ``full``: it has said that there is no room left."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.full = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "has no room left" in record.getMessage():
            self.loop.call_soon_threadsafe(self.full.set)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server("fsync=off") as server:
        yield server


@step(max_retries=0)
async def once(number: int) -> int:
    "use step"
    bodies[number] += 1
    if number == 1:
        await full[0].wait()  # its outcome comes when it cannot be recorded
    return number


async def working(first: int, token: str) -> list[int]:
    "use workflow"
    hook = create_hook(token=token)
    done = [await once(first)]
    await hook
    return done + [await once(number) for number in range(first + 1, first + 5)]


@pytest.mark.filterwarnings("default")
async def test_a_worker_waits_until_there_is_room_again(server: Server) -> None:
    """Every commit is refused with 53100: each run is kept, the log says that the disk is full, senders are told at once with UW302,
    and with room again every run ends right, each step having run once (G2, G3)."""
    bodies.clear()
    full[:] = [asyncio.Event()]
    world = PostgresWorld(server.url)
    await world.open()
    engine = Engine(world, retry_delay=0.01)
    await engine.start()
    join(engine)
    ear = Ear()
    logger = logging.getLogger("useworkflow.engine")
    logger.addHandler(ear)
    runs = [await start.options(world=world)(working, number * 10, f"t{number}") for number in range(4)]
    async with asyncio.timeout(60):
        while any([await world.get_hook(f"t{number}") is None for number in range(4)]):
            await world.wait_for_change(0.05)
        await world.send_to_hook("t0", values.encode(None))
        await asyncio.to_thread(server.fill_disk)
        full[0].set()
        with pytest.raises(
            DiskFullError, match=r"UW302: the database of postgresql.* has no room left: could not extend file"
        ):
            await world.send_to_hook("t1", values.encode(None))
        await ear.full.wait()
        assert [(await run.status()) for run in runs[1:]] == ["running"] * 3
        await asyncio.to_thread(server.make_room)
        for number in range(1, 4):
            await world.send_to_hook(f"t{number}", values.encode(None))
        results = [await run.result() for run in runs]
    assert results == [list(range(number * 10, number * 10 + 5)) for number in range(4)]
    assert set(bodies.values()) == {1}
    logger.removeHandler(ear)
    await engine.stop()
    await world.close()
