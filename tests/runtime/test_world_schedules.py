"""What every world does with schedules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.errors import LostOwnershipError
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import NewRun, World
from useworkflow_runtime.worlds.scheduling import ScheduleRecord
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

START = 1_000_000


def record(name: str, next_at: int | None = START, **changes: Any) -> ScheduleRecord:
    """A schedule."""
    fields: dict[str, Any] = {
        "name": name, "cron": "* * * * *", "timezone": "UTC", "workflow": "w", "bundle": "b", "args": Raw(b'[["x"],{}]'),
        "created_at": START, "next_at": next_at,
    }  # fmt: skip
    return ScheduleRecord(**(fields | changes))


def run(run_id: str, key: str) -> NewRun:
    """A nominal time's run."""
    return NewRun(id=run_id, workflow="w", bundle="b", created=b"{}", at=START, idempotency_key=key)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    clock = FakeClock(START)
    world: World
    if request.param == "memory":
        world = MemoryWorld(clock)
    elif request.param == "sqlite":
        world = SQLiteWorld(tmp_path / "world.db", clock=clock)
    else:
        world = PostgresWorld(request.getfixturevalue("postgres"), clock=clock)
    await world.open()
    yield world
    await world.close()


@pytest.fixture
async def epoch(world: World) -> int:
    epoch = await world.acquire("the engine")
    assert epoch is not None
    return epoch


async def test_a_schedule_is_kept_whole(world: World) -> None:
    """What was put comes back; names are in order; what is deleted is gone."""
    await world.schedules.put(record("b", missed="all", attributes={"x": 1}))
    await world.schedules.put(record("a", None))
    assert await world.schedules.get("b") == record("b", missed="all", attributes={"x": 1})
    assert [each.name for each in await world.schedules.all()] == ["a", "b"]
    assert await world.schedules.delete("a")
    assert not await world.schedules.delete("a")
    assert await world.schedules.get("a") is None


async def test_putting_again_replaces_what_it_says_and_keeps_its_past(world: World, epoch: int) -> None:
    """``created_at``, ``last_at`` and ``paused`` are its own."""
    await world.schedules.put(record("a"))
    await world.schedules.fire(epoch, "a", expected=START, next_at=START + 5, last_at=START, runs=[])
    await world.schedules.set_paused("a", True, START + 5)
    await world.schedules.put(record("a", START + 9, cron="0 0 * * *", created_at=START + 7))
    found = await world.schedules.get("a")
    assert found == record("a", START + 9, cron="0 0 * * *", last_at=START, paused=True)


async def test_due_and_next_wake_leave_out_what_is_paused(world: World, epoch: int) -> None:
    """Earliest first; the world says when the next is due."""
    await world.schedules.put(record("late", START + 3))
    await world.schedules.put(record("early", START - 3))
    await world.schedules.put(record("paused", START - 9))
    await world.schedules.set_paused("paused", True, START - 9)
    await world.schedules.put(record("never", None))
    assert [each.name for each in await world.schedules.due(epoch, START)] == ["early"]
    assert [each.name for each in await world.schedules.due(epoch, START + 3)] == ["early", "late"]
    assert await world.next_wake(epoch) == START - 3
    assert world.schedules.next_at == START - 3


async def test_a_nominal_time_is_met_once(world: World, epoch: int) -> None:
    """Who expects a time that has been met changes nothing, and nor does one whose schedule is paused or gone."""
    await world.schedules.put(record("a"))
    first = {"expected": START, "next_at": START + 60, "last_at": START}
    assert await world.schedules.fire(epoch, "a", **first, runs=[run("r1", "k1")])  # type: ignore[arg-type]
    assert not await world.schedules.fire(epoch, "a", **first, runs=[run("r2", "k2")])  # type: ignore[arg-type]
    assert await world.get_run("r2") is None
    claimed = [each.id for each in await world.claim(epoch)]
    assert claimed == ["r1"]
    await world.schedules.set_paused("a", True, START + 60)
    assert not await world.schedules.fire(epoch, "a", expected=START + 60, next_at=None, last_at=None, runs=[])
    assert not await world.schedules.fire(epoch, "gone", expected=START, next_at=None, last_at=None, runs=[])


async def test_a_time_whose_key_is_taken_has_no_second_run(world: World, epoch: int) -> None:
    """A backfill was there first: the schedule moves on, the other times get their runs."""
    await world.create_run(run("backfilled", "k1"))
    await world.schedules.put(record("a"))
    assert await world.schedules.fire(
        epoch, "a", expected=START, next_at=None, last_at=START, runs=[run("r1", "k1"), run("r2", "k2")]
    )
    assert sorted(each.id for each in await world.find_runs()) == ["backfilled", "r2"]


async def test_a_stale_engine_meets_no_time(world: World, epoch: int) -> None:
    """Fencing (G3)."""
    await world.schedules.put(record("a"))
    with pytest.raises(LostOwnershipError):
        await world.schedules.fire(epoch + 1, "a", expected=START, next_at=None, last_at=None, runs=[run("r", "k")])
    assert await world.get_run("r") is None


async def test_four_workers_meet_each_time_once(postgres: str) -> None:
    """All of them see that it is due, at the same moment, fifty times."""
    worlds = [PostgresWorld(postgres) for _ in range(4)]
    for world in worlds:
        await world.open()
    try:
        await worlds[0].schedules.put(record("a", 0))
        epochs = [await world.acquire("a worker") for world in worlds]
        for time in range(50):
            fired = await asyncio.gather(*[
                world.schedules.fire(
                    epoch or 0, "a", expected=time, next_at=time + 1, last_at=time, runs=[run(f"r{time}/{epoch}", f"k{time}")]
                )
                for world, epoch in zip(worlds, epochs, strict=True)
            ])  # fmt: skip
            assert sum(fired) == 1
        assert len(await worlds[0].find_runs(limit=1000)) == 50
    finally:
        for world in worlds:
            await world.close()
