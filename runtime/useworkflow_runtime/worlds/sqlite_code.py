"""Code in a SQLite world: bundles, who uses them, and the end of those that nobody does.

    put(db, "b1", data, now)      one row in ``bundles``; a second time: its ``named_at``
    leave(db, 7, "b1")            run 7 has moved on to other code, and may be started again with this one
    unused(db, before)            -> ["b0"]

Read next: ``code_store``, which says what is promised.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

CODE_TABLES = (
    "CREATE TABLE bundles (id TEXT PRIMARY KEY, data BLOB NOT NULL, named_at INTEGER NOT NULL)",
    """
    CREATE TABLE former_code (
        run    INTEGER NOT NULL,
        bundle TEXT NOT NULL,      -- that it was moved away from
        PRIMARY KEY (run, bundle)
    ) WITHOUT ROWID
    """,
)
_UNUSED = """
    SELECT id FROM bundles WHERE named_at < ?
    AND id NOT IN (SELECT bundle FROM runs) AND id NOT IN (SELECT bundle FROM former_code)
    AND id NOT IN (SELECT json_extract(record, '$.bundle') FROM schedules) ORDER BY id
"""


def put(db: sqlite3.Connection, bundle_id: str, data: bytes, now: int) -> None:
    """See ``CodeStore.put_bundle``."""
    db.execute(
        "INSERT INTO bundles VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET named_at = max(named_at, excluded.named_at)",
        (bundle_id, data, now),
    )


def get(db: sqlite3.Connection, bundle_id: str) -> bytes | None:
    """The bytes of a bundle."""
    row = db.execute("SELECT data FROM bundles WHERE id = ?", (bundle_id,)).fetchone()
    return None if row is None else bytes(row[0])


def leave(db: sqlite3.Connection, run: int, bundle: str) -> None:
    """Keep that the run had this code."""
    db.execute("INSERT OR IGNORE INTO former_code VALUES (?, ?)", (run, bundle))


def inherit(db: sqlite3.Connection, source: int, run: int) -> None:
    """A copy of a run's log names the code that this has, and had."""
    db.execute(
        "INSERT OR IGNORE INTO former_code SELECT ?, bundle FROM former_code WHERE run = ? "
        "UNION SELECT ?, bundle FROM runs WHERE number = ?",
        (run, source, run, source),
    )


def unused(db: sqlite3.Connection, before: int) -> list[str]:
    """Bundles that nothing names, and nobody has since ``before``."""
    return [bundle for (bundle,) in db.execute(_UNUSED, (before,))]


def remove(db: sqlite3.Connection, before: int) -> Sequence[str]:
    """See ``CodeStore.prune_code``; in a transaction that writes, so that nobody begins to use one meanwhile."""
    found = unused(db, before)
    db.execute("DELETE FROM bundles WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(found),))
    return found
