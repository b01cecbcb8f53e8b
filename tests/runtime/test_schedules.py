"""Schedules as users have them: fired by the engine, missed, paused, backfilled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from useworkflow import (
    CadenceError,
    Queue,
    ScheduleNotFoundError,
    WorkflowFailedError,
    get_run,
    get_schedule,
    list_runs,
    list_schedules,
    schedule,
    sleep,
    workflow,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
seen: list[Any] = []


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


async def note(what: Any) -> None:
    "use step"
    seen.append(what)


async def report(region: str) -> str:
    "use workflow"
    await note(region)
    return region


async def report_for(region: str, when: datetime) -> str:
    "use workflow"
    return f"{region} {when.isoformat()}"


@workflow(timeout="10m")
async def endless() -> None:
    "use workflow"
    await sleep("1h")


@pytest.fixture
async def noon(rooms: Any) -> Any:
    """A room at noon."""
    rooms.clock.set(round(NOON.timestamp() * 1_000_000))
    await rooms.open()
    return rooms


async def until_runs(room: Any, count: int) -> list[Any]:
    """As soon as so many runs have ended: they, oldest first."""
    while True:
        since = room.world.changes()
        runs = [get_run(record.id, world=room.world) for record in await room.world.find_runs(status="completed")]
        if len(runs) >= count:
            return runs[::-1]
        assert await room.world.wait_for_change(10, since=since)


async def test_each_nominal_time_has_its_run(noon: Any) -> None:
    """At 12:05 and 12:10, and at no other time."""
    nightly = await schedule("every five", "*/5 * * * *", world=noon.world)(report, "eu")
    assert (await nightly.info()).next_at == NOON + timedelta(minutes=5)
    noon.advance(299)
    assert await list_runs(world=noon.world) == []
    noon.advance(1)
    await until_runs(noon, 1)
    noon.advance(300)
    await until_runs(noon, 2)
    assert seen == ["eu", "eu"]
    info = await nightly.info()
    assert (info.last_at, info.next_at) == (NOON + timedelta(minutes=10), NOON + timedelta(minutes=15))


async def test_the_workflow_may_know_its_nominal_time(noon: Any) -> None:
    """Under the name that was given; the run has it among its attributes."""
    await schedule("timed", "0 * * * *", time_argument="when", world=noon.world)(report_for, "eu")  # type: ignore[call-arg]
    noon.advance(3700)
    (run,) = await until_runs(noon, 1)
    assert await run.result() == "eu 2026-05-01T13:00:00+00:00"
    record = await noon.world.get_run(run.id)
    assert record.attributes == {"$schedule": "timed", "$nominal": "2026-05-01T13:00:00+00:00"}


@pytest.mark.parametrize(("missed", "count"), [("last", 1), ("all", 36), ("skip", 0)])
async def test_missed_times_after_a_downtime(rooms: Any, missed: Any, count: int) -> None:
    """Three hours and two minutes without an engine, a run every five minutes: the newest, all, or none."""
    rooms.clock.set(round(NOON.timestamp() * 1_000_000))
    await rooms.open()
    await schedule("missed", "*/5 * * * *", missed=missed, world=rooms.world)(report, "eu")
    await rooms.kill()
    rooms.clock.advance(seconds=3 * 3600 + 120)
    await rooms.world.open()
    await rooms.open()
    await until_runs(rooms, count)
    rooms.advance(180)  # 15:05: the next is in time
    await until_runs(rooms, count + 1)
    assert len(seen) == count + 1


async def test_a_paused_schedule_starts_nothing_and_makes_up_for_nothing(noon: Any) -> None:
    """When it goes on, it goes on with the next time."""
    hourly = await schedule("hourly", "@hourly", world=noon.world)(report, "eu")
    await hourly.pause()
    assert (await hourly.info()).next_at is None
    noon.advance(2 * 3600)
    await hourly.resume()
    assert (await hourly.info()).next_at == NOON + timedelta(hours=3)
    noon.advance(3600)
    await until_runs(noon, 1)
    assert seen == ["eu"]


async def test_a_backfill_starts_what_has_no_run(noon: Any) -> None:
    """Repeating it, or overlapping it, starts nothing twice."""
    daily = await schedule("daily", "@daily", time_argument="when", world=noon.world)(report_for, "eu")  # type: ignore[call-arg]
    start = datetime(2026, 4, 1, tzinfo=UTC)
    runs = await daily.backfill(start, start + timedelta(days=3))
    assert [await run.result() for run in runs] == [f"eu 2026-04-0{day}T00:00:00+00:00" for day in (1, 2, 3)]
    again = await daily.backfill(start + timedelta(days=2), start + timedelta(days=5))
    assert again[0] == runs[2]
    assert len(await list_runs(world=noon.world)) == 5
    with pytest.raises(ValueError, match="time zone"):
        await daily.backfill(datetime(2026, 4, 1), start)


async def test_scheduling_again_replaces(noon: Any) -> None:
    """Other arguments, another cadence, one schedule."""
    await schedule("one", "@hourly", world=noon.world)(report, "eu")
    await schedule("one", "*/30 * * * *", world=noon.world)(report, "us")
    (info,) = await list_schedules(world=noon.world)
    assert (info.cron, info.next_at) == ("*/30 * * * *", NOON + timedelta(minutes=30))
    noon.advance(1800)
    await until_runs(noon, 1)
    assert seen == ["us"]


async def test_its_runs_have_the_workflows_timeout(noon: Any) -> None:
    """What ``@workflow(timeout=...)`` says holds for them, too."""
    await schedule("endless", "@hourly", world=noon.world)(endless)
    noon.advance(3600)
    while not (found := await noon.world.find_runs(status="running")):
        await noon.world.wait_for_change(10)
    run = get_run(found[0].id, world=noon.world)
    await noon.until(run, "timer_started", 2)
    noon.advance(600)
    with pytest.raises(WorkflowFailedError):
        await run.result()


async def test_its_runs_may_wait_in_a_queue(noon: Any) -> None:
    """As those of ``start`` do."""
    Queue("reports", concurrency=1)
    await schedule("queued", "@hourly", queue="reports", key="eu", world=noon.world)(report, "eu")
    noon.advance(3600)
    await until_runs(noon, 1)
    (state,) = await noon.world.queues()
    assert (state.config.name, state.held) == ("reports", 0)


async def test_a_deleted_schedule_is_gone(noon: Any) -> None:
    """It starts nothing, and asking for it says so."""
    hourly = await schedule("hourly", "@hourly", world=noon.world)(report, "eu")
    await hourly.delete()
    noon.advance(7200)
    assert await list_runs(world=noon.world) == []
    for ask in (hourly.info, hourly.pause, hourly.delete, get_schedule("x", world=noon.world).resume):
        with pytest.raises(ScheduleNotFoundError):
            await ask()


async def test_mistakes_are_refused_when_the_schedule_is_made(noon: Any) -> None:
    """The cadence, the policy, the arguments: nothing is stored."""
    with pytest.raises(CadenceError):
        schedule("x", "61 * * * *")
    with pytest.raises(CadenceError, match="missed"):
        schedule("x", "@daily", missed="sometimes")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        await schedule("x", "@daily", world=noon.world)(report)  # type: ignore[call-arg]
    assert await list_schedules(world=noon.world) == []
