"""The end of what stands in the user's database: outcomes of runs that have ended, what was refused, code that nobody names.

    await prune_database("sqlite:///shop.db", world, before)   -> Pruned(outcomes=120, unknown=0, refused=1, bundles=2)

An outcome is needed until its run has ended: a step of it may be tried again. Whether it has, only its world knows; rows of runs
that this world does not know may be another world's, and stay unless that is said. Read next: ``tables``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgspec

from useworkflow_runtime.errors import TransactionError
from useworkflow_runtime.transactions.database import Database, SQLiteDatabase, database
from useworkflow_runtime.transactions.tables import ensure_tables
from useworkflow_runtime.transactions.transactional import WORLD, psycopg_here, sqlite_path
from useworkflow_runtime.worlds.code_store import latest
from useworkflow_runtime.worlds.protocol import TERMINAL, World

_AT_ONCE = 500
_OLD_REFUSED = "FROM useworkflow_outbox WHERE refused IS NOT NULL AND refused_at < ?"
_UNUSED = (
    "FROM useworkflow_outbox_bundles WHERE named_at < ? "
    "AND id NOT IN (SELECT bundle FROM useworkflow_outbox WHERE bundle IS NOT NULL)"
)


class Pruned(msgspec.Struct, frozen=True):
    """How many rows went. ``unknown``: outcomes of runs that the world does not know, and that stayed, unless they were meant."""

    outcomes: int
    unknown: int
    refused: int
    bundles: int


async def prune_database(
    url: str, world: World, before: int, *, unknown: bool = False, dry_run: bool = False
) -> Pruned:
    """Remove what nobody needs any more from one of the user's databases. Others may use it meanwhile.

    Args:
        url: the database, or ``"world"``.
        world: whose runs they are.
        before: microseconds: what is newer stays, and so do outcomes of runs that have not ended before.
        unknown: remove outcomes of runs that this world does not know, too: no other world uses the database.
        dry_run: count, and change nothing.

    Raises:
        TransactionError: there is no such database.
    """
    async with _opened(world.url if url == WORLD else url) as db:
        await ensure_tables(db)
        outcomes, left = await _prune_outcomes(db, world, before, unknown, dry_run)
        refused = await _remove(db, _OLD_REFUSED, before, dry_run)
        bundles = await _remove(db, _UNUSED, latest(before, world.now()), dry_run)
    return Pruned(outcomes, left, refused, bundles)


async def forget_code(db: Database, now: int) -> None:
    """Remove the code of runs that are on their way to the world no more. ``now``: microseconds."""
    await _remove(db, _UNUSED, latest(now, now), False)


async def _remove(db: Database, what: str, before: int, dry_run: bool) -> int:
    ((count,),) = await db.execute(f"SELECT count(*) {what}", before)
    if count and not dry_run:
        await db.execute(f"DELETE {what}", before)
    return int(count)


async def _prune_outcomes(db: Database, world: World, before: int, unknown: bool, dry_run: bool) -> tuple[int, int]:
    removed = left = 0
    seen = ""
    while page := await db.execute(
        "SELECT step_id, run_id FROM useworkflow_outcomes WHERE step_id > ? AND recorded_at < ? ORDER BY step_id LIMIT ?",
        seen,
        before,
        _AT_ONCE,
    ):
        seen = page[-1][0]
        known = {run_id: await world.get_run(run_id) for run_id in {run_id for _, run_id in page}}
        over = {
            run_id
            for run_id, record in known.items()
            if (unknown and record is None)
            or (record is not None and record.status in TERMINAL and (record.completed_at or 0) < before)
        }
        gone = [step_id for step_id, run_id in page if run_id in over]
        left += sum(known[run_id] is None and run_id not in over for _, run_id in page)
        removed += len(gone)
        if gone and not dry_run:
            await db.execute(f"DELETE FROM useworkflow_outcomes WHERE step_id IN ({', '.join('?' * len(gone))})", *gone)
    return removed, left


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    if url.startswith(("postgresql://", "postgres://")):
        async with await psycopg_here().AsyncConnection.connect(url, autocommit=True) as connection:
            yield database(connection)
        return
    path = sqlite_path(url)
    if not Path(path).exists():
        raise TransactionError(f"there is no database {path}", mend="name one that exists, as `sqlite:///shop.db`")
    with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as connection:
        yield SQLiteDatabase(connection)
