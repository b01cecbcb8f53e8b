"""Queues of a PostgreSQL world: the tables, and every statement about them.

    ask(db, [NewRun(..., queue=QueuePlace("mail"))], now)   the runs have tickets
    Granting().grant(db, epoch, now, 16)                    -> [7]: run 7 may be taken up in this transaction

Whoever grants locks the queue's row first, so that workers count one after the other and never exceed a limit together.
A slot is held by a granted ticket of a run that is ``pending`` or ``running``; commits, which end runs, do not touch queues.
Read next: ``postgres_writing``, whose ``claim`` grants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from useworkflow_runtime.worlds.postgres_pool import Connection, Pool, transaction
from useworkflow_runtime.worlds.queueing import (
    QueueConfig,
    QueueState,
    RateLimit,
    Ticket,
    earliest,
    least,
    places,
)

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.changes import Changes
    from useworkflow_runtime.worlds.protocol import NewRun

QUEUE_TABLES: tuple[str, ...] = (
    "CREATE TABLE useworkflow.queues (name text PRIMARY KEY, config text NOT NULL, wake_at bigint)",
    """
    CREATE TABLE useworkflow.tickets (
        run        bigint PRIMARY KEY,
        queue      text NOT NULL,
        key        text NOT NULL,
        priority   integer NOT NULL,
        asked_at   bigint NOT NULL,
        ready_at   bigint NOT NULL,
        granted_at bigint               -- NULL while the run waits for a slot
    )
    """,
    "CREATE INDEX tickets_waiting ON useworkflow.tickets (queue, priority, run) WHERE granted_at IS NULL",
    "CREATE INDEX tickets_by_time ON useworkflow.tickets (queue, ready_at) WHERE granted_at IS NULL",
    "CREATE INDEX tickets_granted ON useworkflow.tickets (queue) WHERE granted_at IS NOT NULL",
    "CREATE TABLE useworkflow.grants (queue text NOT NULL, key text NOT NULL, at bigint NOT NULL)",
    "CREATE INDEX grants_by_time ON useworkflow.grants (queue, at)",
    """
    CREATE TABLE useworkflow.start_windows (
        workflow text NOT NULL, key text NOT NULL, run_id text NOT NULL, until bigint NOT NULL,
        PRIMARY KEY (workflow, key)
    )
    """,
    "CREATE INDEX start_windows_by_end ON useworkflow.start_windows (until)",
)

MOVES = """
    NOT EXISTS (SELECT 1 FROM useworkflow.tickets WHERE tickets.run = runs.number AND tickets.granted_at IS NULL)
"""
"""The run does not wait for a slot."""

_LIVE = "runs.status IN ('pending', 'running')"
_OF = "useworkflow.tickets JOIN useworkflow.runs ON runs.number = tickets.run WHERE queue = %(queue)s"
_HELD = f"{_OF} AND granted_at IS NOT NULL AND {_LIVE}"
_WAITING = f"{_OF} AND granted_at IS NULL AND {_LIVE}"
_FIRST = f"SELECT run, key FROM {_WAITING} AND ready_at <= %(now)s ORDER BY priority, run LIMIT %(free)s"
_FIRST_OF_KEYS = f"""
    WITH held AS (SELECT key, count(*) AS n FROM {_HELD} GROUP BY key),
         recent AS (
            SELECT key, count(*) AS n FROM useworkflow.grants WHERE queue = %(queue)s AND at > %(since)s GROUP BY key
         ),
         waiting AS (
            SELECT run, key, priority, row_number() OVER (PARTITION BY key ORDER BY priority, run) AS place
            FROM {_WAITING} AND ready_at <= %(now)s
         )
    SELECT waiting.run, waiting.key FROM waiting LEFT JOIN held USING (key) LEFT JOIN recent USING (key)
    WHERE place <= least(%(of_key)s - coalesce(held.n, 0), %(rate)s - coalesce(recent.n, 0))
    ORDER BY priority, run LIMIT %(free)s
"""
_LOCK = """
    SELECT config FROM useworkflow.queues
    WHERE EXISTS (SELECT 1 FROM useworkflow.tickets WHERE queue = name AND granted_at IS NULL)
    ORDER BY name FOR NO KEY UPDATE
"""
_ANY_LEFT = "SELECT 1 FROM useworkflow.tickets WHERE granted_at IS NULL LIMIT 1"
_WITHOUT_LIMIT = 1 << 60


async def ask(db: Connection, new: Sequence[NewRun], now: int) -> None:
    """Give runs that were created just now their tickets."""
    named = [(run, run.queue) for run in new if run.queue is not None]
    names = sorted({place.queue for _, place in named})
    await db.execute(
        "INSERT INTO useworkflow.queues SELECT *, NULL FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
        (names, [_text(QueueConfig(name=name)) for name in names]),
    )
    rows = [
        (run.id, place.queue, place.key, place.priority, now, now if run.start_at is None else run.start_at)
        for run, place in named
    ]
    await db.execute(
        "INSERT INTO useworkflow.tickets SELECT runs.number, queue, key, priority, asked_at, ready_at, NULL "
        "FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::bigint[], %s::bigint[]) "
        "AS given(id, queue, key, priority, asked_at, ready_at) JOIN useworkflow.runs USING (id)",
        [list(column) for column in zip(*rows, strict=True)],
    )


async def ask_again(db: Connection, run: int) -> bool:
    """Take a parked run's grant back; ``False`` if it has no ticket."""
    found = await db.execute("UPDATE useworkflow.tickets SET granted_at = NULL WHERE run = %s", (run,))
    return found.rowcount > 0


async def give_up(db: Connection, runs: Sequence[int]) -> None:
    """Forget the tickets of runs that are claimed without a slot."""
    if runs:
        await db.execute("DELETE FROM useworkflow.tickets WHERE run = ANY(%s) AND granted_at IS NULL", (list(runs),))


class Granting:
    """Grants tickets, and remembers whether any were left."""

    def __init__(self) -> None:
        self.left_waiting = False

    async def grant(self, db: Connection, epoch: int, now: int, limit: int) -> list[int]:
        """Let through what may begin, at most ``limit``: the numbers of the runs, whose rows are locked."""
        found = await (await db.execute(_LOCK)).fetchall()
        granted: list[int] = []
        for (config,) in found:
            granted += await _grant(db, _config(config), epoch, now, limit - len(granted))
        self.left_waiting = bool(found) and await (await db.execute(_ANY_LEFT)).fetchone() is not None
        return granted


async def _grant(db: Connection, config: QueueConfig, epoch: int, now: int, limit: int) -> list[int]:
    name = config.name
    rates = [rate for rate in (config.rate, config.key_rate) if rate is not None]
    if rates:
        longest = max(rate.period for rate in rates)
        await db.execute("DELETE FROM useworkflow.grants WHERE queue = %s AND at <= %s", (name, now - longest))
    chosen = await _lock(db, await _choose(db, config, epoch, now, limit))
    if chosen:
        await db.execute("UPDATE useworkflow.tickets SET granted_at = %s WHERE run = ANY(%s)", (now, sorted(chosen)))
        if rates:
            await db.execute(
                "INSERT INTO useworkflow.grants SELECT %s, key, %s FROM unnest(%s::text[]) AS given(key)",
                (name, now, list(chosen.values())),
            )
    wake_at = await _next_time(db, name, rates, now)
    await db.execute(
        "UPDATE useworkflow.queues SET wake_at = %s WHERE name = %s AND wake_at IS DISTINCT FROM %s",
        (wake_at, name, wake_at),
    )
    return list(chosen)


async def _lock(db: Connection, chosen: dict[int, str]) -> dict[int, str]:
    """Those of the runs that nobody else is just doing something with: it is not waited for anybody."""
    if not chosen:
        return {}
    found = await db.execute(
        f"SELECT number FROM useworkflow.runs WHERE number = ANY(%s) AND {_LIVE} ORDER BY number FOR UPDATE SKIP LOCKED",
        (sorted(chosen),),
    )
    return {number: chosen[number] for (number,) in await found.fetchall()}


async def _choose(db: Connection, config: QueueConfig, epoch: int, now: int, limit: int) -> dict[int, str]:
    """Numbers of the runs that may begin, with their keys."""
    values: dict[str, Any] = {"queue": config.name, "now": now, "epoch": epoch}
    held, here = await _one(db, f"SELECT count(*), count(*) FILTER (WHERE runs.epoch = %(epoch)s) FROM {_HELD}", values)
    free = least(
        limit,
        places(config.concurrency, held),
        places(config.worker_concurrency, here),
        await _rest(db, config.name, config.rate, now),
    )
    if not free:
        return {}
    values["free"] = free
    if config.key_concurrency is None and config.key_rate is None:
        return dict(await (await db.execute(_FIRST, values)).fetchall())
    rate = config.key_rate or RateLimit(_WITHOUT_LIMIT, 0)
    of_key = _WITHOUT_LIMIT if config.key_concurrency is None else config.key_concurrency
    values |= {"since": now - rate.period, "rate": rate.count, "of_key": of_key}
    return dict(await (await db.execute(_FIRST_OF_KEYS, values)).fetchall())


async def _rest(db: Connection, name: str, rate: RateLimit | None, now: int) -> int | None:
    """How many may still begin within the period that ends now."""
    if rate is None:
        return None
    (recent,) = await _one(
        db, "SELECT count(*) FROM useworkflow.grants WHERE queue = %s AND at > %s", (name, now - rate.period)
    )
    return rate.count - int(recent)


async def _next_time(db: Connection, name: str, rates: Sequence[RateLimit], now: int) -> int | None:
    waiting, delay = await _one(
        db,
        f"SELECT EXISTS (SELECT 1 FROM {_WAITING}), (SELECT min(ready_at) FROM useworkflow.tickets "
        "WHERE queue = %(queue)s AND granted_at IS NULL AND ready_at > %(now)s)",
        {"queue": name, "now": now},
    )
    if not waiting:
        return None
    ends = []
    for rate in rates:
        (oldest,) = await _one(
            db, "SELECT min(at) FROM useworkflow.grants WHERE queue = %s AND at > %s", (name, now - rate.period)
        )
        ends.append(None if oldest is None else oldest + rate.period)
    return earliest(delay, *ends)


async def _one(db: Connection, statement: str, values: Any) -> tuple[Any, ...]:
    row = await (await db.execute(statement, values)).fetchone()
    assert row is not None  # an aggregate without GROUP BY has a row
    return row


# --- asked by any process


class PostgresQueueing:
    """The operations of ``Queueing`` in a database."""

    _pool: Pool
    _granting: Granting
    _changes: Changes

    async def put_queue(self, config: QueueConfig) -> None:
        """See ``Queueing.put_queue``."""
        await self._pool.use(lambda db: _put(db, config))
        self._changes.note(inputs=True)

    async def queues(self) -> list[QueueState]:
        """See ``Queueing.queues``."""
        return await self._pool.use(_states)

    async def ticket(self, run_id: str) -> Ticket | None:
        """See ``Queueing.ticket``."""
        return await self._pool.use(lambda db: _ticket(db, run_id))

    def left_waiting(self) -> bool:
        """See ``Queueing.left_waiting``."""
        return self._granting.left_waiting


async def _put(db: Connection, config: QueueConfig) -> None:
    async with transaction(db):
        await db.execute(
            "INSERT INTO useworkflow.queues VALUES (%s, %s, NULL) "
            "ON CONFLICT (name) DO UPDATE SET config = excluded.config",
            (config.name, _text(config)),
        )


async def _states(db: Connection) -> list[QueueState]:
    found = await db.execute(
        "SELECT config, wake_at, "
        f"(SELECT count(*) FROM {_WAITING.replace('%(queue)s', 'name')}), "
        f"(SELECT count(*) FROM {_HELD.replace('%(queue)s', 'name')}) "
        "FROM useworkflow.queues ORDER BY name"
    )
    return [
        QueueState(_config(config), waiting, held, wake_at) for config, wake_at, waiting, held in await found.fetchall()
    ]


async def _ticket(db: Connection, run_id: str) -> Ticket | None:
    found = await db.execute(
        "SELECT run, queue, key, priority, asked_at, ready_at, granted_at FROM useworkflow.tickets "
        "JOIN useworkflow.runs ON number = run WHERE id = %s AND status NOT IN ('completed', 'failed', 'cancelled')",
        (run_id,),
    )
    row = await found.fetchone()
    if row is None:
        return None
    run, queue, key, priority, asked_at, ready_at, granted_at = row
    values = {"queue": queue, "priority": priority, "run": run, "key": key}
    (ahead,) = await _one(db, f"SELECT count(*) FROM {_WAITING} AND (priority, run) < (%(priority)s, %(run)s)", values)
    held, by_key = await _one(db, f"SELECT count(*), count(*) FILTER (WHERE key = %(key)s) FROM {_HELD}", values)
    (wake_at,) = await _one(db, "SELECT wake_at FROM useworkflow.queues WHERE name = %(queue)s", values)
    return Ticket(
        queue=queue,
        key=key,
        priority=priority,
        asked_at=asked_at,
        ready_at=ready_at,
        granted_at=granted_at,
        ahead=0 if granted_at is not None else ahead,
        held=held,
        held_by_key=by_key,
        wake_at=wake_at,
    )


def _text(config: QueueConfig) -> str:
    return msgspec.json.encode(config).decode()


def _config(text: str) -> QueueConfig:
    return msgspec.json.decode(text, type=QueueConfig)
