"""The tables of a PostgreSQL world, and how an older one becomes current.

    migrate(connection, url)     no schema ``useworkflow`` -> version 1; version 1 of 1 -> untouched; 2 of 1 -> WorldTooNewError

Everything stands in the schema ``useworkflow``, so a world may share its database with an application. Each migration is
one transaction under an advisory lock, so that many workers may start at once. One that was released is never edited.

Bodies are ``text``, not ``jsonb``: what was committed is read back byte for byte, ``\\u0000`` in a user's string is legal
JSON that ``jsonb`` refuses, and nothing ever looks inside them by SQL. ``log`` has no foreign keys and its key starts with
the run, so that it may be partitioned by hash of ``run``. Read next: ``postgres_writing``.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from useworkflow_runtime.errors import WorldTooNewError
from useworkflow_runtime.worlds.postgres_code import CODE_TABLES
from useworkflow_runtime.worlds.postgres_large import LARGE_TABLES
from useworkflow_runtime.worlds.postgres_queues import QUEUE_TABLES
from useworkflow_runtime.worlds.postgres_schedules import SCHEDULE_TABLES
from useworkflow_runtime.worlds.postgres_step_slots import STEP_SLOT_TABLES
from useworkflow_runtime.worlds.postgres_stream_tables import TABLES as STREAM_TABLES

CHANNEL = "useworkflow"
LOCK_CLASS = 0x75776F72
"""First half of the two-part advisory locks; the second is 0 for migrations, else a worker's epoch."""

Migration = tuple[str, ...]

_FIRST: Migration = (
    *CODE_TABLES,
    """
    CREATE TABLE useworkflow.workers (
        epoch       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner       text NOT NULL,
        lease_until timestamptz NOT NULL,
        locked      boolean NOT NULL DEFAULT false  -- its connection holds the advisory lock of its epoch
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE useworkflow.runs (
        number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id              text NOT NULL UNIQUE,
        workflow        text NOT NULL,
        bundle          text NOT NULL,
        status          text NOT NULL,
        created_at      bigint NOT NULL,
        started_at      bigint,
        completed_at    bigint,
        wake_at         bigint,
        claims          integer NOT NULL,
        generation      bigint NOT NULL DEFAULT 0,   -- counts claims, and turns without events
        active          boolean NOT NULL,   -- a worker must take it up, or has it
        epoch           integer NOT NULL,   -- of the worker that has it; 0: nobody
        last_seq        bigint NOT NULL,
        idempotency_key text,
        key_address     text,               -- the key, or its digest where it is too long for an index
        args_digest     text NOT NULL,
        output          text,
        error           text,
        error_kind      text,
        reason          text,
        attributes      text NOT NULL,
        parent          text
    ) WITH (fillfactor = 70)
    """,
    "CREATE UNIQUE INDEX runs_by_key ON useworkflow.runs (workflow, key_address) WHERE key_address IS NOT NULL",
    "CREATE INDEX runs_by_attributes ON useworkflow.runs USING gin ((attributes::jsonb) jsonb_path_ops) "
    "WHERE attributes <> '{}'",
    "CREATE INDEX runs_by_wake ON useworkflow.runs (wake_at) WHERE wake_at IS NOT NULL",
    "CREATE INDEX runs_by_status ON useworkflow.runs (status, number)",
    "CREATE INDEX runs_by_epoch ON useworkflow.runs (epoch, number) WHERE active",
    """
    CREATE TABLE useworkflow.log (
        run bigint NOT NULL, seq bigint NOT NULL, kind text NOT NULL, at bigint NOT NULL, body text NOT NULL,
        PRIMARY KEY (run, seq)
    )
    """,
    """
    CREATE VIEW useworkflow.events AS
    SELECT runs.id AS run_id, log.seq, log.kind, log.at, log.body
    FROM useworkflow.runs JOIN useworkflow.log ON log.run = runs.number
    """,
    "CREATE TABLE useworkflow.snapshots (run bigint PRIMARY KEY, seq bigint NOT NULL, body bytea NOT NULL)",
    """
    CREATE TABLE useworkflow.hooks (
        address    text PRIMARY KEY,        -- the token's digest
        token      text NOT NULL,
        run        bigint NOT NULL,
        hook_id    text NOT NULL,
        created_at bigint NOT NULL,
        metadata   text NOT NULL,
        schema     text NOT NULL,
        webhook    text NOT NULL
    )
    """,
    "CREATE INDEX hooks_by_run ON useworkflow.hooks (run)",
    """
    CREATE TABLE useworkflow.inbox (
        number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run     bigint NOT NULL,
        kind    text NOT NULL,
        target  text NOT NULL,
        payload text NOT NULL,
        dedup   text
    )
    """,
    "CREATE INDEX inbox_by_run ON useworkflow.inbox (run)",
    """
    CREATE TABLE useworkflow.dedup (
        run     bigint NOT NULL,
        hook_id text NOT NULL,
        key     text NOT NULL,              -- the dedup key, or its digest where it is too long for an index
        address text NOT NULL,              -- of the token that it came under
        reply   text,                       -- NULL: not answered
        PRIMARY KEY (run, hook_id, key)
    )
    """,
    "CREATE INDEX dedup_by_token ON useworkflow.dedup (address, key) WHERE reply IS NOT NULL",
    *LARGE_TABLES,
    *STREAM_TABLES,
    *STEP_SLOT_TABLES,
    """
    CREATE TABLE useworkflow.waits (
        run       bigint NOT NULL,   -- whose end is awaited
        waiting   bigint NOT NULL,   -- the run that waits
        operation text NOT NULL,
        PRIMARY KEY (run, waiting, operation)
    )
    """,
    """
    CREATE TABLE useworkflow.offers (
        number         bigint GENERATED ALWAYS AS IDENTITY,
        run            bigint NOT NULL,
        operation      text NOT NULL,
        attempt        integer NOT NULL,
        seq            bigint NOT NULL,     -- of its StepScheduled
        step           text NOT NULL,
        workflow       text NOT NULL,
        run_started_at bigint NOT NULL,
        started_at     bigint,
        worker         integer NOT NULL DEFAULT 0,   -- the epoch of the worker that executes it; 0: nobody; -1: it is done
        PRIMARY KEY (run, operation)
    ) WITH (fillfactor = 50)
    """,
    "CREATE INDEX offers_by_worker ON useworkflow.offers (worker, number)",
    *QUEUE_TABLES,
    *SCHEDULE_TABLES,
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST,)
"""Oldest first. Append; never edit one that was released."""


async def schema_version(db: psycopg.AsyncConnection[tuple[object, ...]]) -> int:
    """How many migrations the database has been through; 0 where there is no world."""
    # Not to_regclass(): it may answer from a cache that does not know yet what was committed while this waited for the lock.
    looked = await db.execute(
        "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'useworkflow' AND tablename = 'meta'"
    )
    if await looked.fetchone() is None:
        return 0
    row = await (await db.execute("SELECT value FROM useworkflow.meta WHERE key = 'schema_version'")).fetchone()
    return 0 if row is None else int(str(row[0]))


async def migrate(
    db: psycopg.AsyncConnection[tuple[object, ...]], url: str, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring the database to the current version, one transaction a migration. Many processes may do this at once.

    Raises:
        WorldTooNewError: nothing was changed.
        psycopg.Error: the migration at which it was raised was rolled back; those before it stand.
    """
    while True:
        found = await schema_version(db)
        if found > len(migrations):
            raise WorldTooNewError.of(url, found, len(migrations))
        if found == len(migrations):
            return
        async with db.transaction():
            # A transaction's lock, not a session's: it works through a pooler too.
            await db.execute(f"SELECT pg_advisory_xact_lock({LOCK_CLASS}, 0)")
            if await schema_version(db) != found:
                continue
            if found == 0:
                await db.execute("CREATE SCHEMA IF NOT EXISTS useworkflow")
                await db.execute("CREATE TABLE useworkflow.meta (key text PRIMARY KEY, value bigint NOT NULL)")
                await db.execute("INSERT INTO useworkflow.meta VALUES ('schema_version', 0)")
            for statement in migrations[found]:
                await db.execute(statement)
            await db.execute("UPDATE useworkflow.meta SET value = %s WHERE key = 'schema_version'", (found + 1,))
