"""Large values in a SQLite world: each once, and who uses it.

    put(db, key, body)          -> the text for ``log``; its large values stand in ``large_values``
    whole(db, events)           -> the events as they were
    forget(db, first, last)     those rows of the log use nothing any more; what nobody uses goes

In the transaction of whoever changes the log, so that no row can be without its values. Read next: ``large_values``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from msgspec.structs import replace

from useworkflow_runtime.worlds.large_values import LEAST, digests, stored
from useworkflow_runtime.worlds.large_values import whole as put_together
from useworkflow_runtime.worlds.protocol import LoggedEvent, StoredValue

LARGE_TABLES = (
    "CREATE TABLE large_values (digest TEXT PRIMARY KEY, body TEXT NOT NULL)",
    """
    CREATE TABLE large_uses (
        key    INTEGER NOT NULL,   -- of the row of ``log``
        digest TEXT NOT NULL,
        PRIMARY KEY (key, digest)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX large_uses_by_value ON large_uses (digest)",
)


def put(db: sqlite3.Connection, key: int, body: bytes) -> str:
    """Store the large values of the event with that key. Returns what the log gets."""
    event = stored(body)
    for digest, part in event.parts:
        db.execute("INSERT OR IGNORE INTO large_values VALUES (?, ?)", (digest, part))
        db.execute("INSERT OR IGNORE INTO large_uses VALUES (?, ?)", (key, digest))
    return event.text


def copy(db: sqlite3.Connection, first: int, last: int, distance: int) -> None:
    """The rows of the log between these keys were copied to keys greater by ``distance``."""
    db.execute(
        "INSERT INTO large_uses SELECT key + ?, digest FROM large_uses WHERE key BETWEEN ? AND ?",
        (distance, first, last),
    )


def forget(db: sqlite3.Connection, first: int, last: int) -> None:
    """The rows of the log between these keys go, or are written anew."""
    used = db.execute("DELETE FROM large_uses WHERE key BETWEEN ? AND ? RETURNING digest", (first, last)).fetchall()
    if used:
        db.execute(
            "DELETE FROM large_values WHERE digest IN (SELECT value FROM json_each(?)) "
            "AND NOT EXISTS (SELECT 1 FROM large_uses WHERE large_uses.digest = large_values.digest)",
            (json.dumps(sorted({digest for (digest,) in used})),),
        )


def whole(db: sqlite3.Connection, events: Sequence[LoggedEvent]) -> list[LoggedEvent]:
    """Rows of the log as the events that they were."""
    return [_whole(db, event) if event.body[:9] == b'{"$large"' else event for event in events]


def _whole(db: sqlite3.Connection, event: LoggedEvent) -> LoggedEvent:
    return replace(event, body=whole_body(db, event.body))


def whole_body(db: sqlite3.Connection, body: bytes) -> bytes:
    """One body as it was."""
    wanted = digests(body)
    if not wanted:
        return body
    found = db.execute(
        "SELECT digest, body FROM large_values WHERE digest IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    return put_together(body, dict(found))


def whole_values(db: sqlite3.Connection, values: Sequence[StoredValue]) -> list[StoredValue]:
    """Stored values as those who seal them know them."""
    return [replace(value, body=whole_body(db, value.body)) for value in values]


def rewrite(db: sqlite3.Connection, key: int, before: bytes, after: bytes) -> int | None:
    """Write a row of the log anew, whose event may have large values. Returns how many there still were; ``None``: it has
    none."""
    if len(before) < LEAST:
        return None
    row = db.execute("SELECT CAST(body AS BLOB) FROM log WHERE key = ?", (key,)).fetchone()
    if row is None or whole_body(db, bytes(row[0])) != before:
        return 0
    forget(db, key, key)
    return db.execute("UPDATE log SET body = ? WHERE key = ?", (put(db, key, after), key)).rowcount
