"""Queues of a SQLite world: the tables, and every statement about them.

    ask(db, 7, QueuePlace("mail"), now, None)     run 7 has a ticket
    Granting().grant(db, now, 100)                -> [7], and its ticket says so

There is one writer at a time, so what is counted here holds until the commit. Nothing is counted in advance: a slot is held
by a granted ticket of a run that is ``pending`` or ``running``. Read next: ``postgres_queues``, the same for many workers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from useworkflow_runtime.worlds.queueing import (
    QueueConfig,
    QueuePlace,
    QueueState,
    RateLimit,
    Ticket,
    earliest,
    least,
    places,
)

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.sqlite_thread import SQLiteThread
    from useworkflow_runtime.worlds.sqlite_writing import Writing

QUEUE_TABLES: tuple[str, ...] = (
    "CREATE TABLE queues (name TEXT PRIMARY KEY, config TEXT NOT NULL, wake_at INTEGER) WITHOUT ROWID",
    """
    CREATE TABLE tickets (
        run        INTEGER PRIMARY KEY,
        queue      TEXT NOT NULL,
        key        TEXT NOT NULL,
        priority   INTEGER NOT NULL,
        asked_at   INTEGER NOT NULL,
        ready_at   INTEGER NOT NULL,
        granted_at INTEGER              -- NULL while the run waits for a slot
    )
    """,
    "CREATE INDEX tickets_waiting ON tickets (queue, priority, run) WHERE granted_at IS NULL",
    "CREATE INDEX tickets_by_time ON tickets (queue, ready_at) WHERE granted_at IS NULL",
    "CREATE INDEX tickets_granted ON tickets (queue) WHERE granted_at IS NOT NULL",
    "CREATE TABLE grants (queue TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL)",
    "CREATE INDEX grants_by_time ON grants (queue, at)",
    """
    CREATE TABLE start_windows (
        workflow TEXT NOT NULL, key TEXT NOT NULL, run_id TEXT NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (workflow, key)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX start_windows_by_end ON start_windows (until)",
)

MOVES = "NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.run = runs.number AND tickets.granted_at IS NULL)"
"""The run does not wait for a slot."""

_HELD = "tickets JOIN runs ON runs.number = tickets.run WHERE queue = ? AND granted_at IS NOT NULL AND status IN ('pending', 'running')"
_WAITING = "tickets JOIN runs ON runs.number = tickets.run WHERE queue = ? AND granted_at IS NULL AND status IN ('pending', 'running')"
_FIRST = f"SELECT run, key FROM {_WAITING} AND ready_at <= ? ORDER BY priority, run LIMIT ?"
_IN_ORDER = f"SELECT run, key FROM {_WAITING} AND ready_at <= ? ORDER BY priority, run"
_HELD_BY_KEY = f"SELECT key, count(*) FROM {_HELD} GROUP BY key"
_RECENT_BY_KEY = "SELECT key, count(*) FROM grants WHERE queue = ? AND at > ? GROUP BY key"


def ask(db: sqlite3.Connection, run: int, place: QueuePlace, now: int, ready_at: int | None) -> None:
    """Give a new run its ticket."""
    config = QueueConfig(name=place.queue)
    db.execute("INSERT OR IGNORE INTO queues VALUES (?, ?, NULL)", (place.queue, _text(config)))
    db.execute(
        "INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (run, place.queue, place.key, place.priority, now, now if ready_at is None else ready_at),
    )


def ask_again(db: sqlite3.Connection, run: int) -> bool:
    """Take a parked run's grant back; ``False`` if it has no ticket."""
    return db.execute("UPDATE tickets SET granted_at = NULL WHERE run = ?", (run,)).rowcount > 0


def postpone(db: sqlite3.Connection, run: int, ready_at: int) -> None:
    """Let a waiting run begin no earlier than that."""
    db.execute("UPDATE tickets SET ready_at = ? WHERE run = ?", (ready_at, run))


def give_up(db: sqlite3.Connection, runs: Sequence[int]) -> None:
    """Forget the tickets of runs that are claimed without a slot."""
    db.executemany("DELETE FROM tickets WHERE run = ? AND granted_at IS NULL", [(run,) for run in runs])


def next_wake(db: sqlite3.Connection) -> int | None:
    """When time alone lets a run through."""
    found: int | None = db.execute("SELECT min(wake_at) FROM queues").fetchone()[0]
    return found


class Granting:
    """Grants tickets, and remembers whether any were left."""

    def __init__(self) -> None:
        self.left_waiting = False

    def grant(self, db: sqlite3.Connection, now: int, limit: int) -> list[int]:
        """Let through what may begin, at most ``limit``: the runs' numbers."""
        granted: list[int] = []
        waiting = "EXISTS (SELECT 1 FROM tickets WHERE queue = name AND granted_at IS NULL)"
        found = db.execute(f"SELECT config FROM queues WHERE {waiting} ORDER BY name").fetchall()
        for (config,) in found:
            granted += _grant(db, _config(config), now, limit - len(granted))
        self.left_waiting = bool(found) and db.execute(f"SELECT 1 FROM queues WHERE {waiting}").fetchone() is not None
        return granted


def _grant(db: sqlite3.Connection, config: QueueConfig, now: int, limit: int) -> list[int]:
    name = config.name
    rates = [rate for rate in (config.rate, config.key_rate) if rate is not None]
    if rates:
        longest = max(rate.period for rate in rates)
        db.execute("DELETE FROM grants WHERE queue = ? AND at <= ?", (name, now - longest))
    chosen = _choose(db, config, now, limit)
    db.executemany("UPDATE tickets SET granted_at = ? WHERE run = ?", [(now, run) for run, _ in chosen])
    if rates:
        db.executemany("INSERT INTO grants VALUES (?, ?, ?)", [(name, key, now) for _, key in chosen])
    wake_at = _next_time(db, name, rates, now)
    db.execute("UPDATE queues SET wake_at = ? WHERE name = ? AND wake_at IS NOT ?", (wake_at, name, wake_at))
    return [run for run, _ in chosen]


def _choose(db: sqlite3.Connection, config: QueueConfig, now: int, limit: int) -> list[tuple[int, str]]:
    name = config.name
    (held,) = db.execute(f"SELECT count(*) FROM {_HELD}", (name,)).fetchone()
    free = least(
        limit,
        places(config.concurrency, held),
        places(config.worker_concurrency, held),  # there is one worker
        _rest(db, name, config.rate, now),
    )
    if not free:
        return []
    if config.key_concurrency is None and config.key_rate is None:
        return db.execute(_FIRST, (name, now, free)).fetchall()
    return _choose_by_key(db, config, now, free)


def _choose_by_key(db: sqlite3.Connection, config: QueueConfig, now: int, free: int) -> list[tuple[int, str]]:
    """In order, passing over those whose key is full; no further than it takes."""
    held: dict[str, int] = dict(db.execute(_HELD_BY_KEY, (config.name,)))
    rate = config.key_rate
    recent: dict[str, int] = {} if rate is None else dict(db.execute(_RECENT_BY_KEY, (config.name, now - rate.period)))
    chosen: list[tuple[int, str]] = []
    for run, key in db.execute(_IN_ORDER, (config.name, now)):
        if len(chosen) == free:
            break
        room = least(
            places(config.key_concurrency, held.get(key, 0)),
            places(None if rate is None else rate.count, recent.get(key, 0)),
        )
        if room is None or room > 0:
            chosen.append((run, key))
            held[key] = held.get(key, 0) + 1
            recent[key] = recent.get(key, 0) + 1
    return chosen


def _rest(db: sqlite3.Connection, name: str, rate: RateLimit | None, now: int) -> int | None:
    """How many may still begin within the period that ends now."""
    if rate is None:
        return None
    (recent,) = db.execute(
        "SELECT count(*) FROM grants WHERE queue = ? AND at > ?", (name, now - rate.period)
    ).fetchone()
    return rate.count - int(recent)


def _next_time(db: sqlite3.Connection, name: str, rates: Sequence[RateLimit], now: int) -> int | None:
    waiting = db.execute(f"SELECT 1 FROM {_WAITING} LIMIT 1", (name,)).fetchone()
    if waiting is None:
        return None
    (delay,) = db.execute(
        "SELECT min(ready_at) FROM tickets WHERE queue = ? AND granted_at IS NULL AND ready_at > ?", (name, now)
    ).fetchone()
    ends = []
    for rate in rates:
        (oldest,) = db.execute(
            "SELECT min(at) FROM grants WHERE queue = ? AND at > ?", (name, now - rate.period)
        ).fetchone()
        ends.append(None if oldest is None else oldest + rate.period)
    return earliest(delay, *ends)


# --- asked by any process


class SQLiteQueueing:
    """The operations of ``Queueing`` on a file."""

    _writer: SQLiteThread
    _reader: SQLiteThread
    _writing: Writing

    async def put_queue(self, config: QueueConfig) -> None:
        """See ``Queueing.put_queue``."""
        await self._writer.ask(lambda db: _put(db, config), inputs=True)

    async def queues(self) -> list[QueueState]:
        """See ``Queueing.queues``."""
        return await self._reader.ask(_states)

    async def ticket(self, run_id: str) -> Ticket | None:
        """See ``Queueing.ticket``."""
        return await self._reader.ask(lambda db: _ticket(db, run_id))

    def left_waiting(self) -> bool:
        """See ``Queueing.left_waiting``."""
        return self._writing.queues.left_waiting


def _put(db: sqlite3.Connection, config: QueueConfig) -> None:
    db.execute(
        "INSERT INTO queues VALUES (?, ?, NULL) ON CONFLICT (name) DO UPDATE SET config = excluded.config",
        (config.name, _text(config)),
    )


def _states(db: sqlite3.Connection) -> list[QueueState]:
    found = []
    for name, config, wake_at in db.execute("SELECT name, config, wake_at FROM queues ORDER BY name").fetchall():
        (waiting,) = db.execute(f"SELECT count(*) FROM {_WAITING}", (name,)).fetchone()
        (held,) = db.execute(f"SELECT count(*) FROM {_HELD}", (name,)).fetchone()
        found.append(QueueState(_config(config), waiting, held, wake_at))
    return found


def _ticket(db: sqlite3.Connection, run_id: str) -> Ticket | None:
    row = db.execute(
        "SELECT run, queue, key, priority, asked_at, ready_at, granted_at FROM tickets JOIN runs ON number = run "
        "WHERE id = ? AND status NOT IN ('completed', 'failed', 'cancelled')",
        (run_id,),
    ).fetchone()
    if row is None:
        return None
    run, queue, key, priority, asked_at, ready_at, granted_at = row
    (ahead,) = db.execute(
        f"SELECT count(*) FROM {_WAITING} AND (priority, run) < (?, ?)", (queue, priority, run)
    ).fetchone()
    held, by_key = db.execute(f"SELECT count(*), count(*) FILTER (WHERE key = ?) FROM {_HELD}", (key, queue)).fetchone()
    (wake_at,) = db.execute("SELECT wake_at FROM queues WHERE name = ?", (queue,)).fetchone()
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
