"""The tables of a SQLite world, and how an older file becomes a current one.

    migrate(db, url)     empty file -> schema version 1; version 1 of 1 -> untouched; version 2 of 1 -> WorldTooNewError

``meta.schema_version`` is the number of migrations that a file has been through. Each migration is one transaction, so
a crash leaves the file at the version before or after it. A migration that has been released is never edited.

A run has a short number, and event ``seq`` of run ``number`` stands in ``log`` under the integer key
``number << 32 | seq``: one B-tree, every log contiguous, no run id repeated in each row. For people, the view
``events`` shows (run_id, seq, kind, at, body). Read next: ``sqlite_operations``, all the SQL that uses these tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from useworkflow_runtime.errors import WorldError, WorldTooNewError
from useworkflow_runtime.worlds import sqlite_streams as streams
from useworkflow_runtime.worlds.sqlite_code import CODE_TABLES
from useworkflow_runtime.worlds.sqlite_large import LARGE_TABLES
from useworkflow_runtime.worlds.sqlite_queues import QUEUE_TABLES
from useworkflow_runtime.worlds.sqlite_schedules import SCHEDULE_TABLES

SEQ_BITS = 32
SEQ_MASK = (1 << SEQ_BITS) - 1

Migration = tuple[str, ...]

_FIRST: Migration = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('schema_version', 0), ('epoch', 0)",
    *CODE_TABLES,
    """
    CREATE TABLE runs (
        number          INTEGER PRIMARY KEY,
        id              TEXT NOT NULL UNIQUE,
        workflow        TEXT NOT NULL,
        bundle          TEXT NOT NULL,
        status          TEXT NOT NULL,
        created_at      INTEGER NOT NULL,
        started_at      INTEGER,
        completed_at    INTEGER,
        wake_at         INTEGER,
        claims          INTEGER NOT NULL,
        generation      INTEGER NOT NULL DEFAULT 0,   -- counts claims, and turns without events
        active          INTEGER NOT NULL,   -- 1: an engine must take it up, or has it
        epoch           INTEGER NOT NULL,   -- of the engine that claimed it last, 0 before the first
        idempotency_key TEXT,
        args_digest     TEXT NOT NULL,
        output          TEXT,
        error           TEXT,
        error_kind      TEXT,
        reason          TEXT,
        attributes      TEXT NOT NULL,
        parent          TEXT
    )
    """,
    "CREATE UNIQUE INDEX runs_by_key ON runs (workflow, idempotency_key) WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX runs_by_wake ON runs (wake_at) WHERE wake_at IS NOT NULL",
    "CREATE INDEX runs_by_status ON runs (status)",
    "CREATE INDEX runs_by_epoch ON runs (epoch) WHERE active = 1",
    "CREATE TABLE log (key INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL)",
    """
    CREATE VIEW events AS
    SELECT runs.id AS run_id, log.key & 0xffffffff AS seq, log.kind, log.at, log.body
    FROM runs JOIN log ON log.key BETWEEN runs.number << 32 AND runs.number << 32 | 0xffffffff
    """,
    *LARGE_TABLES,
    "CREATE TABLE snapshots (run INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL)",
    """
    CREATE TABLE hooks (
        address    TEXT PRIMARY KEY,   -- the token's digest
        token      TEXT NOT NULL,
        run        INTEGER NOT NULL,
        hook_id    TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        metadata   TEXT NOT NULL,
        schema     TEXT NOT NULL,
        webhook    TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX hooks_by_run ON hooks (run)",
    """
    CREATE TABLE dedup (
        run     INTEGER NOT NULL,
        hook_id TEXT NOT NULL,
        key     TEXT NOT NULL,
        address TEXT NOT NULL,         -- of the token that it came under
        reply   TEXT,                  -- NULL: not answered; an answer outlives the end of its run
        PRIMARY KEY (run, hook_id, key)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX dedup_by_token ON dedup (address, key) WHERE reply IS NOT NULL",
    """
    CREATE TABLE inbox (
        number  INTEGER PRIMARY KEY AUTOINCREMENT,
        run     INTEGER NOT NULL,
        kind    TEXT NOT NULL,
        target  TEXT NOT NULL,
        payload TEXT NOT NULL,
        dedup   TEXT
    )
    """,
    "CREATE INDEX inbox_by_run ON inbox (run)",
    *streams.TABLES,
    """
    CREATE TABLE waits (
        run       INTEGER NOT NULL,   -- whose end is awaited
        waiting   INTEGER NOT NULL,   -- the run that waits
        operation TEXT NOT NULL,
        PRIMARY KEY (run, waiting, operation)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attributes (
        key   TEXT NOT NULL,
        value TEXT NOT NULL,   -- as ``attributes.term`` writes it
        run   INTEGER NOT NULL,
        PRIMARY KEY (key, value, run)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attributes_by_run ON attributes (run, key)",
    "CREATE INDEX waits_by_waiting ON waits (waiting)",
    *QUEUE_TABLES,
    *SCHEDULE_TABLES,
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST,)
"""Oldest first. Append; never edit one that was released."""


def schema_version(db: sqlite3.Connection) -> int:
    """How many migrations the file has been through; 0 for an empty file.

    Raises:
        WorldError: the file is a SQLite database of some other program.
    """
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    row = None
    if "meta" in tables and "log" in tables:
        row = db.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    if row is None:
        raise WorldError(
            "this SQLite file belongs to another program",
            why=f"it has tables ({', '.join(sorted(tables)[:5])}), but not those of a useworkflow world",
            mend="give the world a file of its own",
        )
    return int(row[0])


def check_version(db: sqlite3.Connection, url: str, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The file's version, if this code can deal with it. Writes nothing.

    Raises:
        WorldTooNewError: the file has been through migrations that this code does not have.
        WorldError: the file belongs to another program.
    """
    found = schema_version(db)
    if found > len(migrations):
        raise WorldTooNewError.of(url, found, len(migrations))
    return found


def migrate(db: sqlite3.Connection, url: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the current version, one transaction a migration. Several processes may do this at once.

    Raises:
        WorldTooNewError: nothing was changed.
        sqlite3.Error: the migration at which it was raised was rolled back; those before it stand.
    """
    while check_version(db, url, migrations) < len(migrations):
        db.execute("BEGIN IMMEDIATE")
        try:
            _next_step(db, url, migrations)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def _next_step(db: sqlite3.Connection, url: str, migrations: Sequence[Migration]) -> None:
    found = check_version(db, url, migrations)  # again: another process may have been first
    if found == len(migrations):
        return
    for statement in migrations[found]:
        db.execute(statement)
    db.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (found + 1,))
