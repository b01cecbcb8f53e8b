"""Let unfinished runs go on until none of them moves any more.

settle(session, ["r1", "r2"])   ->   their rows, once each has ended, is parked, or waits for something outside
"""

from __future__ import annotations

from useworkflow_runtime.cli.session import Session
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, RunRecord, World

_SOON = 1_000_000
"""Microseconds: a run that wakes later than this from now only waits."""
_PULSE = 0.5
"""Seconds between two looks where nothing is announced."""


async def unfinished_runs(world: World) -> list[str]:
    """Ids of the runs that have neither ended nor are parked, oldest first."""
    found: list[str] = []
    before: str | None = None
    while page := await world.find_runs(limit=500, before=before):
        before = page[-1].id
        found += [record.id for record in page if not _at_rest(record)]
    return found[::-1]


async def settle(session: Session, run_ids: list[str]) -> list[RunRecord]:
    """Wait until none of the runs moves, and return their rows."""
    world = session.world
    while True:
        since = world.changes()
        records = [record for run_id in run_ids if (record := await world.get_run(run_id)) is not None]
        reached = await _runs_with_mail(session)
        if not any(
            (_moves(record, world.now()) and not _lacks_steps(session, record.id)) or record.id in reached
            for record in records
            if not _at_rest(record)
        ):
            return records
        if not await world.wait_for_change(_PULSE, since=since):
            await session.take_over()


def _at_rest(record: RunRecord) -> bool:
    return record.status in TERMINAL or record.status in PARKED


def _moves(record: RunRecord, now: int) -> bool:
    soon = record.wake_at is not None and record.wake_at <= now + _SOON
    return record.active or soon or (record.status == "pending" and record.wake_at is None)


def _lacks_steps(session: Session, run_id: str) -> bool:
    """Whether all that the run waits for in our engine are steps that are not there: it waits for another worker."""
    engine = session.engine
    hot = engine.runs.hot.get(run_id) if engine is not None else None
    if engine is None or hot is None or hot.flying is not None or not hot.ledger.steps:
        return False
    return all(entry.step in engine.registry.missing for entry in hot.ledger.steps.values() if entry.retry_at is None)


async def _runs_with_mail(session: Session) -> set[str]:
    """Runs that were sent something which their engine, if it is ours, has not committed yet."""
    if session.engine is None:
        return set()
    return {item.run_id for item in await session.world.inbox(session.engine.epoch)}
